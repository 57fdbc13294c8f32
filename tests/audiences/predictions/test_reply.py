"""When and where people answer: made-up people with hours of their own, so that what is right is known."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from auftakt.audiences import Ask, TooLittle
from auftakt.audiences.predictions.reply.predictor import CHANNEL, HOUR, predictor
from auftakt.audiences.predictions.train import refusal
from auftakt.store.plane import Connection, Plane

NOW = datetime(2026, 7, 1, tzinfo=UTC)
ASK = Ask(30, predictor.events, 540)


@pytest.fixture(scope="module")
def people() -> Iterator[Connection]:
    """300 people. By threes they open at 7, 12 and 21 o'clock in Tokyo, a third of the time at some other hour; even
    ones got as many text messages, and answered each of them."""
    plane = Plane.open(None)
    with plane.writer() as con:
        con.execute(
            """
            insert into events by name
            with mails as (
                select who, week, if(hash(who * 100 + week) % 3 = 0, hash(week * 31 + who) % 24,
                    [7, 12, 21][1 + who % 3]) as hour
                from range(1, 301) as who(who), range(1, 13) as week(week)
            ),
            told as (
                select who, 'Email Sent' as name, $now - to_days(cast(week * 7 as integer)) as moment from mails
                union all
                select who, 'Email Opened',
                    $now - to_days(cast(week * 7 as integer)) + to_hours(cast(hour as integer) - 9)
                from mails
                where hash(who * 7 + week) % 2 = 0
                union all
                select who, unnest(['SMS Sent', 'SMS Link Clicked']),
                    $now - to_days(cast(week * 7 as integer)) + to_hours([7, 12, 21][1 + who % 3] - 9)
                from mails
                where who % 2 = 0
            )
            select -row_number() over () as log_offset, md5_number(who || name || moment) as event_key,
                's' as source_id, who || name || moment as message_id, 'track' as type, name,
                moment as happened_at, moment as received_at, who::uhugeint as ident_key
            from told
            """,
            {"now": NOW.replace(tzinfo=None)},
        )
        con.execute(
            "insert into identifiers select who::uhugeint, 'user_id', 'u' || who, who, who, timestamp '2026-01-01', 's'"
            " from range(1, 301) as all_people(who)"
        )
    with plane.reader() as con:
        yield con
    plane.close()


def test_everybodys_own_hour_and_channel_are_found_and_said_why(people: Connection) -> None:
    test = predictor.back_test(people, ASK, NOW)
    [hits] = test.measures
    assert hits.plain is not None
    assert hits.value > 1.5 * hits.plain
    assert refusal(test) is None
    model = predictor.train(people, ASK, NOW)
    made = predictor.predict(people, model, ASK, NOW)
    right = [7, 12, 21]
    own = sum(int(hour) == right[who % 3] for who, hour in zip(made.person_ids, made.values[HOUR], strict=True))
    assert own > 0.85 * len(made.person_ids)
    channels = dict(zip(made.person_ids.tolist(), made.texts[CHANNEL], strict=True))
    assert {channels[2], channels[200]} == {"SMS"}
    assert channels[1] == "Email"
    hour, channel = predictor.reasons(people, model, ASK, NOW, 2)
    assert "within an hour of 21:00" in hour.en
    assert channel.ja.startswith("SMSでは12通に12回反応し")


def test_what_came_after_the_moment_is_not_read_and_too_little_is_refused(people: Connection) -> None:
    early = NOW - timedelta(days=80)
    with pytest.raises(TooLittle) as refused:
        predictor.train(people, ASK, early - timedelta(days=30))
    assert "100 people who answered" in str(refused.value.next_action)
