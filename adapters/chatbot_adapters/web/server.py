"""The HTTP server: a port that is free, and uvicorn inside the loop that already runs."""

import asyncio
import contextlib
import errno
import socket
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import uvicorn

from chatbot.errors import N_, ResfriError
from chatbot_adapters.web.settings import WebSettings

if TYPE_CHECKING:
    from starlette.types import ASGIApp

GRACE_S = 1  # what an answer under way gets to finish when the program stops


class QuietServer(uvicorn.Server):
    """uvicorn, but signals are the program's own matter."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signal handlers as they are."""
        yield


def listen(settings: WebSettings) -> socket.socket:
    """A listening socket. Raises `ResfriError` with the way out when the port cannot be had."""
    made = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port left a moment ago is free
        made.bind((settings.host, settings.port))
        made.listen(128)
    except OSError as error:
        made.close()
        raise _explained(error, settings) from error
    made.setblocking(False)
    return made


def _explained(error: OSError, settings: WebSettings) -> ResfriError:
    if error.errno == errno.EADDRINUSE:
        return ResfriError(
            N_(
                "Porten {port} är upptagen, kanske av en Resfri som redan kör. Välj en annan med "
                "RESFRI_WEB__PORT={other}."
            ),
            port=settings.port,
            other=settings.port + 1 if settings.port < 65535 else 8321,
        )
    if error.errno == errno.EACCES:
        return ResfriError(
            N_("Porten {port} får bara systemet använda. Välj en över 1023 med RESFRI_WEB__PORT=8321."),
            port=settings.port,
        )
    return ResfriError(
        N_("Webbchatten kan inte lyssna på adressen {host}. Kontrollera RESFRI_WEB__HOST."), host=settings.host
    )


async def serve(app: "ASGIApp", listening: socket.socket, closing: Callable[[], None]) -> None:
    """Serve until cancelled, then let go of everything within two seconds; `closing` tells long answers to end."""
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="warning",
        access_log=False,
        lifespan="off",
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=GRACE_S,
    )
    server = QuietServer(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        await asyncio.shield(serving)
    finally:
        closing()
        server.should_exit = True
        await serving
