"""The web chat's settings, and the rule that it listens on this machine only until somebody vouches for who comes."""

import ipaddress
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from chatbot.errors import N_, UsageError

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
ANY_ADDRESS = frozenset({"0.0.0.0", "::"})  # noqa: S104 - named in order to be refused, not to be listened on


class WebSettings(BaseModel):
    """Read from `RESFRI_WEB__…`."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    host: str = Field(default="127.0.0.1", min_length=1, description="Adressen som webbchatten lyssnar på")
    port: int = Field(default=8321, ge=0, le=65535, description="Porten; 0 = en som är ledig")
    trusted_hosts: tuple[str, ...] = Field(
        default=(), description="Namn som webbchatten får nås under, skilda med komma, till exempel resfri.kommun.se"
    )
    proxy_header: str = Field(
        default="",
        pattern=r"^[A-Za-z0-9-]*$",
        description="Rubriken där kommunens inloggning skriver vem som kommer, till exempel X-Remote-User",
    )

    @field_validator("trusted_hosts", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """The host names a request may carry, lower case, without port."""
        own = set() if self.host in ANY_ADDRESS else {self.host.lower()}
        return LOOPBACK_NAMES | own | {name.lower() for name in self.trusted_hosts}


def is_loopback(host: str) -> bool:
    """True for an address that only this machine reaches."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def refuse_open_door(settings: WebSettings) -> None:
    """Raise `UsageError` when others could reach the chat without anybody knowing who they are."""
    if not is_loopback(settings.host) and not settings.proxy_header:
        raise UsageError(
            N_(
                "Webbchatten lyssnar bara på den egna datorn tills inloggning finns. Ta bort RESFRI_WEB__HOST, eller "
                "sätt RESFRI_WEB__PROXY_HEADER till den rubrik där er inloggning skriver vem som kommer."
            )
        )
