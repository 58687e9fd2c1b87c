"""A tap on the body map tells the place, and on its left or right half the side, too."""

from __future__ import annotations

import pytest

from tests.conversation.conftest import Chat
from trigger_points.replies.models import BodyMapReply


def body_map(chat: Chat) -> BodyMapReply:
    (reply,) = chat.choose("ask_region")
    assert isinstance(reply, BodyMapReply)
    return reply


def test_every_place_that_has_sides_offers_both(chat: Chat) -> None:
    for region in body_map(chat).regions:
        record = chat.desk.store.regions[region.id]
        assert [side.side for side in region.sides] == (["left", "right"] if record.has_side else [])
        for side in region.sides:
            assert record.name in side.name
            assert side.side in side.name


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_side_that_was_tapped_is_the_side_that_is_kept(chat: Chat, side: str) -> None:
    region = next(r for r in body_map(chat).regions if r.id == "buttock")
    chat.choose(next(s.payload for s in region.sides if s.side == side))
    assert chat.state.case.regions == ["buttock"]
    assert chat.state.case.side == side
    assert "side:left" not in chat.offers  # it is not asked again


def test_from_the_list_the_side_is_asked_for(chat: Chat) -> None:
    body_map(chat)
    chat.choose("region:buttock")
    assert chat.state.case.side is None
    assert {"side:left", "side:right"} <= set(chat.offers)
