"""Which template a line begins with, however its name is typed."""

import pytest

from chatbot.meetings.templates import Begun, begins_with_template, template_key

KEYS = {template_key(name) for name in ("nämnden", "Kommunstyrelsens presidium", "presidium", "mall 2", "KS-möte")}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Nämnden", "namnden"),
        ("  nämnden, ", "namnden"),
        ("NA\u0308MNDEN", "namnden"),
        ("KS-möte", "ks mote"),
        ("kommunstyrelsens   presidium", "kommunstyrelsens presidium"),
        ("!?", ""),
    ],
)
def test_names_are_compared_forgivingly(name: str, key: str) -> None:
    """Case, å ä ö, signs and spaces make no difference."""
    assert template_key(name) == key


@pytest.mark.parametrize(
    ("said", "key", "rest"),
    [
        ("mall nämnden i tisdags", "namnden", "i tisdags"),
        ("mallen Namnden: i tisdags, 8 pers", "namnden", "i tisdags, 8 pers"),
        ("som nämnden", "namnden", ""),
        ("samma som nämnden i går", "namnden", "i går"),
        ("enligt mallen nämnden\ni går", "namnden", "i går"),
        ("med mall nämnden", "namnden", ""),
        ("mall kommunstyrelsens presidium i går", "kommunstyrelsens presidium", "i går"),
        ("som presidium 9-10", "presidium", "9-10"),
        ("mall mall 2 i går", "mall 2", "i går"),
        ("mall ks-möte i går", "ks mote", "i går"),
        ("mall ks mote i går", "ks mote", "i går"),
    ],
)
def test_a_known_name_is_found(said: str, key: str, rest: str) -> None:
    """The longest name that fits, and what is said after it."""
    assert begins_with_template(said, KEYS) == Begun(key, rest)


@pytest.mark.parametrize(
    ("said", "begun"),
    [
        ("mall styrelsen i tisdags", Begun("", "i tisdags", "styrelsen")),
        ("mall", Begun("", "")),
        ("som vanligt på Teams", None),
        ("i tisdags med nämnden på Teams", None),
        ("med nämnden i tisdags", None),
        ("nämnden i tisdags på Teams", None),
        ("mallgruppen i tisdags", None),
        ("", None),
    ],
)
def test_what_is_no_known_name(said: str, begun: Begun | None) -> None:
    """Only the word "mall" makes it a mistake; everything else is a meeting in words."""
    assert begins_with_template(said, KEYS) == begun
