"""The evidence model: weights from the content, added up, each with what fits and what does not."""

from __future__ import annotations

import pytest

from trigger_points.content.store import load_content
from trigger_points.ranking import rank, region_weights

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
