"""The pieces of the analysis: who hears whom, compounds, typing errors, terms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.answers.analysis import Documents, analyser
from chatbot.answers.direction import directions
from chatbot.answers.vocabulary import Vocabulary, vocabulary
from chatbot.packs import Lexicon

KNOWN = vocabulary(["Dela skärmen i mötet", "Länken till mötet", "Teams", "Spela in", "mikrofonen", "inspelning"])


@pytest.mark.parametrize(
    ("said", "marks"),
    [
        ("de hor inte mig", ["hor>mig"]),
        ("ingen hor mig", ["hor>mig"]),
        ("ingen hor vad jag sager", ["hor>mig"]),
        ("jag hor inte de andra", ["hor>andra"]),
        ("varfor hor jag inget", ["hor>andra"]),
        ("jag hors inte", ["hor>mig"]),
        ("de andra hors inte", ["hor>andra"]),
        ("jag hor mig sjalv", ["hor>sjalv"]),
        ("de ser inte min skarm", ["ser>mig"]),
        ("jag ser inte de andra", ["ser>andra"]),
        ("dela skarmen", []),
    ],
)
def test_directions(said: str, marks: list[str]) -> None:
    """Who hears or sees whom is read from the order of the words."""
    assert list(directions(said.split())) == marks


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("teamslank", ("team", "lank")),
        ("moteslank", ("mot", "lank")),
        ("skarmdelning", ("skarm", "del")),
        ("pannkaka", ()),
        ("skarm", ()),
        ("", ()),
    ],
)
def test_compounds_split_by_the_librarys_words(word: str, parts: tuple[str, ...]) -> None:
    """A compound is split only into parts that the library holds."""
    assert KNOWN.parts(word) == parts


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("mikrofnen", "mikrofonen"), ("skjarmen", "skarmen"), ("mikorfonnen", "mikrofonen")),
        *(("hus", None), ("abc", None)),
        *((wrong, "mikrofonen") for wrong in ("nikrofonen", "ikrofonen", "nmikrofonen", "imkrofonen")),
        *(("nikrofnen", None), ("karmen", None), ("nlanken", None)),  # a wrong first letter counts twice
    ],
)
def test_nearest_word(typed: str, meant: str | None) -> None:
    """One error is mended, two in long words, none in short ones."""
    assert KNOWN.nearest(typed) == meant


def test_spoken_and_written_forms_give_the_same_terms() -> None:
    """Everyday spelling, loanwords and phrases with a pronoun inside lead to the library's words."""
    lexicon = Lexicon(
        synonyms=(("ansluta", "komma in"),), loans={"share": ("dela",)}, everyday={"dom": "de", "va": "vad"}
    )
    made = analyser(lexicon, KNOWN)
    assert made.question("dom delar").groups == made.question("de delar").groups
    assert made.question("share").groups[0].terms["del"] == pytest.approx(0.8)
    assert "anslut" in made.question("kommer jag in").groups[0].terms
    assert "inspel" in made.question("hur spelar jag in").groups[0].terms


@given(st.text(max_size=200))
def test_analysis_never_raises(text: str) -> None:
    """Any text gives groups with weights above nought."""
    made = analyser(Lexicon(), KNOWN)
    Documents(made).counts([text])
    assert all(weight > 0 for group in made.question(text).groups for weight in group.terms.values())


@given(st.text(max_size=40))
def test_an_empty_vocabulary_is_no_trouble(word: str) -> None:
    """Without a library nothing is known, split or mended."""
    assert Vocabulary().parts(word) == ()
    assert Vocabulary().nearest(word) is None
