"""Users, machine keys and the audit chain."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request

from auftakt import team
from auftakt.team import Key, Role, User
from auftakt.web.deps import Admin, HubDep, Viewer

router = APIRouter(tags=["team"])


@dataclass(frozen=True)
class NewUser:
    name: str
    email: str
    role: Role
    language: Literal["ja", "en"]


@dataclass(frozen=True)
class InvitedUser:
    """`link` works once: with it the user chooses a password. It is shown this one time."""

    user: User
    link: str


@dataclass(frozen=True)
class NewKey:
    name: str
    role: Role


@dataclass(frozen=True)
class CreatedKey:
    """`key` is the secret, shown this one time."""

    key: str
    id: str
    name: str
    role: Role
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True)
class AuditLine:
    seq: int
    at: datetime
    actor: str
    actor_name: str
    action: str
    object_type: str
    object_id: str
    detail: dict[str, Any]
    hash: str


@dataclass(frozen=True)
class AuditPage:
    items: list[AuditLine]
    next: str | None


@router.get("/team/users")
def list_users(hub: HubDep, user: Viewer) -> list[User]:
    with hub.control.reading() as session:
        return team.list_users(session)


@router.post("/team/users")
def invite_user(body: NewUser, hub: HubDep, user: Admin, request: Request) -> InvitedUser:
    now = hub.clock.now()
    with hub.control.session() as session:
        invited = team.create_user(
            session, hub.ids, name=body.name, email=body.email, role=body.role, language=body.language, now=now
        )
        token = team.password_link(session, invited.id, now)
        team.record(session, now, user.id, "user.invited", "user", invited.id, {"role": invited.role})
    return InvitedUser(invited, _address(request, token))


@router.post("/team/users/{user_id}/link")
def renew_user_link(user_id: str, hub: HubDep, user: Admin, request: Request) -> InvitedUser:
    now = hub.clock.now()
    with hub.control.session() as session:
        invited = team.find_user(session, user_id)
        token = team.password_link(session, invited.id, now)
        team.record(session, now, user.id, "user.link_made", "user", invited.id, {})
    return InvitedUser(invited, _address(request, token))


@router.get("/keys")
def list_machine_keys(hub: HubDep, user: Admin) -> list[Key]:
    with hub.control.reading() as session:
        return team.list_keys(session)


@router.post("/keys")
def create_machine_key(body: NewKey, hub: HubDep, user: Admin) -> CreatedKey:
    with hub.control.session() as session:
        key, secret = team.create_key(session, hub.ids, name=body.name, role=body.role, by=user, now=hub.clock.now())
    return CreatedKey(secret, key.id, key.name, key.role, key.created_at, key.last_used_at)


@router.delete("/keys/{key_id}")
def revoke_machine_key(key_id: str, hub: HubDep, user: Admin) -> list[Key]:
    with hub.control.session() as session:
        team.revoke_key(session, key_id, by=user, now=hub.clock.now())
        return team.list_keys(session)


@router.get("/team/audit")
def list_audit_entries(
    hub: HubDep, user: Viewer, after: int | None = None, limit: Annotated[int, Query(ge=1, le=500)] = 50
) -> AuditPage:
    with hub.control.reading() as session:
        found = team.list_entries(session, after=after, limit=limit + 1)
        names = team.actors(session, {entry.actor for entry in found})
    lines = [
        AuditLine(
            seq=entry.seq,
            at=entry.at,
            actor=entry.actor,
            actor_name=names[entry.actor].name,
            action=entry.action,
            object_type=entry.object_type,
            object_id=entry.object_id,
            detail=entry.detail,
            hash=entry.hash,
        )
        for entry in found[:limit]
    ]
    return AuditPage(lines, str(lines[-1].seq) if len(found) > limit else None)


@router.get("/team/audit/verify")
def verify_audit(hub: HubDep, user: Viewer) -> team.AuditCheck:
    with hub.control.reading() as session:
        return team.verify(session, hub.secret)


def _address(request: Request, token: str) -> str:
    return f"{request.base_url}setup?token={token}"
