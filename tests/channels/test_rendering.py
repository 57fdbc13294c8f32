"""What goes out is what was approved, with the person's own facts and signed links."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from auftakt.campaigns import Campaign, Sender, Variant, approvable, approval_hash
from auftakt.channels import ApprovedRenderer, DueDelivery, Links, Mail
from auftakt.kit.clock import naive
from auftakt.kit.errors import AuftaktError
from auftakt.kit.ids import SeededIds
from auftakt.kit.settings import Settings, SmtpSettings
from auftakt.store.control import Control
from auftakt.store.plane import Plane
from auftakt.team import decide, make_sample_team, request_approval

NOW = datetime(2026, 11, 22, tzinfo=UTC)
LINKS = Links(b"s" * 32, "https://hub.example.com")
SETTINGS = Settings(
    smtp=SmtpSettings(from_address="hub@example.com", from_name="Sample Hub", postal_address="1-1 Sample")
)
Approve = Callable[..., str]


@pytest.fixture
def approve(control: Control, ids: SeededIds) -> Approve:
    """Has a campaign with this subject and body asked for, and decided where `yes`; gives the approval's id."""

    def make(subject: str, body: str, sender: Sender | None = None, yes: bool = True) -> str:
        campaign = Campaign(
            id="cmp_1", name="Autumn", variants=[Variant(id="v_ja", subject=subject, body=body)], sender=sender
        )
        with control.session() as session:
            team = make_sample_team(session, ids, NOW)
            approval = request_approval(
                session,
                "campaign",
                "cmp_1",
                "Autumn",
                approval_hash(campaign),
                approvable(campaign),
                team["editor"],
                NOW,
            )
            if yes:
                decide(session, approval.id, approval.hash, "approve", "", team["approver"], NOW)
        return approval.id

    return make


def due(approval_id: str, person_id: int = 1, variant_id: str = "v_ja") -> DueDelivery:
    address = f"p{person_id}@example.com"
    return DueDelivery(f"snd_{person_id}", "cmp_1", person_id, "email", variant_id, "ja", address, approval_id, 0)


def know(plane: Plane, person_id: int, **traits: str | float) -> None:
    with plane.writer() as con:
        for name, value in traits.items():
            text, number = (value, None) if isinstance(value, str) else (None, value)
            con.execute(
                "insert into traits (person_id, name, text, number, set_at, source_id, log_offset)"
                " values (?, ?, ?, ?, ?, 'crm', 0)",
                [person_id, name, text, number, naive(NOW)],
            )


def test_the_mail_is_the_approved_text_with_the_persons_traits(
    control: Control, plane: Plane, approve: Approve
) -> None:
    body = "{{ person.name }} 様、{{ person.points }} 点です。[見る](https://shop.example.com/wine?a=1&b=2)"
    approval = approve("{{ person.name }} 様へ", body)
    know(plane, 1, name="見本 花子", points=120.0)
    know(plane, 2, last_name="見本", first_name="太郎", points=1.5)
    mails = ApprovedRenderer(control, plane, SETTINGS, LINKS).render([due(approval, 1), due(approval, 2)])
    first, second = mails["snd_1"], mails["snd_2"]
    assert isinstance(first, Mail)
    assert isinstance(second, Mail)
    assert (first.subject, first.sender.address, first.sender.name) == (
        "見本 花子 様へ",
        "hub@example.com",
        "Sample Hub",
    )
    assert "見本 花子 様、120 点です。" in first.text
    assert "見本 太郎 様、1.5 点です。" in second.text
    assert LINKS.click("snd_1", "https://shop.example.com/wine?a=1&b=2") in first.html
    assert 'href="https://shop' not in first.html
    assert LINKS.open("snd_1") in first.html
    assert LINKS.unsubscribe("snd_1") in first.html
    assert LINKS.unsubscribe("snd_1") in first.text
    assert "1-1 Sample" in first.html


def test_the_approved_sender_comes_before_the_hubs(control: Control, plane: Plane, approve: Approve) -> None:
    approval = approve("s", "b", Sender(name="見本商店", email="shop@example.com", address="東京都見本区 1-1"))
    mail = ApprovedRenderer(control, plane, SETTINGS, LINKS).render([due(approval)])["snd_1"]
    assert isinstance(mail, Mail)
    assert (mail.sender.address, mail.sender.name) == ("shop@example.com", "見本商店")
    assert "東京都見本区 1-1" in mail.html


def test_nothing_is_rendered_without_a_yes(control: Control, plane: Plane, approve: Approve) -> None:
    asked = approve("s", "b", yes=False)
    found = ApprovedRenderer(control, plane, SETTINGS, LINKS).render(
        [due(asked, 1), due("apr_nowhere", 2), due(approve("s2", "b"), 3, "v_none")]
    )
    assert all(isinstance(mail, AuftaktError) for mail in found.values())
    assert len(found) == 3


def test_a_text_that_fails_for_one_person_is_told_for_that_person(
    control: Control, plane: Plane, approve: Approve
) -> None:
    approval = approve("s", "{{ person.points | divided_by: person.visits }}")
    know(plane, 1, points=10.0, visits=2.0)
    know(plane, 2, points=10.0, visits=0.0)
    found = ApprovedRenderer(control, plane, SETTINGS, LINKS).render([due(approval, 1), due(approval, 2)])
    assert isinstance(found["snd_1"], Mail)
    assert isinstance(found["snd_2"], AuftaktError)
