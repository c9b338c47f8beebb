"""docs/slack.md followed to the letter, against the fake."""

import asyncio
import json
import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.contract.slack.server import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SlackServer, validator
from tests.running import RESFRI, Running, environment

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "slack.md").read_text("utf-8")
SECRETS = {"BOT_TOKEN=xoxb-…": f"BOT_TOKEN={BOT_TOKEN}", "APP_TOKEN=xapp-…": f"APP_TOKEN={APP_TOKEN}"}


def commands(heading: str) -> Sequence[str]:
    """The steps' commands under a heading, with the tokens of the fake in place of the dots."""
    steps = re.findall(r"^\d\. .*$", PAGE.split(f"## {heading}\n")[1].split("\n## ")[0], re.MULTILINE)
    found = [code for step in steps for code in re.findall(r"`([^`]+)`", step) if "resfri " in code]
    filled = [code.replace("SIGNING_SECRET=…", f"SIGNING_SECRET={SIGNING_SECRET}") for code in found]
    for dots, secret in SECRETS.items():
        filled = [code.replace(dots, secret) for code in filled]
    return filled


def settings(command: str) -> dict[str, str]:
    """What a command sets before it runs."""
    pairs = re.findall(r"RESFRI_(\w+)=(\S+)", command)
    return {name.lower(): value for name, value in pairs}


@pytest.mark.parametrize("heading", ["Kom igång med Socket Mode", "Kom igång med HTTP"])
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
