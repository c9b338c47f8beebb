"""Doctor: looks at everything the bot needs and says what to do where something is wrong."""

import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

from chatbot.answers import Index, trained_on
from chatbot.clock import local
from chatbot.errors import N_, ResfriError, notice
from chatbot.packs import Loaded
from chatbot.ports import Adapter, Check
from chatbot.programme.organisation import read_organisation
from chatbot.store import absences, open_reader, schedules
from chatbot.store.migrate import HEAD, revision

WAL_FIXED = (3, 51, 3)


def examine(url: str, loaded: Loaded, index: Index, adapters: Sequence[Adapter]) -> Sequence[Check]:
    """All checks, in the order they are shown. Only reads."""
    checks = (check for adapter in adapters for check in adapter.checks())
    return [_python(), *_database(url), *_packs(loaded), _answers(index), *checks]


def organisation(path: Path) -> Sequence[Check]:
    """Whether organisation.yaml can be read, as it is when Resfri starts; nothing where there is no such file."""
    if not path.exists():
        return ()
    try:
        count = len(read_organisation(path).groups)
    except ResfriError as error:
        return [Check("organisation", False, notice(error.message, **error.fields))]
    return [
        Check("organisation", True, notice(N_("organisation.yaml går att läsa, antal grupper: {count}"), count=count))
    ]


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    return Check("python", True, notice(N_("Python {version}"), version=version))


def _database(url: str) -> Sequence[Check]:
    try:
        with open_reader(url) as store:
            found, dialect = store.read(revision), store.dialect
    except ResfriError as error:
        return [Check("databas", False, notice(error.message, **error.fields))]
    fresh = found == HEAD
    text = notice(N_("Databasen svarar, version {revision}"), revision=found or "-")
    upgrade = None if fresh else notice(N_("Uppgradera den med: resfri db migrate"))
    own = [_sqlite()] if dialect == "sqlite" else []
    return [Check("databas", fresh, text, upgrade), *own, *(_resting(url) if fresh else ())]


def _resting(url: str) -> Sequence[Check]:
    """Boards that rest, since the bot was shut out of their chat."""
    with open_reader(url) as store:
        found = store.read(schedules.resting)
    hint = notice(
        N_("Släpp in boten i gruppen igen, så fortsätter den. Annars glöms gruppens topplista efter {days} dagar."),
        days=absences.KEPT.days,
    )
    text = N_("Boten får inte skriva i en grupp på {platform} där topplistan ska läggas upp, sedan {day}")
    return [
        Check("grupper", False, notice(text, platform=one.place.platform.capitalize(), day=local(since).date()), hint)
        for one, since in found
    ]


def _sqlite() -> Check:
    """Versions before 3.51.3 can corrupt a file with two writers; Resfri keeps one, so it is only told."""
    fixed = sqlite3.sqlite_version_info >= WAL_FIXED
    text = notice(N_("SQLite {version}"), version=sqlite3.sqlite_version)
    hint = notice(
        N_("Låt inget annat program skriva i databasfilen: den här versionen av SQLite tål bara ett som skriver.")
    )
    return Check("sqlite", True, text, None if fixed else hint)


def _packs(loaded: Loaded) -> Sequence[Check]:
    errors = sum(problem.level == "error" for problem in loaded.problems)
    text = notice(N_("{guides} tips i kunskapspaketen, {errors} fel"), guides=len(loaded.library.guides), errors=errors)
    hint = notice(N_("Se vad som är fel med: resfri packs lint")) if errors else None
    memory = sum(len(factors.from_memory()) for factors in loaded.library.factor_sets.values())
    told = notice(N_("{count} emissionsfaktorer är ur minnet och inte kontrollerade mot källan"), count=memory)
    check_first = notice(N_("Kontrollera dem mot källan innan siffrorna publiceras.")) if memory else None
    return [Check("kunskap", not errors, text, hint), Check("faktorer", True, told, check_first)]


def _answers(index: Index) -> Check:
    """Which engine answers, and whether it was trained on these very packs."""
    if index.head is None:
        text = notice(N_("Motorn svarar utan tränade vikter"))
        return Check("svar", True, text, notice(N_("Träna den med: resfri packs train")))
    tier = index.embedder.name if index.embedder else "lite"
    unlearnt = sum(int(column) < 0 for column in index.columns)
    text = notice(N_("Motorn {tier} svarar, tränad på {count} tips"), tier=tier, count=len(index.ids) - unlearnt)
    fresh = index.head.hash == trained_on(index.library)
    hint = notice(N_("Paketen är nyare än motorns träning. Träna om med: resfri packs train"))
    return Check("svar", True, text, None if fresh else hint)
