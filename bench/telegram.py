"""CPU for each update by webhook, beside python-telegram-bot applications that do nothing: `python bench/telegram.py`.

16 kept connections, the durable inbox write included, the core's worker paused; server and load in processes of their
own. All servers are measured in each of three rounds; the ratio is that of the medians. Tornado is needed for
python-telegram-bot's own web server: `pip install 'python-telegram-bot[webhooks]'`.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pydantic import SecretStr

sys.path.pop(0)  # this folder: the file has the library's name
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from chatbot import app
from chatbot.bot import Bot
from chatbot.clock import system_clock
from chatbot.conversation.context import Knowledge, World
from chatbot.ports import Brand, Capabilities
from chatbot.store import Store, Tx, migrate, open_store
from chatbot.store.schema import inbox
from chatbot_adapters.telegram import TelegramAdapter, TelegramSettings
from chatbot_adapters.web import WebAdapter, WebSettings
from tests.contract.telegram.people import message
from tests.contract.telegram.server import TOKEN, TelegramServer
from tests.running import free_port

CONNECTIONS, EVENTS, PEOPLE, WARM, ROUNDS = 16, 4000, 400, 300, 3
SECRET = "bench-bench-bench-bench"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass(frozen=True)
class Place:
    """Where a server listens, where its Bot API is, and a folder for its data."""

    port: int
    api: str
    folder: Path


def resfri(place: Place) -> None:
    """Resfri's own webhook under the web chat's server, with its inbox and no worker."""
    with open_store(f"sqlite:///{place.folder / 'bench.sqlite3'}") as store:
        migrate(store)
        asyncio.run(_resfri(place, store))


async def _resfri(place: Place, store: Store) -> None:
    web, telegram = WebAdapter(), TelegramAdapter()
    web.configure(WebSettings(port=place.port), (), Brand())
    url = f"http://127.0.0.1:{place.port}/telegram/webhook"
    settings = TelegramSettings(token=SecretStr(TOKEN), base_url=place.api, webhook_url=url)
    telegram.configure(settings.model_copy(update={"webhook_secret": SecretStr(SECRET)}), (), Brand())
    app.mount([web, telegram])
    world = World(_no_knowledge, system_clock, "sv", lambda _: Capabilities(), lambda _: False, ())
    bot = Bot(store, world, app.handlers())
    await asyncio.gather(web.run(bot, NoFeed()), telegram.run(bot, NoFeed()))


def _no_knowledge() -> Knowledge:
    raise RuntimeError("the worker is paused")


class NoFeed:
    """Nobody is answered."""

    async def after(self, place: object, last: int, wait: float = 0.0) -> tuple[()]:
        """Nothing."""
        return ()

    async def idle(self, place: object) -> bool:
        """Always."""
        return True


def behind_starlette(place: Place) -> None:
    """python-telegram-bot's application behind Starlette and uvicorn, as in its example customwebhookbot."""
    asyncio.run(_behind_starlette(place))


async def _behind_starlette(place: Place) -> None:
    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route
    from telegram import Update

    application = _application(place).updater(None).build()
    _add_nothing(application)

    async def take(request: Request) -> Response:
        if request.headers.get(HEADER) != SECRET:
            return Response(status_code=403)
        await application.update_queue.put(Update.de_json(data=await request.json(), bot=application.bot))
        return Response()

    routes = [Route("/telegram/webhook", take, methods=["POST"])]
    config = uvicorn.Config(Starlette(routes=routes), port=place.port, log_level="warning", access_log=False)
    async with application:
        await application.start()
        await uvicorn.Server(config).serve()


def own_server(place: Place) -> None:
    """python-telegram-bot's application with its own web server."""
    application = _application(place).build()
    _add_nothing(application)
    url = f"http://127.0.0.1:{place.port}/telegram/webhook"
    application.run_webhook("127.0.0.1", place.port, "telegram/webhook", webhook_url=url, secret_token=SECRET)


def _application(place: Place) -> Any:
    from telegram.ext import Application

    return Application.builder().token(TOKEN).base_url(f"{place.api}/bot")


