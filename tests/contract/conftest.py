"""Every adapter with a user of its platform. A new adapter adds its driver here and passes the same scenarios."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from functools import partial

import pytest

from chatbot.ports import Capabilities
from tests.contract.chat.driver import chat
from tests.contract.driver import Driver
from tests.contract.slack.driver import slack
from tests.contract.telegram.driver import telegram
from tests.contract.terminal import terminal
from tests.contract.web import web

RICH = Capabilities(
    forms="modal",
    buttons=True,
    ephemeral="native",
    edit=True,
    delete=True,
    reactions=True,
    threads=True,
    images=True,
    files=True,
    table="native",
    settlement="idempotent",
)
MIDDLING = Capabilities(
    buttons=True,
    max_buttons=2,
    ephemeral="dm",
    edit=True,
    images=True,
    max_text=500,
    unit="utf16",
    settlement="history",
)
POOR = Capabilities(headings=False, max_text=200, unit="bytes")

PLATFORMS: dict[str, Callable[[], AbstractAsyncContextManager[Driver]]] = {
    "terminal": terminal,
    "web": web,
    "rich-chat": partial(chat, RICH),
    "middling-chat": partial(chat, MIDDLING),
    "poor-chat": partial(chat, POOR),
    "slack": slack,
    "slack-channel": partial(slack, group=True),
    "slack-http": partial(slack, http=True),
    "slack-http-channel": partial(slack, group=True, http=True),
    "telegram": telegram,
    "telegram-group": partial(telegram, group=True),
    "telegram-webhook": partial(telegram, webhook=True),
    "telegram-group-webhook": partial(telegram, group=True, webhook=True),
}


@pytest.fixture(params=list(PLATFORMS))
def platform(request: pytest.FixtureRequest) -> Callable[[], AbstractAsyncContextManager[Driver]]:
    """Each platform in turn: makes its driver."""
    return PLATFORMS[request.param]


@pytest.fixture
async def driver(platform: Callable[[], AbstractAsyncContextManager[Driver]]) -> AsyncIterator[Driver]:
    """A person there; whatever the platform complained of during the test fails it."""
    async with platform() as person:
        yield person
        assert not person.problems()
