"""A conversation's memory, written to its slot and read back."""

import copy
import json

from hypothesis import given
from hypothesis import strategies as st

from trigger_points.conversation.state import Case, Player, Score, State, Trial

_words = st.text(max_size=5)
_lists = st.lists(_words, max_size=3)
_numbers = st.none() | st.integers(0, 10).map(float)
_cases = st.builds(
    Case, regions=_lists, side=st.sampled_from([None, "left", "both"]), minutes=_numbers, floor=st.booleans()
)
_states = st.builds(
    State,
    case=_cases,
    flags=st.dictionaries(_words, st.sampled_from(["asserted", "denied", "cleared", "asked"]), max_size=3),
    told_with=st.dictionaries(_words, _lists, max_size=3),
    asked=_lists,
    player=st.none() | st.builds(Player, technique=_words, step=st.integers(0, 9), side=st.none()),
    trials=st.lists(st.builds(Trial, technique=_words, before=_numbers, after=_numbers, since=st.none()), max_size=3),
    scores=st.lists(st.builds(Score, at=_words, value=st.just(3.0), when=st.just("now")), max_size=3),
    said=st.dictionaries(_words, st.integers(0, 9), max_size=3),
    events=st.lists(st.fixed_dictionaries({"at": _words, "what": _words, "turn": st.integers()}), max_size=3),
)


@given(_states)
def test_it_is_written_and_read_as_pydantic_would(state: State) -> None:
    plain = state.plain()
    assert plain == state.dict()
    read = State.of_plain(json.loads(json.dumps(plain)))
    assert read == State.parse_obj(plain) == state
    assert [type(trial) for trial in read.trials] == [Trial] * len(state.trials)


@given(_states)
def test_what_happens_to_it_later_does_not_reach_what_it_was_read_from(state: State) -> None:
    plain = state.plain()
    before = copy.deepcopy(plain)
    read = State.of_plain(plain)
    read.asked.append("side")
    read.flags["fever"] = "asserted"
    read.told_with.setdefault("fever", []).append("hip")
    for places in read.told_with.values():
        places.append("thigh")
    read.case.regions.append("hip")
    read.events.append({"what": "flag"})
    read.said["greet"] = 1
    read.trials.append(Trial(technique="x"))
    if read.player:
        read.player.step += 1
    assert plain == before


def test_what_an_older_version_left_out_or_knew_besides_does_not_matter() -> None:
    read = State.of_plain({"turns": 3, "gone": 1, "case": {"regions": ["hip"], "old": 2}, "player": None})
    assert read == State(turns=3, case=Case(regions=["hip"]))
