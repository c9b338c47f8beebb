"""Messages: what is written to the outbox comes back as it was, and a picture always has words."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from chatbot.messages import (
    Action,
    Actions,
    Actor,
    Block,
    Choice,
    Delete,
    Divider,
    Echo,
    Edit,
    Event,
    Field,
    Form,
    Heading,
    Image,
    Item,
    MessageRef,
    OpenForm,
    Place,
    Post,
    React,
    Span,
    Step,
    Steps,
    Table,
    Text,
    Upload,
    say,
    strong,
    text,
)

ITEM: TypeAdapter[Item] = TypeAdapter(Item)
EVENT: TypeAdapter[Event] = TypeAdapter(Event)

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ALT = WORDS.filter(lambda words: bool(words.strip()))
DATA = st.binary(max_size=20)


def several(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    """Up to three of it."""
    return st.lists(strategy, max_size=3).map(tuple)


AUDIENCE = st.sampled_from(["all", "actor"])
SPAN = st.builds(Span, WORDS, st.booleans(), st.booleans(), st.booleans(), WORDS)
ACTION = st.builds(Action, WORDS, WORDS, WORDS, st.sampled_from(["plain", "primary", "danger"]))
BLOCKS: list[st.SearchStrategy[Block]] = [
    st.builds(Heading, WORDS),
    st.builds(Text, several(SPAN)),
    st.builds(Steps, several(st.builds(Step, WORDS, WORDS)), st.integers(1, 99)),
    st.builds(Actions, several(ACTION)),
    st.builds(Table, several(WORDS), several(several(WORDS)), WORDS, several(st.integers(0, 9))),
    st.builds(Image, DATA, ALT),
    st.just(Divider()),
]
POST = st.builds(Post, several(st.one_of(BLOCKS)), AUDIENCE)
PLACE = st.builds(Place, WORDS, WORDS, WORDS, WORDS, st.sampled_from(["direct", "group"]))
REF = st.builds(MessageRef, PLACE, WORDS)
FIELD = st.builds(
    Field,
    WORDS,
    WORDS,
    st.sampled_from(["text", "date", "int", "decimal", "choice"]),
    WORDS,
    WORDS,
    st.booleans(),
    several(st.builds(Choice, WORDS, WORDS)),
    st.integers(1, 4000),
)
FORM = st.builds(Form, WORDS, WORDS, several(FIELD), WORDS, WORDS, WORDS)
ITEMS: list[st.SearchStrategy[Item]] = [
    POST,
    st.builds(Echo, WORDS),
    st.builds(Edit, REF, POST),
    st.builds(Delete, REF),
    st.builds(React, REF, WORDS),
    st.builds(OpenForm, FORM, WORDS),
    st.builds(Upload, DATA, WORDS, WORDS, ALT, AUDIENCE),
]


@pytest.mark.parametrize("kind", range(len(ITEMS)))
@given(data=st.data())
def test_items_come_back_as_they_were(kind: int, data: st.DataObject) -> None:
    """Every kind of item, with whatever words, is the same after a journey through JSON."""
    item = data.draw(ITEMS[kind])
    stored = ITEM.dump_json(item)
    assert ITEM.validate_json(stored) == item
    assert ITEM.validate_python(json.loads(stored)) == item


@pytest.mark.parametrize("kind", range(len(BLOCKS)))
@given(data=st.data())
def test_blocks_come_back_as_they_were(kind: int, data: st.DataObject) -> None:
    """Every kind of block is told from the others by its type alone."""
    post = Post((data.draw(BLOCKS[kind]),))
    back = ITEM.validate_json(ITEM.dump_json(post))
    assert back == post
    assert isinstance(back, Post)
    assert type(back.blocks[0]) is type(post.blocks[0])


@given(st.dictionaries(WORDS, WORDS, max_size=3), WORDS)
def test_events_come_back_as_they_were(values: dict[str, str], words: str) -> None:
    """An event is the same after it has lain in the inbox."""
    place = Place("web", "local", "c1")
    at = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    event = Event(
        "k1", "form", Actor("web", "local", "u1"), place, at, words, values=values, source=MessageRef(place, "7")
    )
    assert EVENT.validate_json(EVENT.dump_json(event)) == event


@pytest.mark.parametrize("alt", ["", " ", "\n\t", "\xa0"])
def test_a_picture_without_words_is_refused(alt: str) -> None:
    """Neither an image nor an upload can be made without words for those who do not see it."""
    with pytest.raises(ValueError, match="alt text"):
        Image(b"png", alt)
    with pytest.raises(ValueError, match="alt text"):
        Upload(b"csv", "möten.csv", "text/csv", alt)


def test_a_stored_picture_without_words_is_refused() -> None:
    """Nor can one come in from outside."""
    with pytest.raises(ValidationError):
        ITEM.validate_python({"type": "post", "blocks": [{"type": "image", "data": "cG5n", "alt": ""}]})


@pytest.mark.parametrize("stored", ['{"type": "dance"}', '{"blocks": []}', "[]", '{"type": "post", "blocks": [{}]}'])
def test_unknown_items_are_refused(stored: str) -> None:
    """What is no item of ours is refused, not guessed at."""
    with pytest.raises(ValidationError):
        ITEM.validate_json(stored)


def test_short_ways_to_write() -> None:
    """`text`, `strong` and `say` make spans of literal text."""
    assert text("Hej ", strong("*du*")) == Text((Span("Hej "), Span("*du*", strong=True)))
    assert say("Ett.", "<b>Två</b>.") == Post((Text((Span("Ett."),)), Text((Span("<b>Två</b>."),))))
