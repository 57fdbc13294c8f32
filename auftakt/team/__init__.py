"""Who acts, who agrees, and what was done.

Purpose: users and roles, sessions, one-time links and machine keys; approvals bound to the hash of what was shown;
the audit chain. Reads and writes its own tables of the control state (`team_*`) and nothing else. What comes next:
`web` asks who is calling; campaigns ask for approvals, and journeys send only what has one.

Secrets are kept as hashes: passwords by Argon2id, tokens and keys by SHA-256. Nothing here commits: the caller's
transaction does, and an audit entry belongs to the same transaction as what it tells of.
"""

from auftakt.team.approvals import (
    Approval,
    Decision,
    approval_snapshot,
    approved,
    changed_parts,
    count_pending,
    decide,
    find_approval,
    latest_approval,
    list_approvals,
    request_approval,
)
from auftakt.team.audit import AuditCheck, AuditEntry, list_entries, record, redact_audit, seal_audit, verify
from auftakt.team.keys import Key, create_key, drop_local_key, list_keys, local_key, revoke_key, user_of_key
from auftakt.team.links import password_link, setup_link, use_link
from auftakt.team.models import ApprovalState
from auftakt.team.passwords import Passwords
from auftakt.team.roles import ROLE_NAMES, ROLES, Role, allows, role_of
from auftakt.team.samples import make_sample_team
from auftakt.team.sign_in import (
    SESSION_LASTS,
    count_attempt,
    sign_in,
    sign_out,
    start_session,
    switch_user,
    user_of_session,
)
from auftakt.team.users import (
    HUB_ACTOR,
    User,
    actors,
    create_user,
    find_user,
    has_user_called,
    has_users,
    list_users,
    require,
    set_language,
)

__all__ = [
    "HUB_ACTOR",
    "ROLES",
    "ROLE_NAMES",
    "SESSION_LASTS",
    "Approval",
    "ApprovalState",
    "AuditCheck",
    "AuditEntry",
    "Decision",
    "Key",
    "Passwords",
    "Role",
    "User",
    "actors",
    "allows",
    "approval_snapshot",
    "approved",
    "changed_parts",
    "count_attempt",
    "count_pending",
    "create_key",
    "create_user",
    "decide",
    "drop_local_key",
    "find_approval",
    "find_user",
    "has_user_called",
    "has_users",
    "latest_approval",
    "list_approvals",
    "list_entries",
    "list_keys",
    "list_users",
    "local_key",
    "make_sample_team",
    "password_link",
    "record",
    "redact_audit",
    "request_approval",
    "require",
    "revoke_key",
    "role_of",
    "seal_audit",
    "set_language",
    "setup_link",
    "sign_in",
    "sign_out",
    "start_session",
    "switch_user",
    "use_link",
    "user_of_key",
    "user_of_session",
    "verify",
]
