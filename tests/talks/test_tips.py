"""Coaches propose tips from the chat, others approve them; and a coach may ask why an answer became what it was."""

from dataclasses import replace
from pathlib import Path

import pytest

from chatbot import app
from chatbot.bot import Bot
from chatbot.commands.tips import check, check_change
from chatbot.conversation.context import World
from chatbot.messages import OpenForm
from chatbot.packs import Workshop, read_packs
from chatbot.settings import Settings
from chatbot.store import Store
from chatbot.store.people import give_role
from tests.talks.talk import FULL, NOW, Talk

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
    assert [label for label in coach.labels() if label != "Dela"] == ["Kasta"]
    assert "ditt eget förslag" in coach.acts("approve-proposal", "lana-kommunens-motesbuss")
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


def test_what_is_there_already_is_told_after_the_title(store: Store, world: World, folder: Path) -> None:
    """Where the form is asked field by field: before more is typed, once, and not for a title of its own."""
    plain = replace(FULL, forms="dialogue", buttons=False)
    bare = replace(world, workshop=Workshop(folder), capabilities=lambda place: plain)
    talk = Talk(store, Bot(store, bare, app.handlers()))
    talk.says("hej")
    store.call(lambda tx: give_role(tx, 1, "coach", NOW))
    talk.says("/tips")
    seen = talk.says("Hur delar jag skärmen i Teams?")
    assert seen.index("liknar ett tips som redan finns: Dela hela skärmen") < seen.index("Vilket område")
    assert "liknar" not in talk.says("ljud")
    talk.says("avbryt")
    talk.says("/tips")
    assert "liknar" not in talk.says("Koka kaffe till fikat")


STEPS = "Stäng det som de andra inte ska se; Klicka på Dela; Fråga de andra om de ser"


def changed(talk: Talk, said: str = "/tips ändra dela-hela-skarmen zoom", **values: str) -> str:
    """Fill in the form for a tip that is there."""
    talk.says(said)
    return talk.submits(**{"titel": "Dela hela skärmen", "fragor": "", "steg": STEPS, "test": "", **values})


def test_the_form_for_a_change_holds_what_is_there(coach: Talk) -> None:
    """The title and the tool's own steps, ready to be changed."""
    coach.says("/tips ändra Dela hela skärmen zoom")
    form = next(item.form for item in coach.last if isinstance(item, OpenForm))
    initial = {field.name: field.initial for field in form.fields}
    assert initial["titel"] == "Dela hela skärmen"
    assert "den gröna knappen Dela skärm" in initial["steg"]
    assert "dela-hela-skarmen zoom" in coach.says("/tips ändra nej")
    assert "dela-hela-skarmen zoom" in coach.says("/tips ändra")


def test_who_approves_a_change_sees_what_is_new(coach: Talk, folder: Path) -> None:
    """Line by line against what is there; when it is approved the tip has the new steps and the rest as before."""
    before = coach.bot._world.knowledge().library.guides["dela-hela-skarmen"]
    assert "Det här ändras" in changed(coach, fragor="får de se min skärm nu", test="visa allt på min dator")
    other = another(coach)
    other.says("/tips förslag")
    seen = other.presses("Dela hela skärmen")
    assert "Det här ändras i tipset Dela hela skärmen:" in seen
    assert "Nytt: får de se min skärm nu" in seen
    assert "Stegen i Zoom" in seen
    assert "Förut: Klicka på den gröna knappen Dela skärm mitt i raden längst ner." in seen
    assert "Nu: Klicka på Dela" in seen
    assert "Borta: " in seen
    assert "Stegen i Teams" not in seen
    assert "har ändrats sedan" not in seen
    assert "Så här gör du i Zoom:" in seen
    other.presses("Godkänn")
    loaded = read_packs([*app.pack_folders(Settings(data=folder.parent)), folder], NOW.date())
    after = loaded.library.guides["dela-hela-skarmen"]
    assert [step.text for step in after.steps_for("zoom")] == STEPS.split("; ")
    assert after.variants["zoom"].evidence == "minne"
    assert after.variants["teams"] == before.variants["teams"]
    assert (after.steps, after.see_also, after.owner) == (before.steps, before.see_also, before.owner)
    assert after.questions == (*before.questions, "får de se min skärm nu")
    assert after.test_questions.right == (*before.test_questions.right, "visa allt på min dator")
    (overlay,) = loaded.library.overlays
    assert (overlay.by, overlay.drift) == ("lokalt", "same")


def test_a_tip_that_changed_meanwhile_is_told(coach: Talk, world: World, folder: Path) -> None:
    """Who approves is warned when the proposal was made from something else than what is there now."""
    changed(coach)
    library = world.knowledge().library
    screen = replace(library.guides["dela-hela-skarmen"], title="Dela skärmen")
    knowledge = replace(world.knowledge(), library=replace(library, guides={**library.guides, screen.id: screen}))
    newer = replace(world, workshop=Workshop(folder), knowledge=lambda: knowledge)
    later = Talk(coach.store, Bot(coach.store, newer, app.handlers()), seen_id=coach.seen_id)
    seen = later.acts("proposal", "dela-hela-skarmen")
    assert "Förut: Dela skärmen" in seen
    assert "Nu: Dela hela skärmen" in seen
    assert "har ändrats sedan förslaget skrevs" in seen


def test_who_approves_a_new_tip_sees_what_is_like_it(coach: Talk) -> None:
    """That nothing that is there changes, and how the nearest tip is asked for."""
    proposed(coach, titel="Visa skärmen i Teams", fragor="hur delar jag skärmen i teams?")
    other = another(coach)
    other.says("/tips förslag")
    seen = other.presses("Visa skärmen i Teams")
    assert "Det är ett nytt tips. Inget som finns ändras." in seen
    assert "Det liknar ett tips som redan finns: Dela hela skärmen" in seen
    assert "• Hur visar jag min skärm för de andra i mötet?" in seen


def test_a_change_is_for_coaches_and_one_at_a_time(coach: Talk) -> None:
    """The same tip cannot have two proposals, no steps make no tip, and a forged form is answered."""
    changed(coach)
    assert "redan ett förslag" in changed(coach)
    library = coach.bot._world.knowledge().library
    assert check_change({"titel": "!", "steg": ";"}, NOW, library).keys() == {"titel", "steg"}
    assert check({"titel": "Eko i motet"}, NOW, library)["titel"].fields == {"id": "eko-i-motet"}
    participant = coach.other("u3")
    participant.acts("form", "andra-tips|dela-hela-skarmen|zoom")
    assert "går det inte att föreslå" in participant.submits(titel="A", steg="Klicka.", fragor="", test="")
    assert participant.acts("form", "andra-tips|nej")


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
