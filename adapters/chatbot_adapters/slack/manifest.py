"""The manifest that a workspace's admin pastes into Slack, made from the commands there are (pure)."""

from collections.abc import Mapping, Sequence
from typing import Any

from chatbot.i18n import Translator
from chatbot.ports import CommandSpec

SCOPES = (
    "app_mentions:read",
    "assistant:write",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:write",
)
EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "assistant_thread_context_changed",
    "assistant_thread_started",
    "member_joined_channel",
    "message.im",
    "tokens_revoked",
)
MOST_COMMANDS, MAX_HINT, MAX_NAME = 50, 1000, 24
PATH = "/slack/events"  # where requests are taken, below the web server's own address
ASCII = str.maketrans("åäöÅÄÖ", "aaoAAO")


def manifest(commands: Sequence[CommandSpec], t: Translator, url: str = "") -> Mapping[str, Any]:
    """Slack's app manifest. Each command stands with and without å ä ö, and `/resfri` does them all.

    With `url` (https, where the web server is reached from the internet) by HTTP, without it by Socket Mode.
    """
    to = f"{url.rstrip('/')}{PATH}" if url else ""
    return {
        "display_information": {"name": "Resfri", "description": t._("Hjälper grupper att mötas utan att resa")},
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Resfri", "always_online": True},
            "assistant_view": {
                "assistant_description": t._("Svarar på frågor om möten på distans"),
                "suggested_prompts": [],
            },
            "shortcuts": list(_shortcuts(t)),
            "slash_commands": [one | _url("url", to) for one in _slash(commands, t)][:MOST_COMMANDS],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS)} | _url("request_url", to),
            "interactivity": {"is_enabled": True} | _url("request_url", to),
            "socket_mode_enabled": not to,
            "org_deploy_enabled": False,
            "token_rotation_enabled": False,
        },
    }


def _url(name: str, to: str) -> dict[str, Any]:
    return {name: to} if to else {}


def _shortcuts(t: Translator) -> Sequence[Mapping[str, str]]:
    """Each gives the command by which it is called; names are at most 24 characters."""
    log, keep = t._("Logga möte"), t._("Spara som tips")
    told = t._("Berätta om ett möte utan resa"), t._("Föreslå meddelandet som ett tips")
    return (
        {"name": log[:MAX_NAME], "type": "global", "callback_id": "logga-möte", "description": told[0]},
        {"name": keep[:MAX_NAME], "type": "message", "callback_id": "tips", "description": told[1]},
    )


def _slash(commands: Sequence[CommandSpec], t: Translator) -> Sequence[dict[str, Any]]:
    every = {"resfri": (t._("Allt som Resfri kan: skriv kommandot efter"), "hjälp")}
    for spec in commands:
        for name in (spec.name, spec.name.translate(ASCII)):
            every[name] = (t._(spec.help), spec.usage.partition(" ")[2])
    return [
        {"command": f"/{name}", "description": told[:2000], "should_escape": False}
        | ({"usage_hint": hint[:MAX_HINT]} if hint else {})
        for name, (told, hint) in every.items()
    ]
