"""Printable pages and the calendar file, from what the conversation remembers."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from html import escape

from icalendar import Alarm, Calendar, Event

from trigger_points.conversation import handover, planning
from trigger_points.conversation.desk import Talk
from trigger_points.conversation.state import State, Turn
from trigger_points.rasa_parts.topic_action import shared_desk
from trigger_points.replies.models import PlanReply, SummaryReply

REMIND_AT = time(18, 0)
BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEKDAYS = {
    1: (0,),
    2: (0, 3),
    3: (0, 2, 4),
    4: (0, 1, 3, 4),
    5: (0, 1, 2, 3, 4),
    6: (0, 1, 2, 3, 4, 5),
    7: (0, 1, 2, 3, 4, 5, 6),
}
"""Days of the week (0 is Monday) for so many days a week, spread out with rest between."""
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title></head><body><main><h1>{title}</h1>{body}</main></body></html>
"""


def _talk(state: State) -> Talk:
    return Talk(shared_desk(), Turn(choice="print"), state)


def summary_reply(state: State) -> SummaryReply:
    """The summary of a conversation."""
    (reply,) = handover.summary(_talk(state))
    assert isinstance(reply, SummaryReply)
    return reply


def plan_reply(state: State) -> PlanReply | None:
    """The plan of a conversation, if there is something to plan with."""
    reply = planning.plan(_talk(state))[0]
    return reply if isinstance(reply, PlanReply) else None


def summary_page(reply: SummaryReply) -> str:
    """The summary as a page to print."""
    body = "".join(_section(s.title, s.lines) for s in reply.sections)
    return _PAGE.format(title=escape(_talk(State()).say("page.summary")), body=body)


def plan_page(plan: PlanReply) -> str:
    """The plan as a page to print."""
    talk = _talk(State())
    parts = [
        _section(talk.say("page.exercises"), [f"{i.name}: {i.dose} ({i.days})" for i in plan.items]),
        _section(talk.say("page.habits"), plan.habits),
        _section(talk.say("page.stop"), plan.stop_rules),
        _section(talk.say("page.help"), plan.get_help),
    ]
    return _PAGE.format(title=escape(plan.title), body="".join(parts))


def _section(title: str, lines: list[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<h2>{escape(title)}</h2><ul>{items}</ul>"


def plan_calendar(plan: PlanReply, today: date | None = None) -> bytes:
    """The plan as an iCalendar file: reminders for two weeks from tomorrow, on as many days a week as each dose says.

    Times float (no zone): six in the evening is six in the evening wherever the phone is.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Trigger Point Guide//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", plan.title)
    first = (today or date.today()) + timedelta(days=1)
    techniques = shared_desk().store.techniques
    for item in plan.items:
        weekdays = WEEKDAYS[min(7, techniques[item.id].dose.days_per_week)]
        days = [day for day in (first + timedelta(days=n) for n in range(planning.DAYS)) if day.weekday() in weekdays]
        start = days[0]
        event = Event()
        event.add("uid", f"{item.id}-{start.isoformat()}@trigger-point-guide")
        event.add("dtstamp", datetime.now(timezone.utc))
        event.add("dtstart", datetime.combine(start, REMIND_AT))
        event.add("duration", timedelta(minutes=15))
        event.add("summary", item.name)
        event.add("description", "\n".join([item.dose, *plan.stop_rules, *plan.get_help]))
        event.add("rrule", {"freq": "weekly", "byday": [BYDAY[d] for d in weekdays], "count": len(days)})
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", item.name)
        alarm.add("trigger", timedelta(0))
        event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
