"""The board page's settings: off until there is a token for it, or a header from a login that is trusted."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from chatbot.errors import N_, notice
from chatbot.settings import WrongSetting

LEAST = 16  # letters of a key: too many to guess
TOKEN = re.compile(rf"[A-Za-z0-9_-]{{{LEAST},200}}")  # fits in an address as it is
MAKE = 'python3 -c "import secrets; print(secrets.token_urlsafe(24))"'
# A key is told by its number: its name may be the secret itself, where the two have been swapped.
NAMELESS = N_(
    "Nyckel {number} i {name} (i resfri.toml: [pages.tokens]) saknar ett namn. "
    "Skriv förbundets eller organisationens namn före nyckeln: Dalsland=nyckeln"
)
SHORT = N_(
    "Nyckel {number} i {name} (i resfri.toml: [pages.tokens]) är för kort. "
    "Den ska ha minst {least} tecken. Gör en bra nyckel så här: {make}"
)
STRANGE = N_(
    "Nyckel {number} i {name} (i resfri.toml: [pages.tokens]) är för lång, eller har tecken som inte kan stå i en "
    "adress. Använd bara A–Z, a–z, 0–9, _ och -. Gör en bra nyckel så här: {make}"
)
TWICE = N_(
    "Två namn i {name} (i resfri.toml: [pages.tokens]) har samma nyckel. Ge dem var sin. "
    "Gör en bra nyckel så här: {make}"
)
ORIGIN = re.compile(r"https?://(\*\.)?[A-Za-z0-9.-]+(:\d{1,5})?")


class PagesSettings(BaseModel):
    """Read from `RESFRI_PAGES__…`."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    tokens: Mapping[str, SecretStr] = Field(
        default={},
        description="En hemlig nyckel för varje förbund eller organisation vars topplista får visas för den med länken",
    )
    proxy_header: str = Field(
        default="",
        pattern=r"^[A-Za-z0-9-]*$",
        description="Rubriken där er inloggning skriver vem som kommer; den som har den får se topplistorna",
    )
    trusted_hosts: tuple[str, ...] = Field(
        default=(), description="Namn som inloggningen når sidan under, skilda med komma"
    )
    frame_ancestors: tuple[str, ...] = Field(
        default=(), description="Webbplatser som får bädda in sidan, skilda med komma; tom = ingen"
    )
    refresh_seconds: int = Field(
        default=60, ge=5, le=3600, description="Så ofta hämtas en sida på nytt som uppdateras av sig själv"
    )

    @property
    def on(self) -> bool:
        """True when somebody may see a board."""
        return bool(self.tokens or self.proxy_header)

    @field_validator("tokens", mode="before")
    @classmethod
    def _pairs(cls, value: Any) -> Any:
        """`Dalsland=nyckel, Åmåls kommun=nyckel`, as it is written in the environment."""
        if not isinstance(value, str):
            return value
        pairs = [part.rpartition("=") for part in re.split(r"[,\n]", value) if part.strip()]
        return {name.strip(): token.strip() for name, _, token in pairs}

    @field_validator("trusted_hosts", "frame_ancestors", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("frame_ancestors")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(ORIGIN.fullmatch(origin) for origin in value):
            raise ValueError("not an origin")  # it goes into a header as it stands
        return value

    @field_validator("tokens")
    @classmethod
    def _good_tokens(cls, value: Mapping[str, SecretStr]) -> Mapping[str, SecretStr]:
        secrets = [token.get_secret_value() for token in value.values()]
        for number, (name, secret) in enumerate(zip(value, secrets, strict=True), 1):
            if wrong := _wrong(name, secret):
                raise WrongSetting(notice(wrong, number=number, least=LEAST, make=MAKE))
        if len(set(secrets)) < len(secrets):  # which of them would it open?
            raise WrongSetting(notice(TWICE, make=MAKE))
        return value


def _wrong(name: str, secret: str) -> str:
    """What is wrong with a key and its name, "" if nothing is."""
    if not name.strip():
        return NAMELESS
    if len(secret) < LEAST:
        return SHORT
    return "" if TOKEN.fullmatch(secret) else STRANGE
