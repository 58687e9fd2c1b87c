"""The calendar file is one that a phone accepts, with as many days a week as the dose says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from trigger_points.content.store import load_content
from trigger_points.conversation.planning import DAYS
from trigger_points.conversation.state import Case, State, Trial
from trigger_points.server import pages

TECHNIQUES = load_content().techniques
BY_DAYS = {t.dose.days_per_week: t.id for t in TECHNIQUES.values()}
SATURDAY = date(2026, 1, 31)


@pytest.mark.parametrize("days_per_week", sorted(BY_DAYS))
def test_the_calendar_file_reads_back(days_per_week: int) -> None:
    trial = Trial(technique=BY_DAYS[days_per_week], before=6, after=3, at="2026-01-31T10:00:00+00:00")
    plan = pages.plan_reply(State(case=Case(regions=["buttock"]), screened=True, trials=[trial]))
    assert plan is not None
    raw = pages.plan_calendar(plan, today=SATURDAY)
    calendar = Calendar.from_ical(raw)
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    (event,) = calendar.walk("VEVENT")
    start, rule = event["DTSTART"].dt, event["RRULE"]
    assert start.tzinfo is None, "local time, wherever the phone is"
    assert SATURDAY < start.date() <= SATURDAY + timedelta(days=7)
    assert pages.BYDAY[start.weekday()] in rule["BYDAY"], "the first day is one of the days"
    assert len(rule["BYDAY"]) == days_per_week
    assert rule["COUNT"] == [2 * days_per_week]
    assert rule["COUNT"][0] <= DAYS
    assert event["DTSTAMP"].dt.tzinfo is not None
    assert event["UID"]
    assert [alarm["ACTION"] for alarm in event.walk("VALARM")] == ["DISPLAY"]
    assert all(len(line) <= 75 for line in raw.split(b"\r\n")), "long lines are folded"
    assert raw.endswith(b"END:VCALENDAR\r\n")
