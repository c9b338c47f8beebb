"""The main job, as a new person does it: a question, a group, a meeting, the sums, the board."""

from dataclasses import replace

import pytest

from chatbot.messages import Edit, Image, OpenForm, Post, Steps
from chatbot.store import feedback
from tests.talks.talk import Talk

LINE = "/logga-möte i tisdags på teams, 6 pers, slapp åka till Bengtsfors"


def with_group(talk: Talk) -> Talk:
    """A person who has chosen Kommunledningen i Åmål."""
    talk.says("/grupp")
    talk.presses("Kommunledningen i Åmål")
    return talk


def test_the_first_question_is_answered_first_and_then_comes_the_welcome(talk: Talk) -> None:
    """The tip with its steps stands before the welcome, and the welcome offers the groups."""
    seen = talk.says("hej! hur delar jag skärmen i teams?")
    assert seen.index("Dela hela skärmen") < seen.index("Välkommen till Resfri")
    first = talk.last[0]
    assert isinstance(first, Post)
    assert any(isinstance(block, Steps) for block in first.blocks)
    assert "Skapa er grupp" in talk.labels()
    assert sum("Kommunledningen" in label for label in talk.labels()) == 5


def test_the_welcome_comes_once(talk: Talk) -> None:
    """The second message is only answered."""
    talk.says("hej")
    assert "Välkommen" not in talk.says("tack")


def test_a_meeting_is_logged_shown_reckoned_and_taken_back(talk: Talk) -> None:
    """One line: what was understood, saved and assumed; each factor with its source; undo once."""
    with_group(talk)
    saved = talk.says(LINE)
    assert "Mötet är sparat" in saved
    assert "Tisdag 17 november 2026 på Teams, 6 deltagare, annars i Bengtsfors" in saved
    assert "Ni sparade ungefär" in saved
    assert "Jag antog" in saved
    assert [label for label in talk.labels() if label != "Dela"] == ["Ändra", "Ångra", "Visa uträkningen"]
    saving = talk.last
    sums = talk.presses("Visa uträkningen")
    assert "Källa" in sums
    assert "kWh" in sums
    talk.last = saving
    id = next(action.value for action in talk.buttons() if action.name == "undo")
    undone = talk.presses("Ångra")
    assert "Mötet är borttaget" in undone
    assert any(isinstance(item, Edit) for item in talk.last)
    assert "redan borttaget" in talk.acts("undo", id)


def test_the_board_shows_what_was_logged(talk: Talk) -> None:
    """After one meeting the board has a table with the group and a picture whose alt text names it."""
    with_group(talk)
    talk.says(LINE)
    board = talk.says("/topplista")
    assert "Kommunledningen i Åmål" in board
    pictures = [
        block for item in talk.last if isinstance(item, Post) for block in item.blocks if isinstance(block, Image)
    ]
    assert len(pictures) == 1
    assert pictures[0].data.startswith(b"\x89PNG")
    assert "Kommunledningen i Åmål" in pictures[0].alt


def test_a_meeting_without_a_group_waits_for_it(talk: Talk) -> None:
    """The draft is kept; choosing the group logs it."""
    talk.says("hej")
    asked = talk.says(LINE)
    assert "Vilken grupp" in asked
    assert "Mötet är sparat" in talk.presses("Kommunledningen i Åmål")


def test_the_missing_place_is_asked_for_and_typed(talk: Talk) -> None:
    """One question back; the answer in words logs the meeting."""
    with_group(talk)
    assert "Var hade ni annars träffats?" in talk.says("/logga-möte igår på zoom, 5 pers")
    assert "Jag känner inte till platsen" in talk.says("Fantasiby")
    saved = talk.says("Mellerud")
    assert "annars i Mellerud" in saved


def test_without_text_the_command_opens_a_form(talk: Talk) -> None:
    """The form logs the meeting; [Ändra] opens it filled in and changes the same meeting."""
    with_group(talk)
    talk.says("/logga-möte")
    assert any(isinstance(item, OpenForm) for item in talk.last)
    saved = talk.submits(datum="2026-11-17", antal="6", plats="Bengtsfors", form="teams", längd="60")
    assert "Mötet är sparat" in saved
    talk.presses("Ändra")
    form = next(item.form for item in talk.last if isinstance(item, OpenForm))
    initial = {field.name: field.initial for field in form.fields}
    assert initial["antal"] == "6"
    changed = talk.submits(**{**initial, "antal": "8"})
    assert "Mötet är ändrat" in changed
    assert "8 deltagare" in changed
    mine = talk.says("/mina-möten")
    assert mine.count("annars i Bengtsfors") == 1


