"""The whole look-over: what could not be read, then every rule on every guide and bank."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from chatbot.errors import N_, notice
from chatbot.packs.document import Document, read_document
from chatbot.packs.guide import Guide
from chatbot.packs.lint import banks, guides, texts
from chatbot.packs.lint.scene import Asked, BankFile, GuideFile, Scene, same
from chatbot.packs.problems import Problem
from chatbot.packs.read import Pack, pack_folders, read_pack, read_packs

RULES = (*guides.RULES, *texts.RULES)


def lint(folders: Sequence[Path], today: date, beside: Sequence[Path] = ()) -> list[Problem]:
    """Everything to mend in the packs of these folders, by file and line. `beside` are packs that they lean on."""
    loaded = read_packs((*beside, *folders), today)
    found, _ = pack_folders(folders)
    mine = {folder.resolve() for folder in found}
    problems = [one for one in loaded.problems if _inside(one.file, mine) or one.rule == "no-pack"]
    for folder in found:
        problems += _pack(folder, Scene(folder, loaded.library, today))
    return sorted(problems, key=lambda one: (str(one.file), one.line, one.column, one.rule))


def _inside(file: Path, folders: set[Path]) -> bool:
    return any(file.resolve().is_relative_to(folder) for folder in folders)


def _pack(folder: Path, bare: Scene) -> Iterator[Problem]:
    pack = read_pack(folder, bare.today)
    files = [GuideFile(guide, document) for guide in pack.guides if (document := _document(guide))]
    bank_files = {id: BankFile(id, folder / "fragebank" / f"{id}.txt", lines) for id, lines in pack.bank.items()}
    asked = _asked(files, bank_files.values())
    scene = Scene(folder, bare.library, bare.today, bank_files, asked)
    for one in files:
        for rule in RULES:
            yield from rule(one, scene)
    for bank in bank_files.values():
        for bank_rule in banks.RULES:
            yield from bank_rule(bank, scene)
    yield from _vague(pack, bare)
    for topic in pack.topics:
        if topic.id not in bare.library.guides:
            text = notice(N_("Ämnet {id} har ingen guide än."), id=topic.id)
            yield Problem(folder / "katalog.tsv", 0, "no-guide", "warning", text)


def _vague(pack: Pack, scene: Scene) -> Iterator[Problem]:
    """A guide that a vague question could be about must be there."""
    for one in pack.vague:
        for id in one.guides:
            if id not in scene.library.guides:
                text = notice(N_("Guiden {id} finns inte."), id=id)
                hint = notice(N_("Rätta id eller ta bort raden."))
                yield Problem(pack.folder / "oklart.tsv", one.line, "dead-reference", "error", text, hint)


def _document(guide: Guide) -> Document | None:
    document = read_document(guide.file)
    return None if isinstance(document, Problem) else document


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
