"""Words typed together are told apart, and words that are one are left alone."""

import json
import re
from pathlib import Path

import pytest

from chatbot.meetings.together import parting
from chatbot.resources import packs_folder
from tests.meetings.test_parse import PLACES


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("påzoom", "på zoom"),
        ("pazoom", "pa zoom"),
        ("iÅmål", "i Åmål"),
        ("iNågonstans", "i Någonstans"),
        ("tillmellerud", "till mellerud"),
        ("entimme", "en timme"),
        ("halvnio", "halv nio"),
        ("menblev", "men blev"),
        ("teamsigår", "teams igår"),
        ("tisdagskväll", "tisdags kväll"),
        ("iPhone", "iPhone"),
        ("värdet", "värdet"),
        ("ivar", "ivar"),
        ("sexton", "sexton"),
        ("Vara", "Vara"),
    ],
)
def test_a_small_word_and_the_next_are_two(typed: str, words: str) -> None:
    """A preposition, number or small word before a place, a time, a platform or a verb; with or without å ä ö."""
    end = parting(typed, PLACES)
    assert (f"{typed[:end]} {typed[end:]}" if end else typed) == words


def test_no_word_that_is_one_is_told_apart() -> None:
    """Of the questions asked, the first writers' meeting lines and all names of places; a day from its part is."""
    asked = " ".join(file.read_text("utf-8") for file in (packs_folder() / "motesteknik/fragebank").iterdir())
    lines = (Path(__file__).parent / "heldout_dev.jsonl").read_text("utf-8").splitlines()[:1700]
    names = " ".join(name for place in PLACES.places for name in (place.name, place.name.lower(), *place.aliases))
    texts = [asked, names, *(json.loads(line)["text"] for line in lines)]
    words = {word for text in texts for word in re.findall(r"[^\W\d_]+", text)}
    assert {word for word in words if parting(word, PLACES)} <= {"torsdagskväll", "onsdagskvällen"}
