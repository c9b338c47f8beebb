"""Slack's payloads as events (pure). A payload is a plain mapping, whichever way it came."""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from chatbot.messages import Actor, Event, EventKind, MessageRef, Place

Payload = Mapping[str, Any]
MARKED = re.compile(r"<([^<>]*)>")
ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def events_of(payload: Payload, bot_user: str) -> Sequence[Event]:
    """What happened, if the core has a use for it; after a press on the app's own page that page is shown anew."""
    event = event_of(payload, bot_user)
    if event is None:
        return ()
    if event.kind == "action" and payload["container"]["type"] == "view":
        return event, Event(f"{event.key}:home", "home", event.actor, event.place, event.at)
    return (event,)


def event_of(payload: Payload, bot_user: str) -> Event | None:
    """The event; None for what the core has no use for."""
    if "command" in payload:
        return _command(payload)
    match payload.get("type"):
        case "event_callback":
            return _happened(payload, payload["event"], bot_user)
        case "block_actions":
            return _pressed(payload)
        case "view_submission":
            return _form(payload)
        case "shortcut":
            return _shortcut(payload)
        case "message_action":
            return _message_shortcut(payload)
    return None


def _happened(payload: Payload, event: Payload, bot_user: str) -> Event | None:
    match event.get("type"):
        case "message" | "app_mention":
            return _said(payload, event, bot_user)
        case "app_home_opened" if event.get("tab") == "home":
            return _of(payload, "home", event["user"], _place(payload["team_id"], event["channel"], "", direct=True))
        case "member_joined_channel" if event.get("user") == bot_user and event.get("inviter"):
            place = _place(payload["team_id"], event["channel"], "", direct=False)
            return _of(payload, "member", event["inviter"], place, name="joined")
    return None


def _of(payload: Payload, kind: EventKind, user: str, place: Place, name: str = "") -> Event:
    key = f"{payload['team_id']}:{payload['event_id']}"
    at = datetime.fromtimestamp(float(payload["event"]["event_ts"]), UTC)
    return Event(key, kind, Actor("slack", place.tenant, user), place, at, name=name)


def _said(payload: Payload, event: Payload, bot_user: str) -> Event | None:
    """A direct message, or a mention; what is said to others in a channel is not even looked at."""
    direct = event.get("type") == "message" and event.get("channel_type") == "im"
    mention = event.get("type") == "app_mention"
    if not (direct or mention) or event.get("subtype") or event.get("bot_id") or "user" not in event:
        return None
    team = str(payload["team_id"])
    place = _place(team, event["channel"], event.get("thread_ts", ""), direct=direct)
    text = plain(str(event.get("text", "")), bot_user)
    at = datetime.fromtimestamp(float(event["ts"]), UTC)
    return Event(f"{team}:{payload['event_id']}", "message", Actor("slack", team, event["user"]), place, at, text)


def _command(payload: Payload) -> Event:
    """`/resfri` does all commands: its first word is the command then."""
    name, text = payload["command"].lstrip("/"), plain(str(payload.get("text", "")), "")
    if name == "resfri":
        name, _, text = text.partition(" ")
    team = str(payload["team_id"])
    place = _place(team, payload["channel_id"], "", direct=payload["channel_id"].startswith("D"))
    actor = Actor("slack", team, payload["user_id"])
    name = unicodedata.normalize("NFC", name) or "hjälp"
    return Event(
        payload["trigger_id"], "command", actor, place, datetime.now(UTC), text, name, trigger=payload["trigger_id"]
    )


def _pressed(payload: Payload) -> Event:
    action = payload["actions"][0]
    team, container = str(payload["team"]["id"]), payload["container"]
    own_page = container["type"] == "view"
    channel = json.loads(payload["view"]["private_metadata"])["channel"] if own_page else payload["channel"]["id"]
    place = _place(team, channel, container.get("thread_ts", ""), direct=channel.startswith("D"))
    source = None if own_page or container.get("is_ephemeral") else MessageRef(place, container["message_ts"])
    _, _, name = action["action_id"].partition(":")
    value = "" if action.get("value") == EMPTY else action.get("value", "")
    actor = Actor("slack", team, payload["user"]["id"])
    key, label = payload["trigger_id"], plain(action["text"]["text"], "")
    return Event(key, "action", actor, place, datetime.now(UTC), label, name, value, source=source, trigger=key)


def _form(payload: Payload) -> Event:
    view = payload["view"]
    kept = json.loads(view["private_metadata"])
    team = str(payload["team"]["id"])
    values = {name: _value(next(iter(field.values()))) for name, field in view["state"]["values"].items()}
    actor = Actor("slack", team, payload["user"]["id"])
    place = _place(team, kept["channel"], kept["thread"], direct=kept["direct"])
    key = f"{view['id']}:{view['hash']}"
    now = datetime.now(UTC)
    return Event(key, "form", actor, place, now, name=view["callback_id"], value=kept["value"], values=values)


def _value(field: Payload) -> str:
    match field["type"]:
        case "datepicker":
            return str(field.get("selected_date") or "")
        case "static_select":
            return str((field.get("selected_option") or {}).get("value", ""))
    return unicodedata.normalize("NFC", str(field.get("value") or ""))


def _shortcut(payload: Payload) -> Event:
    """A global shortcut: the command of that name. It has no place: `channel` is the person, whose chat is meant."""
    team, user = str(payload["team"]["id"]), payload["user"]["id"]
    key = payload["trigger_id"]
    place = _place(team, user, "", direct=True)
    return Event(
        key, "command", Actor("slack", team, user), place, datetime.now(UTC), "", payload["callback_id"], trigger=key
    )


def _message_shortcut(payload: Payload) -> Event:
    """A shortcut on a message: the command of that name, with the message's words."""
    team, channel, said = str(payload["team"]["id"]), payload["channel"]["id"], payload["message"]
    place = _place(team, channel, said.get("thread_ts", ""), direct=channel.startswith("D"))
    actor, key = Actor("slack", team, payload["user"]["id"]), payload["trigger_id"]
    text = plain(str(said.get("text", "")), "")
    return Event(key, "command", actor, place, datetime.now(UTC), text, payload["callback_id"], trigger=key)


def _place(team: str, channel: str, thread: str, *, direct: bool) -> Place:
    return Place("slack", team, channel, thread, "direct" if direct else "group")


EMPTY = "-"  # Slack takes no empty value


def plain(text: str, bot_user: str) -> str:
    """What a person typed: the bot's own mention taken out, Slack's marks as words, entities as signs; NFC."""

    def words(match: re.Match[str]) -> str:
        inner, _, label = match[1].partition("|")
        if inner == f"@{bot_user}":
            return ""
        return label or (f"@{inner[1:]}" if inner.startswith("!") else inner)

    said = MARKED.sub(words, text)
    for entity, sign in ENTITIES:
        said = said.replace(entity, sign)
    return unicodedata.normalize("NFC", said).strip()
