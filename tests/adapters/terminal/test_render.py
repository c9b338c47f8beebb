"""Items as lines: readable, and never able to steer the terminal."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.messages import (
    Action,
    Actions,
    Delete,
    Divider,
    Echo,
    Edit,
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
    text,
)
from chatbot_adapters.terminal.render import WIDTH, as_json, lines, safe

REF = MessageRef(Place("terminal", "local", "me"), "1")


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (say("Hej.", "Vad vill du?"), ["Hej.", "Vad vill du?"]),
        (Edit(REF, say("Nytt.")), ["Nytt."]),
        (Post((Heading("Dela\nskärmen"), text("Så här:"))), ["Dela skärmen", "", "Så här:"]),
        (Post((Heading("Bara en rubrik"),)), ["Bara en rubrik"]),
        (
            Post((Steps((Step("Klicka."), Step("Välj.", "Ser du den?")), start=9),)),
            ["9. Klicka.", "10. Välj.", "    Ser du den?"],
        ),
        (Post((Text((Span("Läs "), Span("här", href="https://x.se/a"), Span("."))),)), ["Läs här (https://x.se/a)."]),
        (Post((Text((Span("A  B\n", code=True), Span("1  2", code=True))),)), ["A  B", "1  2"]),
        (Post((Table(("A", "B"), (("1", "2\n3"),)),)), ["A  B", "1  2 3"]),
        (Post((Actions((Action("Ändra", "edit"),)),)), ["[Ändra]"]),
        (Post((Image(b"1", "Stapel: Ed 7"), Divider(), text("Slut."))), ["Stapel: Ed 7", "---", "Slut."]),
        (Upload(b"1", "möten.csv", "text/csv", "Alla möten"), ["möten.csv: Alla möten"]),
        (OpenForm(Form("f", "Logga ett möte", (Field("a", "Vad?"),), "Spara")), ["Logga ett möte"]),
        (Echo("hej"), []),
        (Delete(REF), []),
        (React(REF, "👍"), []),
        (Post(()), []),
        (say("", " "), []),
        (say("\x1b\x07"), []),
    ],
)
def test_lines(item: Item, expected: list[str]) -> None:
    """Each kind of item; no empty lines at its ends, since an empty line ends the answer."""
    assert list(lines(item)) == expected


def test_long_lines_are_wrapped_between_words() -> None:
    """No line is wider than the window of old, but for a word that is: a link must be whole to be copied."""
    link = "https://example.org/" + "x" * 80
    told = lines(Post((text("ord " * 40 + link), Steps((Step("ord " * 40),)))))
    assert link in told
    assert max(len(line) for line in told if line != link) <= WIDTH


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("a\tb", "a b"),
        ("a\r\nb\rc\x85d\u2028e", "a\nb\nc\nd\ne"),
        ("\x1b[31mröd\x1b[0m", "[31mröd[0m"),
        ("\x9b2J", "2J"),
        ("a\u202egnirts\u202c\u2066x\u2069\u200f", "agnirtsx"),
        ("\x00\x07\x08\x7f", ""),
        ("\ufeffa\u00adb", "ab"),
        ("👩\u200d🌾", "👩\u200d🌾"),
        ("\ud800x", "x"),
    ],
)
def test_safe(words: str, shown: str) -> None:
    """Escape codes, bells, direction marks and halves of letters are gone; emoji stay whole."""
    assert safe(words) == shown


@given(st.text(st.characters()))
def test_nothing_steers(words: str) -> None:
    """Whatever is in an item, what is printed holds no control character but our own line breaks."""
    post = Post((Heading(words), text(words), Steps((Step(words, words),)), Table((words,), ((words,),)), text("slut")))
    told = "".join(lines(post))
    assert {unicodedata.category(c) for c in told} & {"Cc", "Cs", "Zl", "Zp"} == set()
    assert {c for c in told if unicodedata.category(c) == "Cf"} <= {"\u200d", "\u200c"}
    assert told.endswith("slut")


@given(st.text())
def test_json_is_one_plain_line(words: str) -> None:
    """One line of ASCII that gives the item back."""
    made = as_json(say(words))
    assert made.isascii()
    assert made.isprintable()
    assert json.loads(made)["blocks"][0]["spans"][0]["text"] == words
