"""Sample users for a demo hub: one in each role, marked as samples wherever they show."""

from datetime import datetime

from sqlalchemy.orm import Session

from auftakt.kit.ids import Ids
from auftakt.kit.text import Language
from auftakt.team.audit import record
from auftakt.team.roles import ROLE_NAMES, ROLES, Role
from auftakt.team.users import HUB_ACTOR, User, create_user, list_users


def make_sample_team(session: Session, ids: Ids, now: datetime, *, language: Language = "en") -> dict[Role, User]:
    """One sample user for each role, at example.com and without a password. Made once; later calls find them again."""
    found = {user.role: user for user in list_users(session) if user.sample}
    for role in ROLES:
        if role not in found:
            name = f"見本 {ROLE_NAMES[role].ja} / Sample {ROLE_NAMES[role].en}"
            email = f"sample.{role}@example.com"
            user = create_user(session, ids, name=name, email=email, role=role, language=language, now=now, sample=True)
            record(session, now, HUB_ACTOR, "user.created", "user", user.id, {"role": role, "sample": True})
            found[role] = user
    return {role: found[role] for role in ROLES}
