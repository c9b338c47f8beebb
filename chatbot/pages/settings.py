"""The board page's settings: off until there is a token for it, or a header from a login that is trusted."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

TOKEN = re.compile(r"[A-Za-z0-9_-]{16,200}")  # fits in an address as it is; 16 letters are too many to guess
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

    @model_validator(mode="after")
    def _good_tokens(self) -> "PagesSettings":
        secrets = [token.get_secret_value() for token in self.tokens.values()]
        if not all(name.strip() for name in self.tokens) or not all(TOKEN.fullmatch(secret) for secret in secrets):
            raise ValueError("a token is missing its name, too short or not plain letters")
        if len(set(secrets)) < len(secrets):
            raise ValueError("two boards have the same token")  # which of them would it open?
        return self
