"""A form asked field by field, as talks: what the person says, and where that leads."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.fallback import Cancelled, Done, Next, start, step
from chatbot.i18n import translator
from chatbot.messages import Choice, Field, Form, Post, Text

T = translator("sv")
FORM = Form(
    "möte",
    "Logga ett möte",
    (
        Field("day", "Vilken dag?", "date", initial="2026-11-16", required=True),
        Field("people", "Hur många?", "int", hint="Alla som slapp resa", required=True),
        Field("tool", "Vad mötte ni i?", "choice", choices=(Choice("t", "Teams"), Choice("z", "Zoom"))),
        Field("note", "Något mer?", max_length=10, initial="nej"),
    ),
    "Spara",
    intro="Fyll i det du vet.",
)


def told(post: Post) -> list[str]:
    """The paragraphs of a post."""
    return ["".join(span.text for span in block.spans) for block in post.blocks if isinstance(block, Text)]


def talk(*said: str) -> Next | Done | Cancelled:
    """The form after these answers; the state goes through JSON as the store does it."""
    state, post = start(FORM, T)
    now: Next | Done | Cancelled = Next(state, post)
    for words in said:
        assert isinstance(now, Next)
        now = step(FORM, json.loads(json.dumps(now.state)), words, T)
    return now


def test_the_first_question_tells_how_to_answer() -> None:
    """Title, intro, how to stop, the question and its suggestion."""
    _, post = start(FORM, T)
    assert told(post) == [
        "Logga ett möte",
        "Fyll i det du vet.",
        "Jag frågar en sak i taget. Skriv avbryt för att sluta, eller tillbaka för att ändra svaret innan.",
        "Vilken dag?",
        "Skriv en punkt för att behålla: 2026-11-16",
    ]


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ((".", "6", "1", "."), ("2026-11-16", "6", "t", "nej")),
        (("igår", " 6 ", "zoom", "kort"), ("igår", "6", "z", "kort")),
        ((".", "6", "den andra", "-"), ("2026-11-16", "6", "z", "")),
        ((".", "6", ".", ""), ("2026-11-16", "6", "", "")),
        ((".", "", "6", "9", "t", "."), ("2026-11-16", "6", "t", "nej")),
        ((".", ".", "6", ".", "."), ("2026-11-16", "6", "", "nej")),
        (("i dag", "6", "tillbaka", ".", "1", "."), ("i dag", "6", "t", "nej")),
        (("i dag", "Tillbaka!", ".", "7", "1", "."), ("i dag", "7", "t", "nej")),
        (("tillbaka", "tillbaka", "i dag", "7", "1", "för långt svar", "kort"), ("i dag", "7", "t", "kort")),
    ],
)
def test_talks(said: tuple[str, ...], values: tuple[str, ...]) -> None:
    """Suggestions kept by a point, choices by number or name, back and on again; every field has its value."""
    assert talk(*said) == Done(dict(zip(("day", "people", "tool", "note"), values, strict=True)))


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ((".", ""), "Det här behöver jag veta."),
        ((".", "6", "skype"), "Svara med ett av numren."),
        ((".", "6", "1", "x" * 11), "Skriv högst 10 tecken."),
    ],
)
def test_asked_again(said: tuple[str, ...], first: str) -> None:
    """What cannot be taken is asked again, with the reason first."""
    before, now = talk(*said[:-1]), talk(*said)
    assert isinstance(before, Next)
    assert isinstance(now, Next)
    assert told(now.post)[0] == first
    assert now.state == before.state


@pytest.mark.parametrize("word", ["avbryt", "Avbryt!", " AVBRYT ", "/avbryt", "stopp"])
def test_cancelled(word: str) -> None:
    """One word ends it, and the person is told that nothing was saved."""
    now = talk(".", word)
    assert isinstance(now, Cancelled)
    assert told(now.post) == ["Avbrutet. Inget är sparat."]


def test_choices_are_numbered_and_going_back_suggests_the_answer_given() -> None:
    """The choices stand with their numbers; an answer already given is the suggestion, by its label."""
    now = talk(".", "6", "zoom", "tillbaka")
    assert isinstance(now, Next)
    assert told(now.post) == [
        "Vad mötte ni i?",
        "1. Teams",
        "2. Zoom",
        "Skriv en punkt för att behålla: Zoom",
        "Skriv ett minustecken för att lämna det tomt.",
    ]


def test_a_form_that_has_lost_a_field_since_goes_on() -> None:
    """A state from before an upgrade does not break the dialogue, nor does it give fields the form has not."""
    state = {"at": 9, "values": {"day": "i dag", "people": "6", "old": "x"}}
    assert step(FORM, state, "kort", T) == Done({"day": "i dag", "people": "6", "tool": "", "note": "kort"})


@given(st.lists(st.text(max_size=12), max_size=12))
def test_nothing_a_person_says_breaks_it(said: list[str]) -> None:
    """Any talk ends in a next question, in values for every field, or cancelled; required ones are never empty."""
    state, _ = start(FORM, T)
    for words in said:
        now = step(FORM, state, words, T)
        if isinstance(now, Done):
            assert list(now.values) == [field.name for field in FORM.fields]
            assert now.values["day"]
            assert now.values["people"]
        if not isinstance(now, Next):
            return
        state = now.state
