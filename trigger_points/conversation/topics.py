"""Where an offer leads: each topic registers under the words that its offers begin with.

Topics lead to each other all the time (a question ends in a technique, a technique in a
question). They do it the way a person does, by an offer: ``go(talk, "suggest")``. So no
topic module has to import one that imports it, and whatever one topic can start, a button
can start too.
"""

from __future__ import annotations

from collections.abc import Callable

from trigger_points.conversation.desk import Talk
from trigger_points.replies.models import Reply

Plain = Callable[[Talk], list[Reply]]
Valued = Callable[[Talk, str], list[Reply]]
_PLAIN: dict[str, Plain] = {}
_VALUED: dict[str, Valued] = {}


def offered(name: str) -> Callable[[Plain], Plain]:
    """Register the answer to the offer ``name``.

    Raises:
        ValueError: two topics want the same name.

    """

    def register(answer: Plain) -> Plain:
        if name in _PLAIN:
            raise ValueError(f"the offer '{name}' is registered twice")
        _PLAIN[name] = answer
        return answer

    return register


def offered_with(verb: str) -> Callable[[Valued], Valued]:
    """Register the answer to all offers ``verb:value``; it is given the value.

    Raises:
        ValueError: two topics want the same verb.

    """

    def register(answer: Valued) -> Valued:
        if verb in _VALUED:
            raise ValueError(f"the offer '{verb}:' is registered twice")
        _VALUED[verb] = answer
        return answer

    return register


def known(offer: str) -> bool:
    """Whether ``offer`` leads anywhere."""
    verb, colon, _ = offer.partition(":")
    return verb in _VALUED if colon else offer in _PLAIN


def go(talk: Talk, offer: str) -> list[Reply]:
    """Answer ``offer`` as if the person had taken it.

    Raises:
        LookupError: no topic registered it.

    """
    verb, colon, value = offer.partition(":")
    if colon and verb in _VALUED:
        return _VALUED[verb](talk, value)
    if offer in _PLAIN:
        return _PLAIN[offer](talk)
    raise LookupError(f"no topic answers the offer '{offer}'")
