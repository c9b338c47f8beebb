"""The webhook: only Telegram is let in, nothing is acknowledged before it is stored, the address is looked after."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any

import pytest
from pydantic import SecretStr

from chatbot.errors import UsageError
from chatbot.ports import Brand
from chatbot_adapters.telegram import TelegramAdapter, TelegramSettings
from tests import loopback
from tests.contract.script import UNWANTED, ScriptedBot
from tests.contract.telegram.driver import SECRET, doing, pressed, web_server
from tests.contract.telegram.server import TOKEN, Held, Refusal, TelegramServer

PERSON = {"id": 7, "is_bot": False, "first_name": "Åsa"}


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    """A running Bot API."""
    with TelegramServer().running() as opened:
        yield opened


@contextlib.asynccontextmanager
async def listening(server: TelegramServer, look_s: float = 60.0) -> AsyncIterator[tuple[ScriptedBot, str]]:
    """The adapter by webhook, once Telegram has its address: the core's part, and that address."""
    adapter = TelegramAdapter(look_s=look_s)
    bot = ScriptedBot(adapter)
    settings = TelegramSettings(token=SecretStr(TOKEN), base_url=server.address, webhook_secret=SecretStr(SECRET))
    async with web_server(adapter, settings) as complete:
        adapter.configure(complete, (), Brand())
        async with doing(adapter.run(bot, bot)):
            await until(lambda: bool(server.webhook))
            yield bot, complete.webhook_url


async def until(holds: Any) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(15):
        while not holds():  # noqa: ASYNC110  what is waited for happens in the server's thread
            await asyncio.sleep(0.01)


def update(said: str = "hej", id: int = 1) -> Mapping[str, Any]:
    """A message in a private chat."""
    message = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "from": PERSON, "text": said}
    return {"update_id": id, "message": message}


@pytest.mark.parametrize("secret", [None, "", "x", SECRET[:-1], SECRET + "x", "å" * 20])
async def test_who_does_not_show_the_secret_is_refused(server: TelegramServer, secret: str | None) -> None:
    """403, and nothing reaches the core."""
    headers = [] if secret is None else [(b"X-Telegram-Bot-Api-Secret-Token", secret.encode())]
    async with listening(server) as (bot, url), loopback.client() as http:
        answer = await http.post(url, json=update(), headers=headers)
        assert (answer.status_code, answer.text) == (403, "")
    assert not bot.events


