"""One new muscle file is enough: it is understood, ranked with reasons, explained with a picture, and treated."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conversation.conftest import Chat
from trigger_points.content.figures import load_figures
from trigger_points.content.site import load_site
from trigger_points.content.store import CONTENT_DIR, load_content
from trigger_points.content.validator import check_all
from trigger_points.conversation.desk import Desk
from trigger_points.figures import write_figures
from trigger_points.ranking import rank
from trigger_points.replies.wording import Wording
from trigger_points.understanding.encoder import shared_encoder
from trigger_points.understanding.understand import Understander

SARTORIUS = """
id: sartorius
name: Sartorius
plain_name: the tailor's muscle
phrases: [sartorius, tailors muscle]
origin: The front corner of the hip bone.
insertion: The inner side of the shin bone, just below the knee.
action: Bends the hip and the knee, and turns the leg out.
nerve: Femoral nerve (L2 and L3).
location: It runs like a long strap across the front of the thigh, from the outer hip to the inner knee.
role: It helps you cross your legs.
refers_to:
  - {region: thigh_front, strength: main}
  - {region: inner_thigh, strength: main}
  - {region: knee, strength: spill_over}
refers_text: Pain can run across the front and inside of the thigh.
feels: A prickling ache across the thigh.
sets_off: [Sitting with crossed legs.]
perpetuating: [A habit of crossing the legs.]
check: Press gently along the strap. Look for your own pain.
techniques: [standing_hip_flexor_stretch, walk_after]
cautions: [Stay away from the groin.]
weights:
  causes: {crossed_legs: 3}
evidence: {sources: [anatomy_textbook], grade: expert_opinion, to_check: true}
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = Path(shutil.copytree(CONTENT_DIR, tmp_path_factory.mktemp("new") / "content"))
    (root / "muscles" / "sartorius.yml").write_text(SARTORIUS, encoding="utf-8")
    write_figures(root)  # what `make figures` and `make train` do
    return root


@pytest.fixture
def chat(root: Path) -> Chat:
    return Chat(Desk(load_content(root), Wording.load(root), load_site(), load_figures(root)))


def test_it_is_valid(root: Path) -> None:
    assert check_all(root) == []


def test_it_is_understood_by_its_name(root: Path) -> None:
    understander = Understander(load_content(root), {}, shared_encoder())
    assert understander.understand("what does the sartorius do?").muscles == ["sartorius"]
    assert understander.understand("could it be my tailor's muscle").muscles == ["sartorius"]
    assert understander.understand("where is the satorius").muscles == ["sartorius"], "misspelled"


def test_it_is_ranked_with_reasons(root: Path) -> None:
    best = rank(load_content(root), ["thigh_front", "inner_thigh"], ["crossed_legs"])[0]
    assert best.id == "sartorius"
    assert {(r.kind, r.id) for r in best.fits} == {
        ("region", "thigh_front"), ("region", "inner_thigh"), ("cause", "crossed_legs")}  # fmt: skip


def test_the_assistant_talks_about_it(chat: Chat) -> None:
    chat.say("what is the sartorius", "ask_anatomy", muscles=["sartorius"])
    card = chat.replies[0]
    assert card.type == "anatomy"  # type: ignore[union-attr]
    assert "long strap" in card.text
    assert card.figure.url == "figures/sartorius.svg"  # type: ignore[union-attr]
    assert "suggest:sartorius" in chat.offers


def test_it_is_explained_and_treated(chat: Chat) -> None:
    chat.state.screened = True
    chat.state.case.causes = ["crossed_legs"]
    chat.state.case.regions, chat.state.case.side = ["thigh_front", "inner_thigh"], "left"
    chat.choose("rank")
    item = chat.replies[0].items[0]  # type: ignore[union-attr]
    assert item.id == "sartorius"
    assert item.fits
    assert item.figure.url == "figures/sartorius-left.svg"
    chat.choose("suggest:sartorius")
    assert chat.replies[0].id == "standing_hip_flexor_stretch"  # type: ignore[union-attr]
