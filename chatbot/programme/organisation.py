"""`organisation.yaml`: a federation, its organisations and their groups, as an operator or coordinator writes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chatbot.errors import N_, ResfriError
from chatbot.packs.document import Document, read_document
from chatbot.packs.schema import nearest

MAX_BYTES = 256_000


@dataclass(frozen=True, slots=True)
class PlannedGroup:
    """A group as written down; known by federation, organisation and name. Figures are None where nothing is said."""

    federation: str
    organisation: str
    name: str
    municipality: str = ""
    fte: float | None = None  # årsarbetskrafter
    members: int | None = None
    recurring_per_month: float | None = None
    contact: str = ""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class _Group(_Part):
    namn: str = Field(min_length=1, max_length=100)
    kommun: str = ""
    fte: float | None = Field(default=None, gt=0, alias="årsarbetskrafter")
    medlemmar: int | None = Field(default=None, gt=0)
    recurring: float | None = Field(default=None, ge=0, alias="återkommande")


class _Organisation(_Part):
    namn: str = Field(min_length=1, max_length=100)
    kontakt: str = ""
    grupper: list[_Group] = []


class _Goal(_Part):
    meetings: int = Field(gt=0, le=1_000_000, alias="möten")
    since: date | None = Field(default=None, alias="från")
    until: date | None = Field(default=None, alias="till")


class _File(_Part):
    federation: str = Field(min_length=1, max_length=100, alias="förbund")
    goal: _Goal | None = Field(default=None, alias="mål")
    organisationer: list[_Organisation] = []


KEYS = frozenset(
    field.alias or name for part in (_File, _Goal, _Organisation, _Group) for name, field in part.model_fields.items()
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the file says: a federation with its common goal in meetings, and its groups."""

    federation: str = ""
    groups: Sequence[PlannedGroup] = ()
    goal: int | None = None
    goal_from: date | None = None
    goal_until: date | None = None


def read_organisation(path: Path) -> Plan:
    """What the file says; empty if there is no file. Raises `ResfriError` naming the file and what is wrong."""
    if not path.exists():
        return Plan()
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ResfriError(N_("Filen {path} är för stor. Den får vara högst 256 kB."), path=path)
        read = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        file = _File.model_validate(read)
        aim = (file.goal.meetings, file.goal.since, file.goal.until) if file.goal else (None, None, None)
        return Plan(file.federation, _planned(file), *aim)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise ResfriError(N_("Filen {path} går inte att läsa, se rad {line}."), path=path, line=line) from error
    except ValidationError as error:
        raise _wrong(path, error) from error


def _wrong(path: Path, error: ValidationError) -> ResfriError:
    """The first thing that is wrong, with its line, and the key that was meant if it is near."""
    first = error.errors(include_url=False, include_input=False)[0]
    document = read_document(path)
    line = document.place(first["loc"])[0] if isinstance(document, Document) else 1
    key = str(first["loc"][-1]) if first["loc"] else ""
    near = nearest(key, KEYS) if first["type"] == "extra_forbidden" else None
    if near is not None:
        said = N_("I filen {path}, rad {line}, känns nyckeln {key} inte igen. Menade du {nearest}?")
        return ResfriError(said, path=path, line=line, key=key, **near.fields)
    said = N_("I filen {path}, rad {line}, är något fel vid {key}. Läs docs/drift.md om hur filen skrivs.")
    return ResfriError(said, path=path, line=line, key=key)


def _planned(file: _File) -> Sequence[PlannedGroup]:
    return tuple(
        PlannedGroup(
            federation=file.federation,
            organisation=organisation.namn,
            contact=organisation.kontakt,
            name=group.namn,
            municipality=group.kommun,
            fte=group.fte,
            members=group.medlemmar,
            recurring_per_month=group.recurring,
        )
        for organisation in file.organisationer
        for group in organisation.grupper
    )