async def test_what_is_no_update_is_refused(server: TelegramServer) -> None:
    """Other paths, other methods, what is too large or no JSON; an update that cannot be read is left."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    async with listening(server) as (bot, url), loopback.client(headers=headers) as http:
        assert (await http.post(f"{url}/more", json=update())).status_code == 404
        assert (await http.get(url)).status_code == 405
        assert (await http.post(url, content=b"x" * 300_000)).status_code == 413
        assert (await http.post(url, content=b"{")).status_code == 400
        assert (await http.post(url, json={"update_id": 1, "message": {"date": 1}})).status_code == 200
    assert not bot.events


async def test_nothing_is_acknowledged_before_it_is_stored(server: TelegramServer) -> None:
    """503 while the database is away; Telegram delivers again, and it is taken once."""
    async with listening(server) as (bot, _):
        bot.away = True
        number = server.happens({"message": update()["message"]})
        await until(lambda: server.deliveries[-2:] == [503, 503])
        bot.away = False
        await asyncio.to_thread(server.wait_until_taken, number)
        await bot.quiet()
    assert [event.text for event in bot.events.values()] == ["hej"]


async def test_the_same_update_twice_is_one(server: TelegramServer) -> None:
    """Both are acknowledged."""
    server.doubled = True
    async with listening(server) as (bot, _):
        number = server.happens({"message": update()["message"]})
        await asyncio.to_thread(server.wait_until_taken, number)
        await bot.quiet()
    assert server.deliveries == [200, 200]
    assert len(bot.events) == 1


async def test_a_press_is_confirmed_and_a_refusal_told(server: TelegramServer) -> None:
    """After the acknowledgement, by calls of our own."""
    held = Held(1, "7", "hej", [], [[{"text": "Ja", "callback_data": "yes:1"}]])
    async with listening(server):
        server.happens({"callback_query": pressed(held, held.keyboard[0][0], "55")})
        number = server.happens({"message": update(UNWANTED)["message"]})
        await asyncio.to_thread(server.wait_until_taken, number)
        await until(lambda: server.answered == ["55"] and server.shown("7"))
    assert [one.text for one in server.shown("7")] == ["Det tar jag inte emot."]


async def test_before_the_start_and_after_the_end_telegram_is_told_to_wait(server: TelegramServer) -> None:
    """503 by the HTTP server that is up already, and still."""
    adapter = TelegramAdapter()
    settings = TelegramSettings(token=SecretStr(TOKEN), base_url=server.address, webhook_secret=SecretStr(SECRET))
    async with web_server(adapter, settings) as complete, loopback.client() as http:
        assert (await http.post(complete.webhook_url, json=update())).status_code == 503


async def test_an_address_that_was_taken_away_is_given_again(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    """Somebody tried the token on another machine; and failed deliveries are told in the log."""
    async with listening(server, look_s=0.05):
        server.webhook = {}
        await until(lambda: server.webhook)
        server.deliveries.append(502)
        await until(lambda: "Wrong response: 502" in caplog.text)
    assert "taken away" in caplog.text
    assert server.webhook["allowed_updates"] == '["message", "callback_query", "my_chat_member"]'


async def test_a_webhook_that_telegram_does_not_take_is_tried_again(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    """The reason stands in the log; the rest of Resfri goes on."""
    server.fail_webhooks += [Refusal(429, "Too Many Requests", retry_after=1), Refusal(502, "Bad Gateway")]
    async with listening(server):
        assert "did not take the webhook" in caplog.text


async def test_the_mode_changes_and_what_waited_comes(server: TelegramServer) -> None:
    """From webhook to polling and back: the address is taken away and given, and nothing is dropped."""
    async with listening(server):
        pass
    server.happens({"message": update("mellan")["message"]})
    adapter = TelegramAdapter(TelegramSettings(token=SecretStr(TOKEN), base_url=server.address), poll_s=1)
    bot = ScriptedBot(adapter)
    async with doing(adapter.run(bot, bot)):
        await until(lambda: bool(bot.events))
    assert bot.last.text == "mellan"
    async with listening(server):
        pass
    assert server.webhook_calls == ["setWebhook", "deleteWebhook", "setWebhook"]
    assert not server.problems


async def test_a_webhook_set_by_another_is_told_and_left(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    """Who polls does not fight with who has a webhook: the log says so, and the talk goes on once it is gone."""
    adapter = TelegramAdapter(TelegramSettings(token=SecretStr(TOKEN), base_url=server.address), poll_s=1, taken_s=0.05)
    bot = ScriptedBot(adapter)
    async with doing(adapter.run(bot, bot)):
        await until(lambda: server.polls > 0)
        server.webhook = {"url": "http://127.0.0.1:9/", "secret_token": "x"}
        await until(lambda: "has set a webhook" in caplog.text)
        assert server.webhook
        server.webhook = {}
        server.happens({"message": update()["message"]})
        await until(lambda: bool(bot.events))


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"webhook_secret": ""}, "WEBHOOK_SECRET"),
        ({"webhook_secret": "kort"}, "WEBHOOK_SECRET"),
        ({"webhook_secret": "å" * 20}, "WEBHOOK_SECRET"),
        ({"webhook_url": "http://resfri.se/telegram/webhook"}, "https"),
    ],
)
def test_an_open_webhook_is_refused_at_the_start(changed: Mapping[str, str], word: str) -> None:
    """Without a secret that cannot be guessed, or over http to the real Telegram."""
    given = {"webhook_url": "https://resfri.se/telegram/webhook", "webhook_secret": SECRET, **changed}
    with pytest.raises(UsageError, match=word):
        TelegramAdapter().configure(TelegramSettings.model_validate(given), (), Brand())
