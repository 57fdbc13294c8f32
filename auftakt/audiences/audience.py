"""Audiences as people make them: named, checked, versioned."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from auftakt.audiences.check import parse_rule
from auftakt.audiences.models import AudienceRow
from auftakt.audiences.order import circle
from auftakt.audiences.rule import Rule, audiences_in, rule_document
from auftakt.kit.errors import Conflict, InvalidInput, NotFound
from auftakt.kit.ids import Ids
from auftakt.kit.text import Text
from auftakt.people import InvalidRule
from auftakt.team import User, record


@dataclass(frozen=True)
class Audience:
    """A saved audience. Who is in it stands in the data plane (`audience_states`, `members`)."""

    id: str
    name: str
    description: str
    rule: Rule
    version: int
    created_by: str
    created_at: datetime
    updated_at: datetime


def list_audiences(session: Session) -> list[Audience]:
    """All audiences, by name."""
    return [_audience(row) for row in session.scalars(select(AudienceRow).order_by(AudienceRow.name, AudienceRow.id))]


def find_audience(session: Session, audience_id: str) -> Audience:
    """Raises NotFound."""
    return _audience(_row(session, audience_id))


def audience_names(session: Session) -> dict[str, str]:
    """Names by id, for sentences."""
    return {row.id: row.name for row in session.execute(select(AudienceRow.id, AudienceRow.name))}


def create_audience(
    session: Session, ids: Ids, *, name: str, description: str, rule: Any, by: User, now: datetime
) -> Audience:
    """Saves a new audience. Raises InvalidRule, with the place in the tree; Conflict if the name is taken."""
    audience_id = ids.new("aud")
    tree = checked_rule(session, rule, audience_id)
    row = AudienceRow(
        id=audience_id,
        name=_free_name(session, name, audience_id),
        description=description.strip(),
        rule=rule_document(tree),
        version=1,
        created_by=by.id,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    record(session, now, by.id, "audience.created", "audience", audience_id, {"name": row.name, "rule": row.rule})
    return _audience(row)


def update_audience(
    session: Session, audience_id: str, *, name: str, description: str, rule: Any, by: User, now: datetime
) -> Audience:
    """Changes an audience; a changed rule is a new version, and everyone is evaluated again with the next batch."""
    row = _row(session, audience_id)
    document = rule_document(checked_rule(session, rule, audience_id))
    before = {"name": row.name, "rule": row.rule}
    row.name = _free_name(session, name, audience_id)
    row.description = description.strip()
    if document != row.rule:
        row.rule, row.version = document, row.version + 1
    row.updated_at = now
    session.flush()
    record(
        session,
        now,
        by.id,
        "audience.changed",
        "audience",
        audience_id,
        {"before": before, "name": row.name, "rule": row.rule},
    )
    return _audience(row)


def delete_audience(session: Session, audience_id: str, *, by: User, now: datetime) -> None:
    """Removes an audience; its members leave with the next batch. Raises Conflict if another audience refers to it."""
    row = _row(session, audience_id)
    users = [other.name for other in list_audiences(session) if audience_id in audiences_in(other.rule)]
    if users:
        names = ", ".join(users)
        raise Conflict(
            Text(
                f"“{row.name}” is used by: {names}. Nothing was deleted.",
                f"「{row.name}」は {names} で使われているため、削除していません。",
            ),
            next_action=Text("Take it out of those rules first.", "先にそれらの条件から外してください。"),
        )
    session.delete(row)
    record(session, now, by.id, "audience.deleted", "audience", audience_id, {"name": row.name, "rule": row.rule})


def checked_rule(session: Session, document: Any, audience_id: str | None = None) -> Rule:
    """A rule whose references exist and lead nowhere in a circle. Raises InvalidRule."""
    rule = parse_rule(document)
    rows = session.execute(select(AudienceRow.id, AudienceRow.name, AudienceRow.rule)).all()
    names = {row.id: row.name for row in rows}
    for missing in sorted(audiences_in(rule) - names.keys() - {audience_id or ""}):
        raise InvalidRule(
            Text(
                f"The rule refers to the audience {missing}, which does not exist.",
                f"条件が参照するオーディエンス {missing} は存在しません。",
            ),
            next_action=Text("Choose another audience.", "別のオーディエンスを選んでください。"),
            audience=missing,
        )
    if audience_id is not None:
        references = {row.id: audiences_in(parse_rule(row.rule)) for row in rows} | {audience_id: audiences_in(rule)}
        _refuse_circle(audience_id, references, names)
    return rule


def _refuse_circle(audience_id: str, references: Mapping[str, set[str]], names: Mapping[str, str]) -> None:
    way = circle(audience_id, references)
    if way:
        said = " → ".join(names.get(step, Text("this one", "これ").en) for step in way)
        raise InvalidRule(
            Text(f"The rule refers back to itself: {said}.", f"条件が自分自身を参照しています: {said}"),
            next_action=Text("Take one of these references out.", "参照を1つ外してください。"),
            circle=way,
        )


def _free_name(session: Session, name: str, audience_id: str) -> str:
    wanted = name.strip()
    if not wanted:
        raise InvalidInput(
            Text("An audience needs a name.", "オーディエンスには名前が必要です。"),
            next_action=Text("Give it one.", "名前を付けてください。"),
            field="name",
        )
    taken = session.scalar(select(AudienceRow.id).where(AudienceRow.name == wanted, AudienceRow.id != audience_id))
    if taken:
        raise Conflict(
            Text(
                f"There is already an audience called “{wanted}”.",
                f"「{wanted}」という名前のオーディエンスは既にあります。",
            ),
            next_action=Text("Choose another name.", "別の名前にしてください。"),
            field="name",
        )
    return wanted


def _row(session: Session, audience_id: str) -> AudienceRow:
    row = session.get(AudienceRow, audience_id)
    if row is None:
        raise NotFound(
            Text(f"There is no audience {audience_id}.", f"オーディエンス {audience_id} は存在しません。"),
            next_action=Text("Open the list of audiences.", "オーディエンスの一覧を開いてください。"),
        )
    return row


def _audience(row: AudienceRow) -> Audience:
    return Audience(
        row.id,
        row.name,
        row.description,
        parse_rule(row.rule),
        row.version,
        row.created_by,
        row.created_at,
        row.updated_at,
    )
