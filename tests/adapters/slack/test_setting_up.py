"""docs/slack.md followed to the letter, against the fake."""

import asyncio
import json
import os
import re
import subprocess
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest

from chatbot_adapters.slack.manifest import PATH
from tests.contract.slack.server import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SlackServer, validator
from tests.running import RESFRI, Running, environment

PAGE_FILE = Path(__file__).resolve().parents[3] / "docs" / "slack.md"
PAGE = PAGE_FILE.read_text("utf-8")
SECRETS = {"BOT_TOKEN=xoxb-…": f"BOT_TOKEN={BOT_TOKEN}", "APP_TOKEN=xapp-…": f"APP_TOKEN={APP_TOKEN}"}


def commands(heading: str) -> Sequence[str]:
    """The steps' commands under a heading, with the tokens of the fake in place of the dots."""
    found = [code for step in _steps(heading) for code in re.findall(r"`([^`]+)`", step) if "resfri " in code]
    filled = [code.replace("SIGNING_SECRET=…", f"SIGNING_SECRET={SIGNING_SECRET}") for code in found]
    for dots, secret in SECRETS.items():
        filled = [code.replace(dots, secret) for code in filled]
    return filled


def _steps(heading: str) -> Sequence[str]:
    return re.findall(r"^\d\. .*$", PAGE.split(f"## {heading}\n")[1].split("\n## ")[0], re.MULTILINE)


def settings(command: str) -> dict[str, str]:
    """What a command sets before it runs."""
    pairs = re.findall(r"RESFRI_(\w+)=(\S+)", command)
    return {name.lower(): value for name, value in pairs}


HEADINGS = ("Kom igång med Socket Mode", "Kom igång med HTTP")
FOLLOWED = {  # each step of the page by its words, and where it is followed
    "Installera tillägget": "test_the_extra_is_installed_by_that_name",
    "Låt er webbserver": "answered: the fake sends to that path of the web server, and to nothing else",
    "Skriv ut manifestet": "shell, and Slack's schema",
    "Gå till api.slack.com/apps": "done by the fake: the manifest is its settings",
    "Välj Install to Workspace": "the fake's bot token",
    "Under Basic Information": "the fake's app token or signing secret",
    "Kontrollera": "shell",
    "Starta": "Running, with what the step sets",
    "Skriv till Resfri": "answered",
    "Under Event Subscriptions": "answered: the address is proved",
}


def test_every_step_is_followed() -> None:
    """A step that is added to the page, or worded anew, is followed here too."""
    steps = [step for heading in HEADINGS for step in _steps(heading)]
    assert [step for step in steps if not step.split(". ", 1)[1].startswith(tuple(FOLLOWED))] == []
    assert [words for words in FOLLOWED if not any(words in step for step in steps)] == []


def test_the_extra_is_installed_by_that_name() -> None:
    """The package has the extra of the first step, with what the adapter needs."""
    project = tomllib.loads((PAGE_FILE.parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    assert f"pip install '{project['name']}[slack]'" in PAGE
    assert any(one.startswith("slack-bolt") for one in project["optional-dependencies"]["slack"])


def test_the_proxys_path_is_the_manifests() -> None:
    """What the web server passes on is where the manifest sends Slack."""
    assert f"https://resfri.kommun.se{PATH}` vidare till `http://127.0.0.1:8321{PATH}`" in PAGE


@pytest.mark.parametrize("heading", HEADINGS)
async def test_the_steps_lead_to_an_answer(tmp_path: Path, heading: str) -> None:
    """The manifest is what Slack takes, doctor is content, and a message to the app is answered."""
    manifest, doctor, run = commands(heading)
    async with SlackServer().running() as server:
        base = {"slack__base_url": f"{server.address}/api/"}
        made = await shell(manifest, tmp_path, base)
        assert not list(validator("manifest").iter_errors(json.loads(made)))
        assert "Slack svarar som resfri" in await shell(doctor, tmp_path, base)
        with_tokens = Running(tmp_path, settings={**base, **settings(run)})
        await asyncio.to_thread(with_tokens.start)
        try:
            await answered(server, with_tokens, json.loads(made)["settings"])
        finally:
            await asyncio.to_thread(with_tokens.stop)


async def shell(command: str, folder: Path, extra: dict[str, str]) -> str:
    """What a command prints, run by a shell as it stands on the page."""
    path = {"PATH": f"{RESFRI.parent}:{os.environ['PATH']}"}
    done = await asyncio.to_thread(
        subprocess.run,
        command,
        shell=True,
        env={**environment(folder, **extra), **path},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.stdout


async def answered(server: SlackServer, running: Running, made: dict[str, object]) -> None:
    """By the way in that the manifest chose."""
    if made["socket_mode_enabled"]:
        await asyncio.wait_for(server.connected.wait(), 20)
    else:
        server.app_url = f"{running.address}/slack/events"
        challenge = {"type": "url_verification", "challenge": "abc"}
        assert await server.happens("events_api", challenge) == {"challenge": "abc"}
    said = {"type": "message", "channel_type": "im", "user": "U1", "channel": "D1", "ts": "1.0", "text": "hej"}
    await server.happens("events_api", {"type": "event_callback", "team_id": "T1", "event_id": "E1", "event": said})
    async with asyncio.timeout(20):
        while not server.messages:  # noqa: ASYNC110  what is waited for happens in another process
            await asyncio.sleep(0.02)
