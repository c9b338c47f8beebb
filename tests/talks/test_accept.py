"""What is taken in, and what is not."""

from dataclasses import replace

from sqlalchemy import func, select

from chatbot.ports import Accepted, FormErrors, Refused
from chatbot.store.schema import inbox, person
from tests.talks.talk import Talk


def counts(talk: Talk) -> tuple[int, int]:
    """How many events and people are stored."""
    events, people = select(func.count()).select_from(inbox), select(func.count()).select_from(person)
    found = talk.store.read(lambda tx: (tx.execute(events).scalar_one(), tx.execute(people).scalar_one()))
    return int(found[0]), int(found[1])


async def test_what_is_said_to_others_is_not_kept(talk: Talk) -> None:
    """A channel's own talk leaves no event and no person behind."""
    taken = await talk.bot.accept(talk.event("vi ses på fredag", addressed=False))
    assert taken == Accepted(0, new=False)
    assert counts(talk) == (0, 0)


async def test_the_same_event_again_is_known(talk: Talk) -> None:
    """A platform's second delivery gives the first one's id."""
    event = talk.event("hej")
    first = await talk.bot.accept(event)
    again = await talk.bot.accept(event)
    assert isinstance(first, Accepted)
    assert again == replace(first, new=False)
    assert counts(talk)[0] == 1


async def test_a_document_is_refused_kindly(talk: Talk) -> None:
    """Over ten thousand characters nothing is stored, and the sentence says what to do."""
    taken = await talk.bot.accept(talk.event("x" * 10_001))
    assert isinstance(taken, Refused)
    assert "Dela upp det" in taken.reason.message
    assert counts(talk)[0] == 0


async def test_a_form_with_errors_is_not_stored(talk: Talk) -> None:
    """The errors go back by field, in Swedish, and nothing is written."""
    event = replace(talk.event(""), kind="form", name="logga-möte", values={"datum": "x", "antal": "0"})
    taken = await talk.bot.accept(event)
    assert isinstance(taken, FormErrors)
    assert set(taken.errors) == {"datum", "antal"}
    assert counts(talk)[0] == 0
