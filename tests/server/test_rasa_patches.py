"""Every workaround equals stock behaviour."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from itertools import chain
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from rasa.core import processor
from rasa.core.actions.action import RemoteAction
from rasa.core.policies import rule_policy
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphNode, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import CountVectorsFeaturizer
from rasa.shared.core import events
from rasa.shared.core.domain import Domain
from rasa.shared.utils.common import all_subclasses

from tests.conftest import ROOT
from trigger_points.server import rasa_patches
from trigger_points.server.in_process_actions import InProcessActions

GOOD = {"events": [{"event": "slot", "name": "state", "value": {}}], "responses": [{"text": "hi"}]}
BAD = {"events": "none", "responses": []}
SAID = [
    "my left hip aches since monday when I sit",
    "what is the piriformis",
    "show me a stretch",
    "I can not feel it when I wipe",
    "no, that is not what I meant",
    "asdf qwer",
    "thanks",
]
TALK = """
import asyncio, json, sys
from trigger_points.cli import _quiet
_quiet()
from trigger_points.server.assistant import Assistant
assistant = Assistant.load()
async def talk():
    found = []
    for text in json.loads(sys.argv[1]):
        reaction = await assistant.hear("one", text=text)
        tracker = await assistant.agent.tracker_store.retrieve("one")
        found.append([reaction.replies, reaction.care_level.value, [e.type_name for e in tracker.events]])
    return found
