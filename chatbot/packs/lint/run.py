"""The whole look-over: what could not be read, then every rule on every guide and bank."""

import contextlib
import gc
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from chatbot.errors import N_, notice
from chatbot.packs.lint import banks, guides, overlays, texts
from chatbot.packs.lint.scene import Asked, BankFile, GuideFile, Scene, same
from chatbot.packs.problems import Problem
from chatbot.packs.read import Pack, pack_folders, read_pack, together

RULES = (*guides.RULES, *texts.RULES, *overlays.RULES)


def lint(folders: Sequence[Path], today: date, beside: Sequence[Path] = ()) -> list[Problem]:
    """Everything to mend in the packs of these folders, by file and line. `beside` are packs that they lean on."""
    with _no_collector():
        problems = _all(folders, today, beside)
    return sorted(problems, key=lambda one: (str(one.file), one.line, one.column, one.rule))


@contextlib.contextmanager
def _no_collector() -> Iterator[None]:
    """What is read is large, holds no cycles and stays to the end: looking for them takes a third of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _all(folders: Sequence[Path], today: date, beside: Sequence[Path]) -> list[Problem]:
    found, missing = pack_folders((*beside, *folders))
    mine = {folder.resolve() for folder in pack_folders(folders)[0]}
    packs = [read_pack(folder, today, documents=folder.resolve() in mine) for folder in found]
    loaded = together(packs, missing)
    problems = [one for one in loaded.problems if _inside(one.file, mine) or one.rule == "no-pack"]
    for pack in packs:
        if pack.folder.resolve() in mine:
            problems += _pack(pack, Scene(pack.folder, loaded.library, today))
    return problems


def _inside(file: Path, folders: set[Path]) -> bool:
    return any(file.resolve().is_relative_to(folder) for folder in folders)


def _pack(pack: Pack, bare: Scene) -> Iterator[Problem]:
    files = [GuideFile(guide, pack.documents[guide.id]) for guide in pack.guides]
    banks_folder = pack.folder / "fragebank"
    bank_files = {id: BankFile(id, banks_folder / f"{id}.txt", lines) for id, lines in pack.bank.items()}
    asked = _asked(files, bank_files.values())
    scene = Scene(pack.folder, bare.library, bare.today, bank_files, asked)
    for one in files:
        for rule in RULES:
            yield from rule(one, scene)
    for bank in bank_files.values():
        for bank_rule in banks.RULES:
            yield from bank_rule(bank, scene)
    yield from _unread(pack.folder)
    yield from _vague(pack, bare)
    yield from overlays.hidden(pack, bare)
    for topic in pack.topics:
        if topic.id not in bare.known:
            text = notice(N_("Ämnet {id} har ingen guide än."), id=topic.id)
            yield Problem(pack.folder / "katalog.tsv", 0, "no-guide", "warning", text)


def _unread(folder: Path) -> Iterator[Problem]:
    """Files that look like guides but are not read, since they or their folder are called something else."""
    for file in sorted(folder.glob("guider/*")):
        if file.suffix.lower() in (".yaml", ".yml", ".txt") and file.suffix != ".yaml":
            text = notice(N_("Filen läses inte, eftersom den inte slutar på .yaml."))
            hint = notice(N_("Döp om den till {name}."), name=f"{file.stem}.yaml")
            yield Problem(file, 0, "not-read", "warning", text, hint)
    for name in ("guide", "guides", "Guider"):
        if name in {one.name for one in folder.iterdir() if one.is_dir()}:
            text = notice(N_("Mappen läses inte. Tipsen ska ligga i mappen guider."))
            hint = notice(N_("Döp om den till {name}."), name="guider")
            yield Problem(folder / name, 0, "not-read", "warning", text, hint)


def _vague(pack: Pack, scene: Scene) -> Iterator[Problem]:
    """A guide that a vague question could be about must be there."""
    for one in pack.vague:
        for id in one.guides:
            if id not in scene.known:
                text = notice(N_("Guiden {id} finns inte."), id=id)
                hint = notice(N_("Rätta id eller ta bort raden."))
                yield Problem(pack.folder / "oklart.tsv", one.line, "dead-reference", "error", text, hint)


def _asked(files: Sequence[GuideFile], bank_files: Iterable[BankFile]) -> dict[str, Asked]:
    """Where each question stands first: the guides' own before the banks', so that the copy is the one told of."""
    found: dict[str, Asked] = {}
    for one in files:
        for at, question in enumerate(one.guide.questions):
            line, _ = one.document.place(("frågor", at))
            found.setdefault(same(question), Asked(one.guide.id, one.document.file, line))
    for bank in bank_files:
        for asked in bank.lines:
            found.setdefault(same(asked.text), Asked(bank.id, bank.file, asked.line))
    return found
