"""Which platforms a text names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.text import platforms_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hur delar jag skärmen i teams?", ("teams",)),
        ("i Temas", ("teams",)),
        ("teamsmötet", ("teams",)),
        ("teamslänken funkar inte", ("teams",)),
        ("MS Teams", ("teams",)),
        ("zoom", ("zoom",)),
        ("zooma in", ()),
        ("kan jag zooma i zoom", ("zoom",)),
        ("zomo", ("zoom",)),
        ("google meet", ("meet",)),
        ("webbex", ("webex",)),
        ("jitsy", ("jitsi",)),
        ("både zoom och teams", ("zoom", "teams")),
        ("pekpanelen i mötesrummet", ("rumssystem",)),
        ("telefonmöte", ("telefon",)),
        ("jag ringer på telefonen", ()),
        ("vi är ett bra teamet", ()),
        ("mest möten", ()),
        ("", ()),
    ],
)
def test_platforms_in(text: str, expected: tuple[str, ...]) -> None:
    """Names, nicknames and typing errors are seen; ordinary words are not."""
    assert platforms_in(text) == expected


@given(st.text())
def test_never_raises(text: str) -> None:
    """Any text gives some platforms or none."""
    assert set(platforms_in(text)) <= {"teams", "zoom", "meet", "webex", "jitsi", "rumssystem", "telefon"}
