"""A plan for two weeks, from what helped."""

from __future__ import annotations

from trigger_points.conversation import choosing, guiding
from trigger_points.conversation.desk import Talk
from trigger_points.conversation.topics import offered
from trigger_points.replies import cards
from trigger_points.replies.models import PlanItem, PlanReply, Reply

DAYS = 14
MOST_ITEMS = 3
HABITS = 2
"""Habits named in the words of the plan; the plan itself lists all."""


def helpful(talk: Talk) -> list[str]:
    """Techniques after which the pain was lower, best first; else the last one done."""
    gains = {
        t.technique: t.before - t.after
        for t in talk.state.trials
        if t.before is not None and t.after is not None and t.after < t.before
    }
    if gains:
        return sorted(gains, key=lambda name: -gains[name])[:MOST_ITEMS]
    done = [t.technique for t in talk.state.trials if not t.stopped and (t.after is None or t.before is None)]
    return done[-1:]


@offered("plan")
def plan(talk: Talk) -> list[Reply]:
    """The plan as a reply; without anything that helped, offer to try something first."""
    held = guiding.held_back(talk)
    if held:
        return held
    techniques = [talk.store.techniques[t] for t in helpful(talk)]
    techniques = [t for t in techniques if choosing.verdict(talk, t).allowed]
    if not techniques:
        return [talk.text("plan.none", [talk.offer("suggest"), talk.offer("referral")])]
    items = [
        PlanItem(
            id=t.id,
            name=t.name,
            dose=t.dose.words,
            days=talk.say("plan.daily" if t.dose.days_per_week >= 7 else "plan.days", n=t.dose.days_per_week),
        )
        for t in techniques
    ]
    causes = [talk.store.causes[c] for c in talk.state.case.causes if c in talk.store.causes]
    habits = [cards.sentence(step) for cause in causes for step in cause.today[:2]] or [talk.say("plan.habit")]
    stop_rules = list(dict.fromkeys(rule for t in techniques for rule in t.stop_rules))[:4]
    get_help = [talk.say("plan.help.two_weeks"), talk.say("plan.help.worse"), talk.say("plan.help.signs")]
    doses = [talk.say("plan.item", name=i.name, days=i.days, dose=cards.sentence(i.dose)) for i in items]
    return [
        PlanReply(
            text=" ".join(
                [talk.say("plan.intro"), *doses, *stop_rules[:1], talk.say("plan.habits"), *habits[:HABITS], *get_help]
            ),
            title=talk.say("plan.title"),
            items=items,
            habits=habits,
            stop_rules=stop_rules,
            get_help=get_help,
            calendar_url="plan.ics",
            print_url="plan",
            choices=[talk.offer("summary"), talk.offer("suggest", "suggest.more")],
        )
    ]
