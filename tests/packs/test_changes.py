"""What is new in a guide, and a guide file with something changed in it."""

from datetime import date
from pathlib import Path

from chatbot.packs import Amendment, Workshop
from chatbot.packs.changes import Change, changes
from chatbot.packs.guide_file import read_guide
from chatbot.packs.overlay import mark

BASE = """id: se-bild
titel: Se bilden
område: bild
frågor: [Var är bilden?, Jag ser ingenting]
svårighet: 2
steg:
  - text: Klicka på kameran.
    gick_det: Syns bilden?
  - Vänta en stund.
granskad: {datum: 2026-10-01, av: Coach}
"""


def pack(folder: Path, name: str = "se-bild.yaml", text: str = BASE) -> Path:
    """A folder with one guide; gives the file."""
    file = folder / "guider" / name
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")
    return file


def amended(base: Path, folder: Path, *steps: str) -> tuple[Change, ...]:
    """What a proposal with these steps changes."""
    guide, _ = read_guide(base)
    assert guide is not None
    wanted = Amendment(guide.title, ("Var är bilden?",), steps, ())
    found = Workshop(folder).amend(guide, wanted, 1, date(2026, 11, 25))
    assert found is not None
    assert found.changes == mark(guide)
    assert found.guide.reviewed is None
    assert found.guide.difficulty == 2
    found.guide.file.unlink()
    return changes(guide, found.guide)


def test_what_else_a_step_says_is_kept(tmp_path: Path) -> None:
    """With its text, and by its place where no step came or went; a question that is there already is not doubled."""
    base = pack(tmp_path / "p")
    own = tmp_path / "own"
    assert amended(base, own, "Klicka på kameran.", "Vänta en stund.") == ()
    assert amended(base, own, "Tryck på kameran.", "Vänta en stund.") == (
        Change("steg", "Klicka på kameran. Syns bilden?", "Tryck på kameran. Syns bilden?"),
    )
    assert amended(base, own, "Sätt dig.", "Klicka på kameran.", "Vänta en stund.") == (
        Change("steg", "", "Sätt dig."),
    )
    assert amended(base, own, "Vänta en stund.") == (Change("steg", "Klicka på kameran. Syns bilden?", ""),)


def test_a_change_of_an_own_tip_takes_its_place(tmp_path: Path) -> None:
    """Whatever the file is called, and with the mark that it had; a tip of another pack is marked as replaced."""
    other, _ = read_guide(pack(tmp_path / "p"))
    own = tmp_path / "own"
    file = pack(own, "annat-namn.yaml", f"{BASE}ersätter: v0123abcd\n")
    mine, _ = read_guide(file)
    assert other is not None
    assert mine is not None
    workshop = Workshop(own)
    wanted = Amendment("Se bilden nu", (), ("Klicka på kameran.",), ())
    workshop.amend(mine, wanted, 1, date(2026, 11, 25))
    approved = workshop.approve("se-bild", 2)
    assert approved is not None
    assert [one.name for one in (own / "guider").iterdir()] == ["annat-namn.yaml"]
    now, _ = read_guide(file)
    assert now is not None
    assert (now.title, now.replaces) == ("Se bilden nu", "v0123abcd")
    found = workshop.amend(other, wanted, 1, date(2026, 11, 25))
    assert found is not None
    assert found.guide.replaces == mark(other)
