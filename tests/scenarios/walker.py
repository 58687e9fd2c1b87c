"""A random walker: chats thousands of turns with the real assistant and asserts what must always hold.

It says known messages (training messages and scenarios), takes offers and asks questions in the middle
of techniques. Every walk follows from its seed, which is printed when something breaks.

    .venv/bin/python -m tests.scenarios.walker --turns 5000 --seed 1
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.scenarios.test_scenarios import check_always, offers_of
from trigger_points.content.yaml_reader import read_yaml
from trigger_points.rasa_parts.topic_action import shared_desk
from trigger_points.triage import CALM_KINDS, judge, steps_for

ROOT = Path(__file__).resolve().parents[2]
TURNS_A_WALK = 40
"""Turns after which a fresh conversation begins."""
DIGRESSIONS = (
    "what is a trigger point?",
    "what does the piriformis do?",
    "are you a robot?",
    "what's the weather like",
    "does dry needling help?",
    "why is it called referred pain?",
    "does cupping help",
    "how sure are you?",
)
SIDES = re.compile(r"\b(left|right|both|either|each|bilateral|side|sides|lhs|rhs)\b", re.IGNORECASE)
MAY_CLEAR_SIDE = ("side:", "correct:", "restart", "delete:")
ASKS = ("choices", "body_map", "checklist", "pain_scale")
FALLBACKS = ("out_of_scope", "out_of_scope.known", "lost.choices", "lost.person", "answer.unknown", "answer.near")


class Broken(AssertionError):
    """Something that must always hold did not; the message says where, and with which seed."""


def alarms() -> list[str]:
    """Messages with a red flag."""
    return [example for flag in shared_desk().store.red_flags.values() for example in flag.examples]


def known_messages() -> list[str]:
    """Everything else that people say in the training data and the scenarios."""
    said: list[str] = []
    for path in sorted((ROOT / "data" / "nlu").rglob("*.yml")):
        if "red_flags" in path.parts:
            continue
        for block in read_yaml(path.read_text(encoding="utf-8"))["nlu"]:
            examples = block["examples"]
            said += (
                [e["text"] for e in examples] if isinstance(examples, list) else re.findall(r"^- (.+)$", examples, re.M)
            )
    for path in sorted((ROOT / "tests" / "scenarios").rglob("*.yml")):
        for scenario in read_yaml(path.read_text(encoding="utf-8")):
            said += [turn["say"] for turn in scenario["turns"] if "say" in turn]
    return [text.strip() for text in said if text.strip()]


@dataclass
class Walker:
    """Walks with one seed. ``run`` runs a coroutine."""

    assistant: Any
    run: Callable[[Any], Any]
    seed: int
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.messages, self.alarms = known_messages(), alarms()
        self.desk = shared_desk()
        self.trouble = self.desk.wording.say("trouble")
        self.own_case = self.desk.wording.say("whose.own")
        self.fallbacks = {text for key in FALLBACKS for text in self.desk.wording.entries[key]}

    def walk(self, turns: int) -> Counter[str]:
        """Chat ``turns`` turns.

        Raises:
            Broken: with the seed, the conversation so far and what did not hold.

        """
        try:
            while self.counts["turns"] < turns:
                self.counts["conversations"] += 1
                self._begin(f"walk-{self.seed}-{self.counts['conversations']}")
                for _ in range(min(TURNS_A_WALK, turns - self.counts["turns"])):
                    self._step()
        except Exception as error:
            log = "\n".join(self.log[-12:])
            raise Broken(f"seed {self.seed}, turn {self.counts['turns']}: {error!r}\n{log}") from error
        return self.counts

    def _begin(self, conversation: str) -> None:
        self.conversation, self.log = conversation, []
        self.replies: list[dict[str, Any]] = []
        self.level, self.other_side = "self_care", False
        self.state = self.run(self.assistant.state(conversation))
        self._hear(choice="welcome")

    def _step(self) -> None:
        """One turn: mostly an offer, often words, now and then a digression that must keep the place."""
        player = self.state.player
        in_a_step = self.state.playing and player.step > 0 and not self.state.asking and self._may_go_on()
        offers = offers_of(self.replies)
        if in_a_step and self.level in ("self_care", "precaution") and self.random.random() < 0.25:
            self._digress()
        elif self.level in ("urgent", "emergency") and self.random.random() < 0.3:
            taken_back = [o for o in offers if o.endswith(":no")]
            self._hear(choice=taken_back[0]) if taken_back else self._hear(text="who should I see?")
        elif offers and self.random.random() < 0.65:
            last = offers_of(self.replies[-1:])
            onward = [o for o in last if o.startswith(("suggest", "check:none", "start:", "control:next", "resume"))]
            self._hear(choice=self.random.choice(onward if onward and self.random.random() < 0.5 else last or offers))
        elif self.random.random() < 0.04:
            self._hear(text=self.random.choice(self.alarms))
        else:
            self._hear(text=self.random.choice(self.messages))

    def _may_go_on(self) -> bool:
        """Whether the technique under way is still allowed, by what was told since it began."""
        state, technique = self.state, self.desk.store.techniques[self.state.player.technique]
        look_alikes = [c for c in state.ranked[:1] if c in self.desk.store.look_alikes]
        level = self.assistant.care_level(state)
        return judge(technique, level, state.flagged("asserted"), look_alikes, state.case.cues).allowed

    def _digress(self) -> None:
        before = (self.state.player.technique, self.state.player.step)
        self._hear(text=self.random.choice(DIGRESSIONS))
        self.counts["digressions"] += 1
        assert "resume" in offers_of(self.replies), "a digression without a way back"
        self._hear(choice="resume")
        after = (self.state.player.technique, self.state.player.step)
        assert after == before, f"the place was lost: {before} became {after}"

    def _hear(self, text: str | None = None, choice: str | None = None) -> None:
        before, last = self.state, self.replies
        reaction = self.run(self.assistant.hear(self.conversation, text=text, choice=choice))
        self.replies, level = reaction.replies, reaction.care_level.value
        self.state = self.run(self.assistant.state(self.conversation))
        self.counts["turns"] += 1
        shown = " / ".join(f"[{r['type']}] {r['text'][:120]}" for r in self.replies)
        self.log.append(f"{text or '> ' + str(choice)}\n    {level}: {shown}")
        check_always(self.replies, level)
        self._check_words(last)
        self._check_side(before, text, choice)
        self._check_techniques(level, choice)
        if choice and self.level in ("urgent", "emergency") and level not in ("urgent", "emergency"):
            assert choice.endswith(":no") or choice == "delete:yes", "an alarm went by itself"
        self.level = level

    def _check_words(self, last: list[dict[str, Any]]) -> None:
        for reply in self.replies:
            self.counts[reply["type"]] += 1
            assert reply["text"] != self.trouble, "an exception became the calm reply"
            assert "{" not in reply["text"], f"a placeholder is left: {reply['text']}"
        asks = [r for r in self.replies if r["type"] in ASKS or (r["type"] == "text" and r["text"].endswith("?"))]
        assert len(asks) <= 1, "more than one question in a turn"
        if last and self.replies[-1]["text"] in self.fallbacks:
            assert self.replies[-1]["text"] != last[-1]["text"], "the same fallback twice in a row"

    def _check_side(self, before: Any, text: str | None, choice: str | None) -> None:
        if self.state.case.side != before.case.side:
            said = SIDES.search(text or "") or (choice or "").startswith(MAY_CLEAR_SIDE)
            afresh = self.own_case in [reply["text"] for reply in self.replies]  # what was told was someone else's
            cleared = self.state.case.side is None and (self.state.turns <= 1 or afresh)
            assert said or cleared, f"the side became {self.state.case.side} and nobody said so"

    def _check_techniques(self, level: str, choice: str | None) -> None:
        state, store = self.state, self.desk.store
        if {reply["type"] for reply in self.replies} & {"technique", "technique_step", "plan"}:
            waiting = [*state.flagged("asked"), *([state.asking] if (state.asking or "").startswith("flag:") else [])]
            assert not waiting, f"a technique before the answer about {waiting}"
        if any(reply["text"] == self.desk.wording.say("player.other_side") for reply in self.replies):
            self.other_side = True
        elif (choice or "").startswith(("technique:", "start:", "suggest", "control:another")):
            self.other_side = False
        for reply in self.replies:
            if reply["type"] not in ("technique", "technique_step"):
                continue
            technique = store.techniques[reply["id"]]
            assert state.screened or technique.kind in CALM_KINDS, f"{technique.id} before the safety check"
            look_alikes = [c for c in state.ranked[:1] if c in store.look_alikes]
            care = (
                next(flag.level for flag in [*store.red_flags.values()] if flag.level.value == level)
                if (level != "self_care")
                else self.assistant.care_level(state)
            )
            ruling = judge(technique, care, state.flagged("asserted"), look_alikes, state.case.cues)
            assert ruling.allowed, f"{technique.id} is contraindicated: {ruling.say}"
            known = {*state.flagged("asserted"), *look_alikes, *state.case.cues}
            assert reply["steps"] == len(steps_for(technique, known)), f"{technique.id}: steps not for this person"
            side = reply.get("side")
            if choice and side in ("left", "right") and state.case.side in ("left", "right") and not self.other_side:
                assert side == state.case.side, f"{technique.id} on the {side}, but the sore side is {state.case.side}"


def main() -> None:
    """Walk as long as asked and print what was met."""
    from trigger_points.server import logs
    from trigger_points.server.assistant import Assistant

    logs.configure("warning")  # stock Rasa writes every message to standard output
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    loop = asyncio.new_event_loop()
    counts = Walker(Assistant.load(), loop.run_until_complete, asked.seed).walk(asked.turns)
    print("  ".join(f"{name} {number}" for name, number in counts.most_common()))


if __name__ == "__main__":
    main()
