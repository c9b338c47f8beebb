"""Tips that a coach proposes from the chat: a guide file in `forslag/`, moved to `guider/` when another approves it."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from chatbot.packs.guide import Guide
from chatbot.packs.guide_file import read_guide
from chatbot.text import LOOKALIKES

PROPOSALS, GUIDES = "forslag", "guider"
MANIFEST = """\
namn: lokalt
titel: Egna tips
version: "1"
språk: sv
prioritet: 50
"""
AUTHOR = re.compile(r"^# Föreslagen av person (\d+)\b")


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a coach tells of a new tip."""

    title: str
    area: str
    questions: tuple[str, ...]
    steps: tuple[str, ...]
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed guide, and the number of the person who proposed it."""

    guide: Guide
    author: int


class Workshop:
    """The folder of the organisation's own pack, where proposals wait and approved tips live."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def propose(self, sketch: Sketch, author: int, day: date) -> Proposal | None:
        """Write the proposal; None where the name is taken by a tip or proposal, or the text makes no guide."""
        id = guide_id(sketch.title)
        file = self._folder / PROPOSALS / f"{id}.yaml"
        if not id or file.exists() or (self._folder / GUIDES / file.name).exists():
            return None
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"# Föreslagen av person {author} den {day}.\n{scaffold(sketch)}", "utf-8")
        found = self._read(file)
        if found is None:
            file.unlink()
        return found

    def waiting(self) -> Sequence[Proposal]:
        """The proposals that can be read, by id."""
        files = sorted((self._folder / PROPOSALS).glob("*.yaml"))
        return [found for file in files if (found := self._read(file))]

    def approve(self, id: str, approver: int) -> Guide | None:
        """Take the proposal into the pack; None where it does not wait, or is the approver's own."""
        found = next((one for one in self.waiting() if one.guide.id == id), None)
        if found is None or found.author == approver:
            return None
        if not (self._folder / "pack.yaml").exists():
            (self._folder / "pack.yaml").write_text(MANIFEST, "utf-8")
        target = self._folder / GUIDES / found.guide.file.name
        target.parent.mkdir(exist_ok=True)
        found.guide.file.replace(target)
        return found.guide

    def dismiss(self, id: str) -> bool:
        """Throw a proposal away; False if it does not wait."""
        found = next((one for one in self.waiting() if one.guide.id == id), None)
        if found is not None:
            found.guide.file.unlink()
        return found is not None

    def _read(self, file: Path) -> Proposal | None:
        guide, problems = read_guide(file)
        author = AUTHOR.match(file.read_text("utf-8"))
        bad = any(problem.level == "error" for problem in problems)
        return Proposal(guide, int(author[1])) if guide and author and not bad else None


def guide_id(title: str) -> str:
    """The id for a title: "Höra någon på håll" gives "hora-nagon-pa-hall"."""
    plain = unicodedata.normalize("NFC", title).casefold().translate(LOOKALIKES)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-")


def scaffold(sketch: Sketch) -> str:
    """A guide file to go on with."""
    written = {
        "id": guide_id(sketch.title),
        "titel": sketch.title,
        "område": sketch.area,
        "frågor": list(sketch.questions),
        "steg": [{"text": step} for step in sketch.steps],
        "källa": [{"namn": "Egen erfarenhet", "belägg": "minne"}],
        "ägare": "coach",
        "testfrågor": {"rätt": list(sketch.tests), "fel": []},
    }
    return yaml.safe_dump(written, allow_unicode=True, sort_keys=False, width=110)