found = asyncio.run(talk())
print(json.dumps({"found": found, "tensorflow": hasattr(sys.modules["tensorflow"], "__version__")}))
"""


@pytest.fixture(autouse=True)
def _patched() -> None:
    rasa_patches.apply()


def talk(**env: str) -> dict[str, Any]:
    settings = {**os.environ, "PYTHONPATH": str(ROOT), **env}
    command = [sys.executable, "-c", TALK, json.dumps(SAID)]
    done = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


@pytest.mark.model
def test_a_conversation_is_the_same_as_with_stock_rasa(model: Any) -> None:
    ours, stock = talk(), talk(TRIGGER_POINTS_STOCK_RASA="1")
    assert ours["found"] == stock["found"]
    assert stock["tensorflow"] and not ours["tensorflow"]


def test_results_of_our_own_actions_are_trusted_and_others_judged_as_before() -> None:
    assert RemoteAction("x", InProcessActions())._validate_action_result(BAD) is True
    remote = RemoteAction("x", None)
    assert remote._validate_action_result(GOOD) is True
    with pytest.raises(jsonschema.ValidationError):
        remote._validate_action_result(BAD)


@pytest.mark.model
def test_results_of_our_own_actions_are_what_rasa_expects(
    assistant: Any, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema, judged = RemoteAction.action_response_format_spec(), []
    request = InProcessActions.request

    async def judge(self: InProcessActions, *args: Any, **kwargs: Any) -> Any:
        result = await request(self, *args, **kwargs)
        jsonschema.validate(result, schema)
        judged.append(result)
        return result

    monkeypatch.setattr(InProcessActions, "request", judge)
    for text in SAID:
        run(assistant.hear("judged", text=text))
    assert len(judged) == len(SAID)


def test_event_types_are_found_as_before() -> None:
    for cls in all_subclasses(events.Event):
        if cls.type_name:
            assert events.Event.resolve_by_type(cls.type_name).type_name == cls.type_name
    assert events.Event.resolve_by_type("topic") is None
    assert events.Event.resolve_by_type("nope", events.UserUttered) is events.UserUttered
    with pytest.raises(ValueError, match="nope"):
        events.Event.resolve_by_type("nope")


class _Node:
    """Stands for a component: adds up what it gets, and notes that it ran."""

    def __init__(self, name: str, ran: list[str], fails: bool = False) -> None:
        self.name, self.ran, self.fails = name, ran, fails

    def __call__(self, *inputs: Any) -> tuple[str, list[Any]]:
        if self.fails:
            raise RuntimeError(self.name)
        self.ran.append(self.name)
        return self.name, [self.name, *inputs]


def _runner(ran: list[str], fails: str = "") -> DaskGraphRunner:
    def node(*needs: str) -> SchemaNode:
        return SchemaNode({need: need for need in needs}, GraphNode, "create", "run", {})

    nodes = {"d": node("b", "c"), "c": node("a", "message"), "b": node("a"), "a": node("message"), "aside": node("a")}
    runner = DaskGraphRunner.__new__(DaskGraphRunner)
    runner._graph_schema = GraphSchema(nodes)
    runner._instantiated_nodes = {name: _Node(name, ran, name == fails) for name in nodes}
    runner._execution_context = ExecutionContext(runner._graph_schema, "test")
    return runner


def test_the_graph_runs_as_with_dask() -> None:
    ours = DaskGraphRunner.run
    stock = stock_module("rasa.engine.runner.dask")
    results = []
    for function in (ours, stock.DaskGraphRunner.run):
        ran: list[str] = []
        runner = _runner(ran)
        once = function(runner, inputs={"message": "words"}, targets=["d"])
        again = function(runner, inputs={"message": "others"}, targets=["b", "c"])
        assert ran.index("a") < ran.index("b") and "aside" not in ran
        results.append((once, again, sorted(ran)))
        with pytest.raises(GraphRunError):
            function(_runner([], fails="b"), inputs={"message": "words"}, targets=["d"])
    assert results[0] == results[1]


def test_nothing_but_the_log_used_the_copies() -> None:
    for module in (processor, rule_policy):
        source = Path(module.__file__).read_text(encoding="utf-8")
        calls = [line.strip() for line in source.splitlines() if "copy." in line]
        assert calls and all("copy.deepcopy(" in line for line in calls)
        for line in calls:
            before = source[: source.index(line)]
            assert before.rindex("structlogger.debug(") > before.rindex("\n\n"), line


def stock_module(name: str) -> Any:
    """A second copy of a module of Rasa, without workarounds."""
    spec = importlib.util.find_spec(name)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.model
def test_a_domain_is_empty_as_before(assistant: Any) -> None:
    stock = stock_module("rasa.shared.core.domain").Domain
    for domain in (Domain.empty(), assistant.agent.domain, Domain.from_dict({"intents": ["greet"]})):
        assert domain.is_empty() is (domain.as_dict() == stock.empty().as_dict())
    assert not assistant.agent.domain.is_empty()


@pytest.mark.model
def test_rules_are_found_as_before(assistant: Any, run: Any) -> None:
    stock = stock_module("rasa.core.policies.rule_policy").RulePolicy._find_action_from_rules
    policy = next(
        node._component
        for name, node in assistant.agent.processor.graph_runner._instantiated_nodes.items()
        if "RulePolicy" in name
    )
    assert not rasa_patches.has_text_rules(policy.lookup[rule_policy.RULES])
    for number, text in enumerate(SAID):
        run(assistant.hear(f"rules-{number}", text=text))
        tracker = run(assistant.agent.tracker_store.retrieve(f"rules-{number}"))
        for moment in tracker.generate_all_prior_trackers():
            for by_text in (True, False):
                ours, theirs = (
                    find(policy, moment[0], assistant.agent.domain, by_text)
                    for find in (type(policy)._find_action_from_rules, stock)
                )
                assert (ours[0], ours[2]) == (theirs[0], theirs[2])
                assert by_text or ours == theirs


@pytest.mark.parametrize(
    ("rule", "about_text"),
    [
        ([{"prev_action": {"action_name": "action_listen"}, "user": {"intent": "greet"}}], False),
        ([{"prev_action": {"action_name": "action_greet"}, "user": {"intent": "greet"}}], False),
        ([{"prev_action": {"action_name": "action_greet"}}], False),
        ([{"prev_action": {"action_name": "action_listen"}, "user": {"text": "hello"}}], True),
        ([{"prev_action": {"action_name": "action_listen"}}], True),
        ([{"prev_action": {"action_text": "Hello!"}}], True),
        ([{}], True),
    ],
)
def test_rules_that_may_be_about_text(rule: list[dict[str, Any]], about_text: bool) -> None:
    assert rasa_patches.has_text_rules({json.dumps(rule): "action_x"}) is about_text


@pytest.mark.model
def test_words_are_counted_as_before(assistant: Any) -> None:
    stock = stock_module(CountVectorsFeaturizer.__module__).CountVectorsFeaturizer._create_features
    nodes = assistant.agent.processor.graph_runner._instantiated_nodes
    featurizers = [node._component for name, node in nodes.items() if "CountVectorsFeaturizer" in name]
    assert featurizers
    for featurizer in featurizers:
        for tokens in [text.split() for text in SAID] + [["hip"], []]:
            ours = featurizer._create_features("text", [tokens])
            theirs = stock(featurizer, "text", [tokens])
            if not tokens:
                assert ours == theirs == ([None], [None])
                continue
            assert ours[0] == [None]
            assert (ours[1][0] != theirs[1][0]).nnz == 0
            assert ours[1][0].shape == theirs[1][0].shape


def test_the_switch_leaves_rasa_alone() -> None:
    code = (
        "from rasa.core.actions.action import RemoteAction as A; before = A._validate_action_result;"
        "from trigger_points.server import rasa_patches; rasa_patches.apply();"
        "assert A._validate_action_result is before"
    )
    env = {"TRIGGER_POINTS_STOCK_RASA": "1", "PATH": "/usr/bin:/bin"}
    subprocess.run([sys.executable, "-c", code], check=True, env=env, cwd=ROOT)


FEATURES = """
import json, sys
import numpy as np
from scipy.sparse import csr_matrix
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data.features import Features
if sys.argv[1] == "ours":
    from trigger_points.server import rasa_patches
    rasa_patches.apply_to_training()
