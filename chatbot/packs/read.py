"""Folders of packs read into one library. A broken file is left out and told of; the rest works."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path

from chatbot.errors import N_, notice
from chatbot.packs.bank import BankLine, read_bank
from chatbot.packs.catalogue import Topic, read_catalogue
from chatbot.packs.distances import read_distances
from chatbot.packs.document import Document, read_document
from chatbot.packs.factor_files import read_factor_sets
from chatbot.packs.guide import Guide
from chatbot.packs.guide_file import guide_of
from chatbot.packs.library import Library, Loaded, in_order
from chatbot.packs.overlay import Overlay
from chatbot.packs.places import read_places
from chatbot.packs.problems import Problem
from chatbot.packs.schema import PackModel, check
from chatbot.packs.vague import Vague, read_vague
from chatbot.packs.words import Lexicon, Referral, joined, read_lexicon, read_referrals

MANIFEST = "pack.yaml"
KINDS = (".yaml", ".yml", ".tsv", ".txt")


@dataclass(frozen=True, slots=True)
class Pack:
    """One pack as read, before packs are laid over each other.

    `documents` are the files of the guides by id, where `read_pack` was asked to keep them.
    """

    folder: Path
    manifest: PackModel
    guides: tuple[Guide, ...] = ()
    topics: tuple[Topic, ...] = ()
    lexicon: Lexicon = field(default_factory=Lexicon)
    referrals: tuple[Referral, ...] = ()
    bank: Mapping[str, tuple[BankLine, ...]] = field(default_factory=dict)
    vague: tuple[Vague, ...] = ()
    problems: tuple[Problem, ...] = ()
    documents: Mapping[str, Document] = field(default_factory=dict)


def read_packs(folders: Sequence[Path], today: date) -> Loaded:
    """All packs in the folders as one library.

    A folder is a pack, or holds packs one level down. A pack of higher `prioritet` (then: later folder) replaces
    guides with the same id and may hide others. `today` judges dates in the content.
    """
    found, problems = pack_folders(folders)
    return together([read_pack(folder, today) for folder in found], problems)


def together(read: Sequence[Pack], wrong: Iterable[Problem] = ()) -> Loaded:
    """These packs, in the order of their folders, as one library; with what was `wrong` besides."""
    packs = sorted(read, key=lambda pack: pack.manifest.priority)
    problems = [*wrong, *(problem for pack in packs for problem in pack.problems)]
    places, wrong_places = read_places(_files(packs, "orter.tsv"))
    distances, wrong_distances = read_distances(_files(packs, "avstand.tsv"), places)
    factor_sets, wrong_factors = read_factor_sets(chain(*(sorted(p.folder.glob("faktorer/*.yaml")) for p in packs)))
    laid, overlays = _laid_over(packs)
    guides = in_order(laid.values())
    referrals = {referral.id: referral for pack in packs for referral in pack.referrals}
    library = Library(
        guides=guides,
        areas={area: name for pack in packs for area, name in pack.manifest.areas.items()},
        catalogue={topic.id: topic for pack in packs for topic in pack.topics},
        lexicon=joined(pack.lexicon for pack in packs),
        referrals=referrals,
        bank=_banks(packs, (*guides, *referrals)),
        vague=tuple(one for pack in packs for one in pack.vague),
        overlays=tuple(overlays),
        places=places,
        distances=distances,
        factor_sets=factor_sets,
        policy=next((pack.manifest.policy for pack in reversed(packs) if pack.manifest.policy), ""),
        hash=library_hash(pack.folder for pack in read),
    )
    return Loaded(library, (*problems, *wrong_places, *wrong_distances, *wrong_factors))


def pack_folders(folders: Iterable[Path]) -> tuple[list[Path], list[Problem]]:
    """The packs in the folders, in the order given, each once whichever way it is written."""
    found: dict[Path, Path] = {}
    problems: list[Problem] = []
    for folder in folders:
        inside = (
            [folder] if (folder / MANIFEST).is_file() else sorted(one.parent for one in folder.glob(f"*/{MANIFEST}"))
        )
        if not inside:
            text = notice(N_("I mappen finns inget kunskapspaket."))
            hint = notice(N_("Ett paket är en mapp med filen pack.yaml."))
            problems.append(Problem(folder, 0, "no-pack", "error", text, hint))
        for one in inside:
            found.setdefault(one.resolve(), one)
    return list(found.values()), problems


def read_pack(folder: Path, today: date, *, documents: bool = False) -> Pack:
    """One pack and what is wrong in it. Without a readable pack.yaml the rest is read all the same.

    `documents`: keep the guides' files as read, for rules that tell lines.
    """
    manifest, problems = _manifest(folder)
    kept: dict[str, Document] | None = {} if documents else None
    guides, wrong_guides = _guides(folder, manifest.name, today, kept)
    topics, wrong_topics = read_catalogue(folder / "katalog.tsv") if (folder / "katalog.tsv").exists() else ([], [])
    lexicon, wrong_words = Lexicon(), list[Problem]()
    if (folder / "ordlista.yaml").exists():
        lexicon, wrong_words = read_lexicon(folder / "ordlista.yaml")
    referrals, wrong_referrals = list[Referral](), list[Problem]()
    if (folder / "utanfor.yaml").exists():
        referrals, wrong_referrals = read_referrals(folder / "utanfor.yaml")
    bank, wrong_bank = _bank(folder)
    vague, wrong_vague = read_vague(folder / "oklart.tsv") if (folder / "oklart.tsv").exists() else ([], [])
    wrong = (*problems, *wrong_guides, *wrong_topics, *wrong_words, *wrong_referrals, *wrong_bank, *wrong_vague)
    found = (tuple(guides), tuple(topics), lexicon, tuple(referrals), bank, tuple(vague))
    return Pack(folder, manifest, *found, wrong, kept or {})


def _manifest(folder: Path) -> tuple[PackModel, list[Problem]]:
    document = read_document(folder / MANIFEST)
    model = [document] if isinstance(document, Problem) else check(document, PackModel)
    return (PackModel(namn=folder.name), model) if isinstance(model, list) else (model, [])


def _guides(
    folder: Path, pack: str, today: date, kept: dict[str, Document] | None
) -> tuple[list[Guide], list[Problem]]:
    guides: dict[str, Guide] = {}
    problems: list[Problem] = []
    for file in sorted(folder.glob("guider/*.yaml")):
        document = read_document(file)
        guide, wrong = (None, [document]) if isinstance(document, Problem) else guide_of(document, pack, today)
        problems += wrong
        if guide is None:
            continue
        if guide.id in guides:
            text = notice(N_("Två guider har id {id}."), id=guide.id)
            hint = notice(N_("Den andra ligger i {file}."), file=guides[guide.id].file.name)
            problems.append(Problem(file, 1, "duplicate-id", "error", text, hint))
            continue
        guides[guide.id] = guide
        if kept is not None and isinstance(document, Document):
            kept[guide.id] = document
    return list(guides.values()), problems


def _bank(folder: Path) -> tuple[dict[str, tuple[BankLine, ...]], list[Problem]]:
    bank: dict[str, tuple[BankLine, ...]] = {}
    problems: list[Problem] = []
    for file in sorted(folder.glob("fragebank/*.txt")):
        bank[file.stem], wrong = read_bank(file)
        problems += wrong
    return bank, problems


def _banks(packs: Iterable[Pack], known: Iterable[str]) -> dict[str, tuple[BankLine, ...]]:
    """All packs' questions by what they ask for; those of a guide that is hidden or gone are left out."""
    found: dict[str, tuple[BankLine, ...]] = dict.fromkeys(known, ())
    for pack in packs:
        for id, lines in pack.bank.items():
            if id in found:
                found[id] += lines
    return {id: lines for id, lines in found.items() if lines}