def _add_nothing(application: Any) -> None:
    from telegram.ext import MessageHandler, filters

    async def nothing(update: object, context: Any) -> None:
        return

    application.add_handler(MessageHandler(filters.ALL, nothing))


async def load(port: int, first: int, count: int) -> None:
    """So many updates over the kept connections; raises `RuntimeError` on an answer that is not 200."""
    queue = iter(range(first, first + count))

    async def connection() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for id in queue:
            writer.write(_request(port, id))
            head = await reader.readuntil(b"\r\n\r\n")
            if b" 200 " not in head.split(b"\r\n")[0]:
                raise RuntimeError(head.decode())
        writer.close()

    await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))


def _request(port: int, id: int) -> bytes:
    what = {"update_id": id, "message": message(1000 + id % PEOPLE, "hur delar jag skärmen i teams?", id=id)}
    body = json.dumps(what).encode()
    lines = ("POST /telegram/webhook HTTP/1.1", f"Host: 127.0.0.1:{port}", "Content-Type: application/json")
    head = "\r\n".join((*lines, f"{HEADER}: {SECRET}", f"Content-Length: {len(body)}", "", ""))
    return head.encode() + body


def measured(serve: Callable[[Place], None], api: str) -> tuple[float, float]:
    """CPU ms for each update, and updates a second."""
    with tempfile.TemporaryDirectory() as folder:
        place = Place(free_port(), api, Path(folder))
        server = subprocess.Popen([sys.executable, __file__, serve.__name__, str(place.port), api, folder])
        try:
            found = asyncio.run(_measured(place, server.pid))
        finally:
            server.kill()
            server.wait()
        _check(place.folder / "bench.sqlite3")
        return found


async def _measured(place: Place, pid: int) -> tuple[float, float]:
    await _up(partial(load, place.port, 1, WARM))
    before, began = _cpu(pid), time.perf_counter()
    await load(place.port, 1 + WARM, EVENTS)
    seconds = time.perf_counter() - began
    return (_cpu(pid) - before) / EVENTS * 1000, EVENTS / seconds


def _cpu(pid: int) -> float:
    """Seconds a process has used, by Linux's own count."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _up(trial: Callable[[], Coroutine[Any, Any, None]]) -> None:
    for _ in range(600):
        try:
            return await trial()
        except (OSError, RuntimeError, asyncio.IncompleteReadError):
            await asyncio.sleep(0.1)
    raise TimeoutError("the server never came up")


def _check(database: Path) -> None:
    """Everything that was acknowledged is stored."""
    if database.exists():
        with open_store(f"sqlite:///{database}") as store:
            kept = store.read(_count)
        if kept != WARM + EVENTS:
            raise RuntimeError(f"{kept} of {WARM + EVENTS} updates are stored")


def _count(tx: Tx) -> int:
    return len(tx.execute(inbox.select()).all())


def main() -> None:
    """Print the figures."""
    servers: Mapping[str, Callable[[Place], None]] = {
        "resfri, each update stored": resfri,
        "no-op application behind Starlette and uvicorn": behind_starlette,
        **({"no-op application, its own server (Tornado)": own_server} if find_spec("tornado") else {}),
    }
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in servers}
    with TelegramServer().running() as api:
        for _ in range(ROUNDS):
            for name, serve in servers.items():
                found[name].append(measured(serve, api.address))
    own = statistics.median(cpu for cpu, _ in found["resfri, each update stored"])
    print(f"{EVENTS} updates over {CONNECTIONS} connections, {ROUNDS} rounds, medians")
    for name, figures in found.items():
        cpu, speed = (statistics.median(column) for column in zip(*figures, strict=True))
        print(f"{name:<48} {cpu:.3f} ms CPU each, {speed:>6.0f}/s, resfri/this = {own / cpu:.2f}")


if __name__ == "__main__":
    if sys.argv[1:]:
        name, port, api, folder = sys.argv[1:]
        globals()[name](Place(int(port), api, Path(folder)))
    else:
        main()
