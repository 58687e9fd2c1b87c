"""Whole conversations through the real model and the real actions.

Each YAML file holds conversations: a name and turns. A turn says something (``say``), takes an
offer (``choose``: the exact payload or its beginning) or ticks checklist lines (``tick``), and
may ``expect``:

* ``types``: reply types that must be there     * ``no_types``: types that must not be there
* ``level``: the care level                     * ``asking``: the open question
* ``flags``: asserted flags (at least)          * ``no_flags``: flags that must not be asserted
* ``offers``: payloads offered (by beginning)   * ``step``: the step shown
* ``technique``: the technique on show          * ``says`` / ``says_not``: words in the text
* ``side``, ``regions``, ``causes``: what is known   * ``top``: one of the ranked ids

A turn with ``days_later: 8`` comes so many days after the one before it (part of a day is fine: ``0.1``).

A scenario with ``known_gap: reason`` is one where the assistant is still wrong; it must fail, so that
mending it is noticed.

Independent of what is expected, every turn must answer, end with something to do next, and never
offer a technique while something urgent stands.
"""

from __future__ import annotations

import itertools
import time
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from trigger_points.content.yaml_reader import read_yaml
from trigger_points.rasa_parts import topic_action
from trigger_points.replies.models import Answer

FOLDER = Path(__file__).parent
_number = itertools.count()


def _scenarios() -> list[Any]:
    cases = []
    for path in sorted(FOLDER.rglob("*.yml")):
        for scenario in read_yaml(path.read_text(encoding="utf-8")):
            name = f"{path.relative_to(FOLDER).with_suffix('')}: {scenario['name']}"
            gap = scenario.get("known_gap")
            marks = [pytest.mark.xfail(strict=True, reason=gap)] if gap else []
            cases.append(pytest.param(scenario, id=name, marks=marks))
    return cases


def offers_of(replies: list[dict[str, Any]]) -> list[str]:
    """All payloads on offer after a turn."""
    found: list[str] = []
    for reply in replies:
        found += [choice["payload"] for choice in reply.get("choices", [])]
        found += [region["payload"] for region in reply.get("regions", [])]
        found += [item["payload"] for group in reply.get("groups", []) for item in group["items"]]
        found += [item["choice"]["payload"] for item in reply.get("items", []) if item.get("choice")]
        found += reply.get("payloads", [])
        if reply.get("none"):
            found.append(reply["none"]["payload"])
    return found


def check_always(replies: list[dict[str, Any]], level: str) -> None:
    """What must hold after every turn."""
    assert replies, "silence"
    Answer.parse_obj({"replies": replies, "care_level": level})
    assert all(reply["text"].strip() for reply in replies), "a reply without words"
    assert offers_of(replies[-1:]), f"nothing to do next after: {replies[-1]['text']}"
    if level in ("urgent", "emergency"):
        shown = {reply["type"] for reply in replies}
        assert not shown & {"technique", "technique_step"}, f"a technique while the level is {level}"


def _running_on(then: datetime, since: float) -> datetime:
    """A clock that stood at ``then`` when it was ``since``."""
    return then + timedelta(seconds=time.monotonic() - since)


@pytest.mark.model
@pytest.mark.parametrize("scenario", _scenarios())
def test_scenario(scenario: dict[str, Any], assistant: Any, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    conversation = f"scenario-{next(_number)}"
    replies: list[dict[str, Any]] = []
    for number, turn in enumerate(scenario["turns"], 1):
        said = turn.get("say") or turn.get("choose") or turn.get("tick")
        where = f"turn {number} ({said!r})"
        if "days_later" in turn:
            then = topic_action.now() + timedelta(days=turn["days_later"])
            monkeypatch.setattr(topic_action, "now", partial(_running_on, then, time.monotonic()))
        if "choose" in turn:
            match = [o for o in offers_of(replies) if o == turn["choose"]] or [
                o for o in offers_of(replies) if o.startswith(turn["choose"])
            ]
            assert match, f"{where}: not on offer, there is {offers_of(replies)}"
            reaction = run(assistant.hear(conversation, choice=match[0]))
        elif "tick" in turn:
            reaction = run(assistant.hear(conversation, choices=[f"check:{flag}" for flag in turn["tick"]]))
        else:
            reaction = run(assistant.hear(conversation, text=turn["say"]))
        replies = reaction.replies
        state = run(assistant.state(conversation))
        check_always(replies, reaction.care_level.value)
        _check(turn.get("expect") or {}, where, replies, reaction.care_level.value, state)


def _check(expect: dict[str, Any], where: str, replies: list[dict[str, Any]], level: str, state: Any) -> None:
    types = [reply["type"] for reply in replies]
    text = " ".join(reply["text"] for reply in replies).lower()
    offers = offers_of(replies)
    shown = [r for r in replies if r["type"] in ("technique", "technique_step")]
    for name, wanted in expect.items():
        told = f"{where}: {name}: wanted {wanted}, got "
        if name == "types":
            assert set(wanted) <= set(types), f"{told}{types}: {text[:300]}"
        elif name == "no_types":
            assert not set(wanted) & set(types), f"{told}{types}: {text[:300]}"
        elif name == "level":
            assert level in (wanted if isinstance(wanted, list) else [wanted]), f"{told}{level}: {text[:200]}"
        elif name == "asking":
            assert state.asking == wanted, f"{told}{state.asking}: {text[:300]}"
        elif name == "flags":
            assert set(wanted) <= set(state.flagged("asserted")), f"{told}{state.flags}"
        elif name == "no_flags":
            assert not set(wanted) & set(state.flagged("asserted")), f"{told}{state.flags}"
        elif name == "offers":
            assert all(any(o.startswith(w) for o in offers) for w in wanted), f"{told}{offers}"
        elif name == "step":
            assert shown and shown[-1].get("step") == wanted, f"{told}{types}: {text[:300]}"
        elif name == "technique":
            assert shown and shown[-1]["id"] == wanted, f"{told}{[s['id'] for s in shown]}: {text[:200]}"
        elif name == "says":
            assert all(w.lower() in text for w in wanted), f"{told}{text[:500]}"
        elif name == "says_not":
            assert not any(w.lower() in text for w in wanted), f"{told}{text[:500]}"
        elif name == "side":
            assert state.case.side == wanted, f"{told}{state.case.side}"
        elif name in ("regions", "causes"):
            assert set(wanted) <= set(getattr(state.case, name)), f"{told}{getattr(state.case, name)}"
        elif name == "top":
            assert wanted in state.ranked, f"{told}{state.ranked}"
        else:
            raise AssertionError(f"{where}: unknown expectation '{name}'")
