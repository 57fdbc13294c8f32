"""Audiences that refer to audiences: which comes first, and who refers to themselves."""

from collections.abc import Mapping, Sequence

from auftakt.audiences.rule import NamedRule, audiences_in


def levels(rules: Sequence[NamedRule]) -> list[list[NamedRule]]:
    """Rules in rounds: each refers only to audiences of earlier rounds. Circles were refused at save; should one be
    there all the same, its rules come last and read what stood before."""
    waiting = {named.id: named for named in rules}
    rounds: list[list[NamedRule]] = []
    while waiting:
        ready = [named for named in waiting.values() if not (audiences_in(named.rule) - {named.id}) & waiting.keys()]
        rounds.append(ready or list(waiting.values()))
        for named in rounds[-1]:
            del waiting[named.id]
    return rounds


def circle(audience_id: str, references: Mapping[str, set[str]]) -> list[str]:
    """The way from an audience back to itself, or nothing. `references`: which audiences each one refers to."""
    way: dict[str, str] = {}
    waiting = [audience_id]
    while waiting:
        here = waiting.pop()
        for there in sorted(references.get(here, ())):
            if there == audience_id:
                back = [audience_id, here]
                while back[-1] != audience_id:
                    back.append(way[back[-1]])
                return list(reversed(back))
            if there not in way:
                way[there] = here
                waiting.append(there)
    return []