def test_somebody_elses_meeting_cannot_be_taken_back(talk: Talk) -> None:
    """[Ångra] of another person's meeting changes nothing and says so kindly."""
    with_group(talk).says(LINE)
    id = next(action.value for action in talk.buttons() if action.name == "undo")
    other = with_group(talk.other("u2"))
    assert "loggat av någon annan" in other.acts("undo", id)
    assert "annars i Bengtsfors" in talk.says("/mina-möten")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("/hjlp", "Menade du /hjälp?"),
        ("/topplsita", "Menade du /topplista?"),
        ("/xyzzyqwerty", "Skriv /hjälp"),
        ("/hjälp", "Det här kan jag"),
        ("hjälp", "Det här kan jag"),
        ("/HJÄLP", "Det här kan jag"),
        ("/hjalp", "Det här kan jag"),
        ("/hja\u0308lp", "Det här kan jag"),
        ("!hjälp", "Det här kan jag"),
        ("/mina_möten", "Du har inte loggat något möte än"),
        ("mina möten", "Du har inte loggat något möte än"),
        ("/ångra", "Du har inget möte att ta tillbaka"),
        ("hur loggar jag ett möte?", ""),
        ("   ", "Meddelandet var tomt"),
        ("tack så mycket!", "Varsågod"),
        ("Hej", "Hej!"),
        ("/guider", "Vilket område gäller det?"),
        ("/guider ljud", "Tips om"),
        ("/guider xyzzy", "Jag hittar inget tips"),
        ("/topplista i övermorgon", "Den perioden förstår jag inte"),
    ],
)
def test_what_people_type(talk: Talk, said: str, expected: str) -> None:
    """Each line gets the sentence it needs, and never nothing."""
    with_group(talk)
    seen = talk.says(said)
    assert seen.strip()
    assert expected in seen


def test_two_means_the_second_choice(talk: Talk) -> None:
    """A number, an ordinal or the label picks what was offered."""
    talk.says("/grupp")
    label = talk.labels()[1]
    assert f"Nu är du med i {label}" in talk.says("2")


def test_a_new_group_by_the_form(talk: Talk) -> None:
    """ "Skapa er grupp" opens a form; the group is joined at once."""
    talk.says("/grupp")
    talk.presses("Skapa er grupp")
    assert "Nu är du med i Byalaget" in talk.submits(namn="Byalaget", kommun="Åmål", medlemmar="7")


def test_feedback_is_asked_for_and_thanked_for(talk: Talk) -> None:
    """ "Hjälpte det?" yes is thanked, no offers what it may be instead or whom to ask."""
    talk.says("hur delar jag skärmen i teams?")
    tip = talk.last
    assert "Vad bra!" in talk.presses("Ja")
    talk.last = tip
    assert "Tråkigt" in talk.presses("Nej")


def test_what_was_asked_for_is_counted(talk: Talk) -> None:
    """A tip that answers a question, or is chosen, counts once; another tool's steps are the same tip."""
    talk.says("hur delar jag skärmen i teams?")
    talk.presses("Zoom")
    talk.acts("guide", "eko-i-motet")
    asked = {topic: told.asked for topic, told in talk.store.read(feedback.tallies).items()}
    assert asked == {"dela-hela-skarmen": 1, "eko-i-motet": 1}


def test_in_a_channel_it_is_silent_unless_addressed_and_answers_privately(talk: Talk) -> None:
    """What is said to others is not answered; an answer is for the one who asked, with [Dela]."""
    talk.place = replace(talk.place, kind="group", channel="rum")
    assert talk.says("hur delar jag skärmen i teams?", addressed=False) == ""
    talk.says("hur delar jag skärmen i teams?")
    posts = [item for item in talk.last if isinstance(item, Post)]
    assert {post.audience for post in posts} == {"actor"}
    assert "Dela" in talk.labels()
    talk.presses("Dela")
    shared = [item for item in talk.last if isinstance(item, Post)]
    assert [post.audience for post in shared] == ["all"]