def _laid_over(packs: Iterable[Pack]) -> tuple[dict[str, Guide], list[Overlay]]:
    """The guides in force, and each that a pack took the place of or hid."""
    guides: dict[str, Guide] = {}
    overlays: list[Overlay] = []
    for pack in packs:
        own = {guide.id: guide for guide in pack.guides}
        gone = dict.fromkeys((*own, *pack.manifest.hide))
        overlays += [Overlay(guides[id], pack.folder, pack.manifest.name, own.get(id)) for id in gone if id in guides]
        guides = {id: guide for id, guide in guides.items() if id not in gone} | own
    return guides, overlays


def _files(packs: Iterable[Pack], name: str) -> list[Path]:
    return [pack.folder / name for pack in packs if (pack.folder / name).is_file()]


def library_hash(folders: Iterable[Path]) -> str:
    """16 hex digits of SHA-256 over every data file's name and bytes, in stable order."""
    digest = hashlib.sha256()
    for folder in folders:
        for file in sorted(one for one in folder.rglob("*") if one.suffix in KINDS and one.is_file()):
            contents = file.read_bytes()
            digest.update(f"{folder.name}/{file.relative_to(folder).as_posix()}\0{len(contents)}\0".encode())
            digest.update(contents)
    return digest.hexdigest()[:16]
