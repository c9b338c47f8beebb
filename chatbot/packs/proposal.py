"""Tips that a coach proposes from the chat: a guide file in `forslag/`, moved to `guider/` when another approves it.

A proposal is a new tip, or a tip that is there already with something changed; that one then replaces it.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from chatbot.packs.document import Document, read_document
from chatbot.packs.guide import Guide
from chatbot.packs.guide_file import read_guide
from chatbot.packs.overlay import mark
from chatbot.text import LOOKALIKES

PROPOSALS, GUIDES = "forslag", "guider"
MANIFEST = """\
namn: lokalt
titel: Egna tips
version: "1"
språk: sv
prioritet: 50
"""
AUTHOR = re.compile(r"^# Föreslagen av person (\d+) den \S+(?: Ändrar (v[0-9a-f]{8})\.)?")


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a coach tells of a new tip."""

    title: str
    area: str
    questions: tuple[str, ...]
    steps: tuple[str, ...]
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a coach wants otherwise in a tip; the steps are the common ones, or those of `tool`."""

    title: str
    more_questions: tuple[str, ...]
    steps: tuple[str, ...]
    tests: tuple[str, ...]
    tool: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed guide, and the number of the person who proposed it.

    `changes` is the mark of the guide that it was made from (see `overlay.mark`), "" where it is new.
    """

    guide: Guide
    author: int
    changes: str = ""


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
        return self._write(file, f"# Föreslagen av person {author} den {day}.\n{scaffold(sketch)}")

    def amend(self, base: Guide, wanted: Amendment, author: int, day: date) -> Proposal | None:
        """Write a proposal that changes a guide; None where one waits already, or the text makes no guide."""
        own = base.file.parent.resolve() == (self._folder / GUIDES).resolve()
        file = self._folder / PROPOSALS / (base.file.name if own else f"{base.id}.yaml")
        document = read_document(base.file)
        if file.exists() or not isinstance(document, Document) or not isinstance(document.data, dict):
            return None
        written = amended(document.data, base, wanted, own=own)
        head = f"# Föreslagen av person {author} den {day}. Ändrar {mark(base)}.\n"
        return self._write(file, head + _dumped(written))

    def _write(self, file: Path, contents: str) -> Proposal | None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(contents, "utf-8")
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
        return Proposal(guide, int(author[1]), author[2] or "") if guide and author and not bad else None


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
        "testfrågor": {"rätt": list(sketch.tests), "fel": None},
    }
    return _dumped(written)


def amended(data: Mapping[str, Any], base: Guide, wanted: Amendment, *, own: bool) -> dict[str, Any]:
    """A guide file's contents with what is wanted otherwise. Nobody has tried changed steps, so that mark goes.

    `own`: the guide lies in the same pack, and nothing below is replaced anew.
    """
    tests = data.get("testfrågor") or {}
    changed = {
        **{key: value for key, value in data.items() if value is not None and key != "granskad"},
        "titel": wanted.title,
        "frågor": [*base.questions, *(one for one in wanted.more_questions if one not in base.questions)],
        "testfrågor": {**tests, "rätt": [*base.test_questions.right, *wanted.tests]},
    }
    if not own:
        changed["ersätter"] = mark(base)
    if wanted.tool in base.variants:
        variants = data["varianter"]
        steps = _steps(variants[wanted.tool]["steg"], wanted.steps)
        changed["varianter"] = {**variants, wanted.tool: {"steg": steps, "belägg": "minne"}}
    else:
        changed["steg"] = _steps(data.get("steg") or [], wanted.steps)
    return changed


def _steps(before: Sequence[Any], texts: Sequence[str]) -> list[Any]:
    """The steps with these texts; what else a step says is kept where its text is, or where none came or went."""
    old = [one if isinstance(one, dict) else {"text": one} for one in before]
    by_text = {one["text"]: one for one in old}
    beside = old if len(old) == len(texts) else [{} for _ in texts]
    return [{**by_text.get(text, beside[at]), "text": text} for at, text in enumerate(texts)]


def _dumped(written: Mapping[str, Any]) -> str:
    return yaml.dump(dict(written), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


class _Dumper(yaml.SafeDumper):
    """What is None stands as a bare key, so that lines can be written under it."""


_Dumper.add_representer(type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", ""))
