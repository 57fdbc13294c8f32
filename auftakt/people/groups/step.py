"""What a batch tells of groups: they exist, what is known about them, and who joined or left."""

from collections.abc import Mapping

from auftakt.jobs import Batch
from auftakt.store import sql


class GroupStep:
    """From `fresh` to groups, group_traits and group_members.

    A `group` call joins its person to a group, or tells of a group alone where it names nobody; so does `identify` with
    a company that has an id. The event `Group Left` takes its person out. First and last times are kept, so that the
    order of arrival does not matter.
    """

    name = "groups"

    def run(self, batch: Batch) -> Mapping[str, int]:
        con = batch.con
        told = sql.run(con, "people", "fresh_groups")
        if not told:
            return {"groups_told": 0}
        for each in ("group", "group_trait", "group_member"):
            if sql.run(con, "people", f"{each}_candidates"):
                sql.run(con, "people", f"drop_{each}s")
                sql.run(con, "people", f"put_{each}s")
        return {"groups_told": told}
