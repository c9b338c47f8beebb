"""What an event from Slack costs until it is acknowledged: `python bench/ingress.py [rounds]`.

Three servers in turn, one on a core of its own, 16 connections kept alive, each request signed and of a new event:
bare uvicorn that checks the signature and reads the JSON, a Bolt app whose listener does nothing, and Resfri, which
has stored the event before it answers (SQLite, synchronous=FULL). Resfri's worker stands still, so that only the way
in is measured. The figure to trust is CPU per event, all threads counted; the waits depend on the disk and neighbours.
"""

import asyncio
import hashlib
import hmac
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.contract.slack.server import BOT, BOT_TOKEN, SIGNING_SECRET, TEAM, SlackServer, signed
from tests.running import free_port

CONNECTIONS, EVENTS, WARM, ROUNDS, PEOPLE = 16, 3000, 500, 3, 50
TICKS = os.sysconf("SC_CLK_TCK")
PATH = "/slack/events"


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one round: CPU milliseconds per event, and how long answers took (ms)."""

    cpu: float
    half: float
    most: float
    per_second: float


def event(number: int, run: str) -> bytes:
    """A direct message as Slack sends it."""
    person = number % PEOPLE
    said = {"type": "message", "channel_type": "im", "user": f"U{person}", "channel": f"D{person}", "ts": f"{number}.1"}
    text = "hur delar jag skärmen i Teams när jag sitter i sammanträdesrummet?"
    whole = {"type": "event_callback", "team_id": TEAM, "api_app_id": "A1", "event_id": f"Ev{run}{number}"}
    return json.dumps({**whole, "event": {**said, "text": text}, "authorizations": [{"user_id": BOT}]}).encode()


def request(body: bytes) -> bytes:
    """A signed request."""
    headers = {
        "Host": "localhost",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        **signed(body),
    }
    return (
        f"POST {PATH} HTTP/1.1\r\n".encode()
        + b"".join(f"{k}: {v}\r\n".encode() for k, v in headers.items())
        + (b"\r\n" + body)
    )


async def one_connection(port: int, requests: Sequence[bytes], waits: list[float]) -> None:
    """Send them one after the other; an answer other than 200 ends the measurement."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for sent in requests:
        began = time.perf_counter()
        writer.write(sent)
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head[:16]:
            raise SystemExit(head.decode())
        length = next(
            (int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
        )
        await reader.readexactly(length)
        waits.append(time.perf_counter() - began)
    writer.close()


async def load(port: int, count: int, run: str) -> tuple[list[float], float]:
    """How long each took, and all of them."""
    requests = [request(event(number, run)) for number in range(count)]
    waits: list[float] = []
    began = time.perf_counter()
    await asyncio.gather(*(one_connection(port, requests[n::CONNECTIONS], waits) for n in range(CONNECTIONS)))
    return sorted(waits), time.perf_counter() - began


def cpu_of(process: int) -> float:
    """Seconds of all its threads so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def measured(app: str, run: str) -> Figures:
    """One round of an app in a process of its own."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, __file__, "serve", app, str(port), folder]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            return looked_at(server, app, port, run)
        finally:
            server.kill()
            server.wait()


def looked_at(server: "subprocess.Popen[str]", app: str, port: int, run: str) -> Figures:
    """Warm it, then count."""
    if server.stdout is None or server.stdout.readline().strip() != "up":
        raise SystemExit(f"{app} does not start")
    asyncio.run(load(port, WARM, f"warm{run}"))
    before = cpu_of(server.pid)
    waits, seconds = asyncio.run(load(port, EVENTS, run))
    cpu = (cpu_of(server.pid) - before) / EVENTS * 1000
    return Figures(cpu, waits[len(waits) // 2] * 1000, waits[int(len(waits) * 0.95)] * 1000, EVENTS / seconds)


async def bare(scope: Mapping[str, Any], receive: Any, send: Any) -> None:
    """Signature, JSON, 200."""
    body = b""
    while True:
        part = await receive()
        body += part.get("body", b"")
        if not part.get("more_body"):
            break
    headers = dict(scope["headers"])
    wanted = hmac.new(
        SIGNING_SECRET.encode(), b"v0:%b:%b" % (headers[b"x-slack-request-timestamp"], body), hashlib.sha256
    )
    right = hmac.compare_digest(b"v0=" + wanted.hexdigest().encode(), headers[b"x-slack-signature"])
    json.loads(body)
    answer = [(b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 200 if right else 401, "headers": answer})
    await send({"type": "http.response.body", "body": b""})


def bolt() -> Any:
    """A listener that does nothing, acknowledged as fast as Bolt can."""
    from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.authorization import AuthorizeResult
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    async def authorize(**_: object) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_token=BOT_TOKEN, bot_user_id=BOT)

    app = AsyncApp(signing_secret=SIGNING_SECRET, authorize=authorize, process_before_response=True)

    @app.event("message")
    async def nothing() -> None:
        return None

    handler = AsyncSlackRequestHandler(app)

    async def endpoint(asked: Request) -> Response:
        return await handler.handle(asked)

    return Starlette(routes=[Route(PATH, endpoint, methods=["POST"])])


async def resfri(folder: Path, port: int) -> None:
    """The whole: web server, adapter, core and database; only the worker is not started."""
    from pydantic import SecretStr

    from chatbot import app, commands
    from chatbot.jobs.feed import OutboxFeed
    from chatbot.ports import Brand
    from chatbot.store import migrate, open_store
    from chatbot_adapters.slack import SlackAdapter, SlackSettings
    from chatbot_adapters.web import WebAdapter

    slack, web = SlackAdapter(), WebAdapter()
    chosen = app.options({"RESFRI_DATA": str(folder), "RESFRI_WEB__PORT": str(port)})
    app.configure(chosen, web)
    async with SlackServer().running() as server:
        base = f"{server.address}/api/"
        secrets = {"bot_token": SecretStr(BOT_TOKEN), "signing_secret": SecretStr(SIGNING_SECRET)}
        slack.configure(SlackSettings(**secrets, base_url=base), commands.specs(), Brand())
        with open_store(f"sqlite:///{folder / 'resfri.sqlite3'}") as store:
            migrate(store)
            knowledge = app.knowledge_of(app.load_packs(chosen.settings, chosen.clock), chosen.settings)
            bot = app.build(chosen, store, [web, slack], lambda: knowledge)
            app.mount([web, slack])
            feed = OutboxFeed(store, bot.answered)
            listening = [asyncio.create_task(adapter.run(bot, feed)) for adapter in (web, slack)]
            while not server.calls["auth.test"]:  # noqa: ASYNC110  until Slack has said who the bot is
                await asyncio.sleep(0.05)
            print("up", flush=True)
            await asyncio.gather(*listening)


async def other(app: Any, port: int) -> None:
    """Another app, with the settings of Resfri's own web server."""
    import uvicorn

    config = uvicorn.Config(
        app,
        port=port,
        log_config=None,
        log_level="warning",
        access_log=False,
        lifespan="off",
        server_header=False,
        ws="none",
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  uvicorn tells in no other way
        await asyncio.sleep(0.01)
    print("up", flush=True)
    await serving


async def serve(name: str, port: int, folder: Path) -> None:
    """Serve one of the three until killed."""
    os.sched_setaffinity(0, {0})
    if name == "resfri":
        await resfri(folder, port)
    else:
        await other(bare if name == "bare" else bolt(), port)


def main(rounds: int) -> None:
    """Print the medians and how often Resfri's cost the no-op Bolt app's is."""
    os.sched_setaffinity(0, {(os.cpu_count() or 1) - 1})
    figures: dict[str, list[Figures]] = {"bare": [], "bolt": [], "resfri": []}
    for number in range(rounds):
        for app, so_far in figures.items():
            so_far.append(measured(app, str(number)))
    print(f"{EVENTS} events over {CONNECTIONS} connections, the median of {rounds} rounds")
    cpu = {app: statistics.median(one.cpu for one in rows) for app, rows in figures.items()}
    for app, rows in figures.items():
        half, most, rate = (statistics.median(getattr(r, f) for r in rows) for f in ("half", "most", "per_second"))
        print(f"{app:7} {cpu[app]:.3f} ms CPU per event, p50 {half:.1f} ms, p95 {most:.1f} ms, {rate:.0f} events/s")
    print(
        f"Resfri takes {cpu['resfri'] / cpu['bolt']:.2f} times a no-op Bolt app, {cpu['resfri'] / cpu['bare']:.2f} bare"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        asyncio.run(serve(sys.argv[2], int(sys.argv[3]), Path(sys.argv[4])))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else ROUNDS)
