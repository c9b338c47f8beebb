"""Coaches propose tips from the chat, others approve them; and a coach may ask why an answer became what it was."""

from dataclasses import replace
from pathlib import Path

import pytest

from chatbot import app
from chatbot.bot import Bot
from chatbot.conversation.context import World
from chatbot.packs import Workshop, read_packs
from chatbot.store import Store
from chatbot.store.people import give_role
from tests.talks.talk import NOW, Talk

VALUES = {
    "titel": "Låna kommunens mötesbuss",
    "omrade": "rum",
    "fragor": "hur lånar jag mötesbussen; var står bussen med skärmen; kan vi boka bussen som är ett mötesrum",
    "steg": "Ring vaktmästaren; Hämta nyckeln i receptionen",
    "test": "finns det ett rullande mötesrum",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The organisation's own pack, empty."""
    return tmp_path / "tips"


@pytest.fixture
def coach(store: Store, world: World, folder: Path) -> Talk:
    """A coach."""
    talk = Talk(store, Bot(store, replace(world, workshop=Workshop(folder)), app.handlers()))
    talk.says("hej")
    store.call(lambda tx: give_role(tx, 1, "coach", NOW))
    return talk


def another(talk: Talk) -> Talk:
    """A second coach."""
    other = talk.other("u2")
    other.says("hej")
    talk.store.call(lambda tx: give_role(tx, 2, "coach", NOW))
    return other


def proposed(talk: Talk, **changed: str) -> str:
    """Fill in the form."""
    talk.says("/tips")
    return talk.submits(**{**VALUES, **changed})


def test_a_proposal_is_shown_and_approved_by_another(coach: Talk, folder: Path) -> None:
    """The one who proposed it cannot approve it; another can, and then it lies in a pack that is read."""
    seen = proposed(coach)
    assert "Förslaget är sparat" in seen
    assert "Ring vaktmästaren" in seen
    assert (folder / "forslag" / "lana-kommunens-motesbuss.yaml").is_file()
    coach.says("/tips förslag")
    assert "mötesbussen" in coach.presses(VALUES["titel"])
    assert "ditt eget förslag" in coach.presses("Godkänn")
    other = another(coach)
    other.says("/tips förslag")
    other.presses(VALUES["titel"])
    assert "är godkänt" in other.presses("Godkänn")
    loaded = read_packs([folder], NOW.date())
    assert [guide.title for guide in loaded.library.guides.values()] == [VALUES["titel"]]
    assert not [problem for problem in loaded.problems if problem.level == "error"]
    assert "Inga förslag väntar" in other.says("/tips förslag")


def test_a_proposal_can_be_thrown_away(coach: Talk, folder: Path) -> None:
    """It leaves the folder; a second press finds nothing."""
    proposed(coach)
    coach.says("/tips förslag")
    coach.presses(VALUES["titel"])
    assert "kastat" in coach.presses("Kasta")
    assert not list((folder / "forslag").iterdir())
    assert "väntar inte längre" in coach.acts("dismiss-proposal", "lana-kommunens-motesbuss")


def test_what_is_there_already_is_told(coach: Talk) -> None:
    """A proposal like a tip that is there names it; the same title twice is refused."""
    assert "liknar ett tips" in proposed(coach, titel="Visa skärmen i Teams", fragor="hur delar jag skärmen i teams?")
    assert "redan ett förslag" in proposed(coach, titel="Visa skärmen i Teams")


@pytest.mark.parametrize("value", ["../../etc/passwd", "nej", "", "..", "a/b"])
def test_forged_buttons_reach_no_other_file(coach: Talk, folder: Path, value: str) -> None:
    """Only what waits can be shown, approved or thrown away."""
    (folder.parent / "nej.yaml").write_text("x")
    for action in ("proposal", "approve-proposal", "dismiss-proposal"):
        assert "väntar inte längre" in coach.acts(action, value)
    assert (folder.parent / "nej.yaml").exists()


def test_a_participant_has_no_say(coach: Talk) -> None:
    """The command, its buttons and the reason for an answer are for coaches."""
    proposed(coach)
    other = coach.other("u3")
    assert "för coacher" in other.says("/tips")
    assert "väntar inte längre" in other.acts("approve-proposal", "lana-kommunens-motesbuss")
    other.says("hur delar jag skärmen i teams?")
    assert "Varför detta svar?" not in other.labels()
    assert "finns inte kvar" in other.acts("why", "")


def test_a_coach_is_told_why(coach: Talk) -> None:
    """The likeliest tips with their shares, and the words that decided."""
    coach.says("hur delar jag skärmen i teams?")
    why = coach.presses("Varför detta svar?")
    assert "1. Dela hela skärmen" in why
    assert "%" in why
    assert "talade för den första" in why
