"""What a person says to a list of choices."""

import pytest

from chatbot.fallback import choices_of, mark, pick, too_long
from chatbot.messages import Action, Actions, Post, text

CHOICES = tuple(Action(label, label) for label in ("Ändra", "Ångra", "Visa uträkningen"))


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("1", "Ändra"),
        (" 2. ", "Ångra"),
        ("3)", "Visa uträkningen"),
        ("nr 2", "Ångra"),
        ("nummer 2 tack", "Ångra"),
        ("#2", "Ångra"),
        ("den 2:a", "Ångra"),
        ("2:an", "Ångra"),
        ("den andra", "Ångra"),
        ("jag tar den tredje!", "Visa uträkningen"),
        ("den sista", "Visa uträkningen"),
        ("tvåan", "Ångra"),
        ("tvaan", "Ångra"),
        ("the first", "Ändra"),
        ("Ändra", "Ändra"),
        ("andra", "Ändra"),  # the label without its dots is nearer than "the second"
        ("a\u030angra", "Ångra"),
        ("ANGRA", "Ångra"),
        ("visa  utrakningen.", "Visa uträkningen"),
        ("[Ångra]", "Ångra"),
    ],
)
def test_picked(said: str, label: str) -> None:
    """Number, ordinal or label, however it is typed."""
    found = pick(said, CHOICES)
    assert found is not None
    assert found.label == label


@pytest.mark.parametrize(
    "said", ["", " ", "0", "4", "-1", "99", "vi var 2", "2 möten", "visa", "nej", "hur ändrar jag?", "²"]
)
def test_not_picked(said: str) -> None:
    """What is no choice is left for the rest of the bot."""
    assert pick(said, CHOICES) is None


def test_a_verb_is_no_ordinal() -> None:
    """ "ändra" is not "andra": without such a label it picks nothing."""
    assert pick("ändra", (Action("Ja", "a"), Action("Nej", "b"))) is None
    assert pick("andra", (Action("Ja", "a"), Action("Nej", "b"))) == Action("Nej", "b")


@pytest.mark.parametrize("said", ["ja", "Ja!", "ja, /topplista", "1"])
def test_yes_is_enough(said: str) -> None:
    """What stands before a comma picks the choice."""
    assert pick(said, (Action("Ja, /topplista", "run"),)) is not None


def test_numbers_as_labels() -> None:
    """The number asked for comes first; a label that is a number counts where no choice has that number."""
    people = (Action("6", "six"), Action("1", "one"))
    assert pick("1", people) == people[0]
    assert pick("6", people) == people[0]


@pytest.mark.parametrize(
    ("said", "value"),
    [("1", "b1"), ("den sista", "b2"), ("3", None), ("nej", "b2"), ("ja", "a1"), ("ett steg i taget", "a3")],
)
def test_an_earlier_question_is_answered_by_words_alone(said: str, value: str | None) -> None:
    """Numbers, ordinals and labels that both have are the newest question's."""
    earlier = (Action("Ja", "", "a1"), Action("Nej", "", "a2"), Action("Ett steg i taget", "", "a3"))
    found = pick(said, (Action("Åmål", "", "b1"), Action("Nej", "", "b2")), earlier)
    assert (found.value if found else None) == value


def test_nothing_offered_nothing_picked() -> None:
    """Also "the last" of nothing."""
    assert pick("den sista", ()) is None


def test_all_actions_of_a_post_in_order() -> None:
    """Numbered across blocks."""
    post = Post((Actions(CHOICES[:1]), text("eller"), Actions(CHOICES[1:])))
    assert choices_of(post) == CHOICES


def test_a_mark_is_of_name_and_value() -> None:
    """Not of the label: two that are called the same are told apart."""
    assert mark("undo", "1") == mark("undo", "1") != mark("undo", "2")
    assert len(mark("å" * 200, "")) == 40
    assert not too_long("a", "b" * 62, 64)
    assert too_long("a", "b" * 61 + "å", 64)
