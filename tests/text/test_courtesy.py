"""Small talk and courtesy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.text import normalise, small_talk, strip_courtesy


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("hej", "greeting"),
        ("Heeej!", "greeting"),
        ("Hallå där", "greeting"),
        ("god morgon", "greeting"),
        ("tjenare", "greeting"),
        ("tack", "thanks"),
        ("Tack så jättemycket för hjälpen! 😊", "thanks"),
        ("tusen tack", "thanks"),
        ("hej då", "bye"),
        ("tack, vi ses", "bye"),
        ("ha en bra dag", "bye"),
        ("hur mår du?", "howareyou"),
        ("hej, hur är läget", "howareyou"),
        ("hej hur delar jag skärmen", None),
        ("tack vare dig funkar det", None),
        ("hejdlöst svårt", None),
        ("", None),
        ("😊", None),
    ],
)
def test_small_talk(text: str, kind: str | None) -> None:
    """Only a text that is nothing but small talk is small talk."""
    assert small_talk(text) == kind


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Hej! Hur delar jag skärmen", "hur delar jag skärmen"),
        ("hejsan, kan du hjälpa mig? ljudet är borta", "ljudet är borta"),
        ("Hur delar jag skärmen? Tack på förhand!", "hur delar jag skärmen"),
        ("hej snälla du, det ekar. mvh anna", "det ekar"),
        ("hejdlöst svårt", "hejdlöst svårt"),
        ("hej", "hej"),
        ("tacka nej till ett möte", "tacka nej till ett möte"),
    ],
)
def test_strip_courtesy(text: str, left: str) -> None:
    """Greeting and thanks round a question are taken off; nothing else is."""
    assert strip_courtesy(text) == left


@given(st.text())
def test_never_raises(text: str) -> None:
    """What is left is part of what was said."""
    small_talk(text)
    assert strip_courtesy(text) in normalise(text)
