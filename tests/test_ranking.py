"""The evidence model: weights from the content, added up, each with what fits and what does not."""

from __future__ import annotations

import pytest

from trigger_points.content.store import load_content
from trigger_points.ranking import rank, region_weights, with_doubts

STORE = load_content()


def candidate(found: list, wanted: str):  # type: ignore[no-untyped-def,type-arg]
    return next(c for c in found if c.id == wanted)


def test_the_score_is_the_sum_of_its_reasons() -> None:
    for found in rank(STORE, ["buttock", "groin"], ["wallet", "driving"], ["deep_buttock", "worse_coughing"]):
        assert found.score == pytest.approx(sum(r.weight for r in found.reasons))
        assert all(r.weight > 0 for r in found.fits)
        assert all(r.weight < 0 for r in found.does_not_fit)
        assert {*found.fits, *found.does_not_fit} == {r for r in found.reasons if r.weight}


def test_what_fits_and_what_does_not() -> None:
    found = candidate(rank(STORE, ["buttock", "knee"], ["wallet"], ["worse_coughing"]), "piriformis")
    assert [(r.kind, r.id) for r in found.fits] == [("region", "buttock"), ("cause", "wallet")]
    assert {(r.kind, r.id) for r in found.does_not_fit} == {("region", "knee"), ("cue", "worse_coughing")}


def test_naming_a_muscle_counts() -> None:
    without = candidate(rank(STORE, ["buttock"]), "piriformis").score
    named = candidate(rank(STORE, ["buttock"], named=["piriformis"]), "piriformis").score
    assert named - without == pytest.approx(STORE.ranking.named)


def test_a_vague_region_borrows_from_its_neighbours() -> None:
    weights = region_weights(STORE.ranking, STORE.muscles["piriformis"])
    groin = candidate(rank(STORE, ["groin", "buttock"]), "piriformis")
    borrowed = next(r.weight for r in groin.reasons if r.id == "groin")
    assert borrowed == pytest.approx(weights["hip"] * STORE.ranking.neighbour_share)


def test_nothing_known_ranks_nothing() -> None:
    assert rank(STORE, []) == []


@pytest.mark.parametrize("region", STORE.regions)
def test_every_region_leads_somewhere(region: str) -> None:
    found = rank(STORE, [region])
    assert any(c.kind == "muscle" and c.score > 0 for c in found), region


def test_doubts_change_no_order_and_tell_the_candidates_apart() -> None:
    found = rank(STORE, ["side_hip"], ["overuse"], ["worse_running"])[:3]
    doubted = with_doubts(STORE, found, ["side_hip"], ["overuse", "worse_running"], ["thigh_side"])
    assert [c.score for c in doubted] == [c.score for c in found]
    tfl = next(c for c in doubted if c.id == "tensor_fasciae_latae")
    assert ("denied", "thigh_side") in {(r.kind, r.id) for r in tfl.does_not_fit}
    medius = next(c for c in doubted if c.id == "gluteus_medius")
    assert [(r.kind) for r in medius.does_not_fit] == ["elsewhere"], "it is felt more in the low back"


def test_a_trigger_that_fits_another_candidate_better_is_a_doubt() -> None:
    found = rank(STORE, ["buttock"], ["wallet"])[:3]
    doubted = with_doubts(STORE, found, ["buttock"], ["wallet"])
    foreign = [c for c in doubted if ("cause", "wallet") in {(r.kind, r.id) for r in c.does_not_fit}]
    assert all(c.id != "piriformis" for c in foreign)
