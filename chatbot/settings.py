"""Settings: defaults, then `resfri.toml`, then `RESFRI_…` in the environment, then secret files.

The root names no platform: each adapter brings its own model, read from `RESFRI_<ADAPTER>__…` (see `plugins`).
"""

import os
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, TypeVar

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from chatbot.errors import N_, Notice, UsageError

PREFIX = "RESFRI_"
SECRETS = Path("/run/secrets")
# For tests and CI, not settings of the bot.
NOT_SETTINGS = frozenset({"RESFRI_TEST_PG", "RESFRI_TEST_NO_SKIP", "RESFRI_SPECS"})
M = TypeVar("M", bound=BaseModel)


Tier = Literal["lite", "e5"]


class WrongSetting(ValueError):
    """Raised by a model's validator with a sentence of its own, which may not quote the value.

    `{name}` in it becomes the setting's name in the environment.
    """

    def __init__(self, said: Notice) -> None:
        super().__init__(said.message)
        self.said = said


class Settings(BaseModel):
    """What the core needs to know. Every key is also `RESFRI_<KEY>`."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    data: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_path("resfri")),
        description="Mapp för databasen och organisation.yaml",
    )
    database: str = Field(
        default="", description="Databasens adress, sqlite:///… eller postgresql://…; tom = en fil i data-mappen"
    )
    packs: tuple[Path, ...] = Field(default=(), description="Fler mappar med kunskapspaket, skilda med kolon")
    locale: str = Field(default="sv", description="Språk för svaren, sv eller en")
    tier: Tier = Field(
        default="lite", description="Motorn som svarar: lite (ingen modell) eller e5 (kräver tillägget e5)"
    )

    endpoint: str = Field(
        default="",
        pattern=r"^$|^https?://",
        description="Adress till en språkmodell hos er själva som väljer bland motorns tio bästa; tom = ingen",
    )
    endpoint_model: str = Field(default="", description="Modellens namn hos den adressen")
    endpoint_key: SecretStr = Field(default=SecretStr(""), description="Nyckel till den adressen, om den kräver en")
    endpoint_seconds: float = Field(
        default=3.0, gt=0, le=30, description="Så länge väntas på modellen; sedan svarar motorn själv"
    )

    @property
    def database_url(self) -> str:
        """The database's address, with the default filled in."""
        return self.database or f"sqlite:///{self.data / 'resfri.sqlite3'}"


Raw = Mapping[str, Any]


def read_settings(environ: Mapping[str, str] | None = None, folder: Path | None = None, secrets: Path = SECRETS) -> Raw:
    """All keys that are set, nested by section, the strongest source last. Raises `UsageError` on a broken file."""
    found = dict(_from_toml((folder or Path.cwd()) / "resfri.toml"))
    for source in (_from_environment(os.environ if environ is None else environ), _from_secrets(secrets)):
        for key, value in source.items():
            _put(found, key.split("__"), value)
    return found


def root_settings(raw: Raw, sections: tuple[str, ...]) -> Settings:
    """The core's settings; a key that is neither theirs nor an adapter's section is refused with the nearest valid."""
    own = {key: value for key, value in raw.items() if key not in sections}
    if isinstance(own.get("packs"), str):
        own["packs"] = [part for part in own["packs"].split(os.pathsep) if part]
    return _validated(Settings, own, "", tuple(Settings.model_fields) + sections)


def section(raw: Raw, name: str, model: type[M]) -> M:
    """An adapter's settings."""
    return _validated(model, raw.get(name, {}), f"{name}__", tuple(model.model_fields))


def _validated(model: type[M], values: object, prefix: str, known: tuple[str, ...]) -> M:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise _explained(error, prefix, known) from None  # pydantic's own text is English and may hold the value


def _explained(error: ValidationError, prefix: str, known: tuple[str, ...]) -> UsageError:
    first = error.errors(include_url=False, include_input=False)[0]
    key = "__".join(str(part) for part in first["loc"]) if first["loc"] else ""
    name = f"{PREFIX}{prefix}{key}".upper()
    reason = first.get("ctx", {}).get("error")
    if isinstance(reason, WrongSetting):
        return UsageError(reason.said.message, **{**reason.said.fields, "name": name})
    if first["type"] != "extra_forbidden":
        return UsageError(
            N_("Inställningen {name} har ett värde som inte går att använda. Läs docs/drift.md om vad den kan vara."),
            name=name,
        )
    near = get_close_matches(key, known, n=1, cutoff=0.5)
    if not near:
        return UsageError(
            N_("Inställningen {name} finns inte. Ta bort den, eller läs i docs/drift.md vilka som finns."), name=name
        )
    return UsageError(
        N_("Inställningen {name} finns inte. Menade du {near}?"), name=name, near=f"{PREFIX}{prefix}{near[0]}".upper()
    )


def _from_toml(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(N_("Filen {path} går inte att läsa: {reason}"), path=path, reason=error) from error


def _from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    keys = (key for key in sorted(environ) if key.upper().startswith(PREFIX) and key.upper() not in NOT_SETTINGS)
    return {key[len(PREFIX) :].lower(): environ[key] for key in keys}


def _from_secrets(folder: Path) -> dict[str, str]:
    if not folder.is_dir():
        return {}
    files = (
        path for path in sorted(folder.iterdir()) if path.name.lower().startswith(PREFIX.lower()) and path.is_file()
    )
    return {path.name.lower()[len(PREFIX) :]: path.read_text(encoding="utf-8").strip() for path in files}


def _put(tree: dict[str, Any], keys: list[str], value: str) -> None:
    for key in keys[:-1]:
        inner = tree.setdefault(key, {})
        if not isinstance(inner, dict):
            inner = tree[key] = {}
        tree = inner
    tree[keys[-1]] = value