values = [[1, 0, 2], [1, 0, 2], [1, 2, 0], [1, 0, 3], [1, 0, 2, 0]]
made = [Features(csr_matrix(np.array([v])), "sentence", "text", "counts") for v in values]
made += [Features(csr_matrix(np.array([values[0]])), "sequence", "text", "counts")]
made += [Features(np.array([v], dtype=np.float32), "sentence", "text", "vector") for v in values[:4]]
made += [Token("hip", 0), Token("hip", 0), Token("hip", 1), Token("hips", 0), Token("hip", 0, data={"a": 1})]
prints = [each.fingerprint() for each in made]
data = TrainingDataImporter.load_nlu_importer_from_config("config.yml", training_data_paths=["data/nlu/greet.yml"])
examples = [[m.get("text"), m.get("intent"), m.get("metadata")] for m in data.get_nlu_data().training_examples]
print(json.dumps({"same": [[a == b for b in prints] for a in prints], "examples": examples}))
"""


def test_training_sees_the_same_messages_and_the_same_differences() -> None:
    """In processes of their own: the workarounds stay for the rest of a process."""
    found = []
    for whose in ("ours", "stock"):
        run = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", FEATURES, whose],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        found.append(json.loads(run.stdout.splitlines()[-1]))
    ours, stock = found
    assert len(ours["examples"]) > 20
    assert ours["examples"] == stock["examples"]
    # Stock takes the two widths of the same counts for the same; more differences are seen, never fewer.
    assert all(theirs or not own for own, theirs in zip(chain(*ours["same"]), chain(*stock["same"])))
    assert [ours["same"][0][i] for i in (1, 2, 3, 5)] == [True, False, False, False]
    assert [ours["same"][6][i] for i in (7, 8, 9)] == [True, False, False]
    assert [ours["same"][10][i] for i in (11, 12, 13, 14)] == [True, False, False, False]
