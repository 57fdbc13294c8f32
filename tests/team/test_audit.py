from datetime import timedelta

import pytest
from sqlalchemy import text

from auftakt.team import AuditCheck, list_entries, record, redact_audit, seal_audit, verify

SECRET = b"\x01" * 32


@pytest.fixture
def chain(control, now):
    """Five entries, signed."""
    seal_audit(control, SECRET)
    for number in range(5):
        with control.session() as session:
            when = now + timedelta(seconds=number)
            record(session, when, "usr_1", "campaign.changed", "campaign", "cmp_1", {"理由": "価格", "share": 0.1})
    return control


def check(control, secret=SECRET):
    with control.reading() as session:
        found = verify(session, secret)
    return (found.ok, found.entries, found.broken_at)


def tamper(control, statement):
    with control.session() as session:
        session.execute(text(statement))


def test_an_untouched_chain_is_whole(chain):
    with chain.reading() as session:
        last = list_entries(session, after=None, limit=1)[0]
        assert verify(session, SECRET) == AuditCheck(True, 5, None, last.hash)


def test_an_empty_chain_is_whole(control):
    assert check(control) == (True, 0, None)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("update team_audit set actor = 'usr_2' where seq = 3", (False, 2, 3)),
        ("update team_audit set detail = '{}' where seq = 5", (False, 4, 5)),
        ("update team_audit set at = '2026-11-21T00:00:00.000000Z' where seq = 1", (False, 0, 1)),
        ("update team_audit set hash = prev_hash where seq = 2", (False, 1, 2)),
        ("delete from team_audit where seq = 3", (False, 2, 3)),
        ("delete from team_audit where seq = 1", (False, 0, 1)),
        ("delete from team_audit where seq > 3", (False, 3, 4)),
        ("delete from team_audit", (False, 0, 1)),
        ("update team_audit_head set entries = 9", (False, 5, 6)),
        ("delete from team_audit_head", (False, 5, 5)),
        (
            "insert into team_audit select 6, at, actor, action, object_type, object_id, detail, hash, hash, null "
            "from team_audit where seq = 5",
            (False, 5, 6),
        ),
    ],
)
def test_tampering_shows_with_the_first_entry_that_is_wrong(chain, statement, found):
    tamper(chain, statement)
    assert check(chain) == found


def test_an_entry_put_in_with_a_right_hash_shows_without_the_secret(chain, now):
    seal_audit(chain, b"\x02" * 32)
    with chain.session() as session:
        record(session, now, "usr_2", "campaign.launched", "campaign", "cmp_1", {})
    assert check(chain) == (False, 6, 7)


def test_an_end_cut_off_with_its_head_shows_without_the_secret(chain):
    tamper(chain, "delete from team_audit where seq = 5")
    tamper(
        chain,
        "update team_audit_head set entries = 4, last_hash = (select hash from team_audit where seq = 4)",
    )
    assert check(chain)[0] is False


def test_an_entry_goes_with_the_transaction_that_it_tells_of(chain, now):
    def fail_after_recording():
        with chain.session() as session:
            raise RuntimeError(record(session, now, "usr_1", "campaign.launched", "campaign", "cmp_1", {}))

    with pytest.raises(RuntimeError, match="6"):
        fail_after_recording()
    assert check(chain) == (True, 5, None)


def test_detail_that_is_no_json_is_refused(chain, now):
    with pytest.raises(TypeError), chain.session() as session:
        record(session, now, "usr_1", "campaign.launched", "campaign", "cmp_1", {"at": now})
    with pytest.raises(ValueError, match="JSON compliant"), chain.session() as session:
        record(session, now, "usr_1", "campaign.launched", "campaign", "cmp_1", {"share": float("nan")})


def test_keys_that_are_not_text_are_hashed_as_they_are_kept(chain, now):
    with chain.session() as session:
        record(session, now, "usr_1", "campaign.changed", "campaign", "cmp_1", {2: "b", 10: "a"})
    assert check(chain) == (True, 6, None)


def test_entries_are_listed_from_the_newest(chain):
    with chain.reading() as session:
        first = list_entries(session, after=None, limit=3)
        rest = list_entries(session, after=first[-1].seq, limit=3)
    assert [entry.seq for entry in first + rest] == [5, 4, 3, 2, 1]


def test_words_taken_out_leave_the_chain_whole_and_tampering_shows(chain):
    with chain.reading() as session:
        head = verify(session, SECRET).head
    with chain.session() as session:
        assert (
            redact_audit(session, SECRET, lambda value: value | {"理由": "[erased]"} if "理由" in value else value) == 5
        )
    with chain.reading() as session:
        assert verify(session, SECRET) == AuditCheck(True, 5, None, head)
        assert list_entries(session, after=None, limit=1)[0].detail["理由"] == "[erased]"
    assert check(chain, b"\x02" * 32) == (False, 0, 1)
    tamper(chain, "update team_audit set detail = '{}' where seq = 3")
    assert check(chain) == (False, 2, 3)
