"""kill -9 in the middle of many messages: what was acknowledged is answered, once."""

import asyncio
import re
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.running import Running

SESSIONS, EACH, KILLS = 8, 25, 3
PATIENCE_S = 150
EVENT = re.compile(r"^id: (\d+)\nevent: show\n((?:data: .*\n)+)", re.MULTILINE)
SAID = re.compile(r'class="said"[^>]*>(.*?)</p>', re.DOTALL)


class Person:
    """One browser: says its messages, each until it is acknowledged, and reads the stream."""

    def __init__(self, server: Running, number: int) -> None:
        self.server = server
        self.number = number
        self.cookies = httpx.Cookies()
        self.acknowledged: list[str] = []
        self.retries = 0

    def client(self) -> httpx.AsyncClient:
        """A browser with this person's cookie."""
        headers = {"Accept": "application/json", "Sec-Fetch-Site": "same-origin"}
        return httpx.AsyncClient(base_url=self.server.address, cookies=self.cookies, headers=headers, timeout=10)

    async def come(self) -> None:
        """Open the page, which gives the cookie."""
        async with self.client() as browser:
            answer = await browser.get("/")
            self.cookies = answer.cookies

    async def talk(self, told: "asyncio.Queue[None]") -> None:
        """Say all, trying again with the same key while the server is away."""
        async with self.client() as browser:
            for number in range(EACH):
                await self.say(browser, f"fråga {self.number}-{number} om ingenting alls", uuid4().hex)
                told.put_nowait(None)

    async def say(self, browser: httpx.AsyncClient, text: str, key: str) -> None:
        """One message, until it is acknowledged."""
        for _ in range(600):
            try:
                answer = await browser.post("/say", data={"text": text, "key": key})
            except httpx.TransportError:
                self.retries += 1
                await asyncio.sleep(0.1)  # what a browser does while a server is away
                continue
            if answer.status_code == 200:
                self.acknowledged.append(text)
                return
        raise AssertionError("never acknowledged")

    async def page(self) -> tuple[list[str], int]:
        """The whole conversation as the page shows it: what the person said, and how many answers there are."""
        async with self.client() as browser:
            shown = (await browser.get("/", headers={"Accept": "text/html"})).text
        return [text.strip() for text in SAID.findall(shown)], shown.count('class="entry theirs"')

    async def stream(self, last: int, count: int) -> list[tuple[int, str]]:
        """The next items after an id as (id, what was said or "" for an answer)."""
        text = ""
        async with (
            self.client() as browser,
            browser.stream("GET", "/stream", headers={"Last-Event-ID": str(last)}) as got,
        ):
            async for part in got.aiter_text():
                text += part
                if len(EVENT.findall(text)) >= count:
                    break
        return [(int(id), _said(data)) for id, data in EVENT.findall(text)]


def _said(data: str) -> str:
    found = SAID.search(data.replace("data: ", ""))
    return found[1].strip() if found else ""


@pytest.mark.faults
async def test_every_acknowledged_message_is_answered_once(database: str, tmp_path: Path) -> None:
    """200 messages of eight people with four kill -9 in between; the stream shows each once, and one answer each."""
    with Running(tmp_path, database) as server:
        people = [Person(server, number) for number in range(SESSIONS)]
        async with asyncio.timeout(PATIENCE_S):
            await _talk_and_kill(server, people)
            for person in people:
                await _check(person)
        assert sum(person.retries for person in people) > 0, "no kill hit a request on its way"


async def _talk_and_kill(server: Running, people: list[Person]) -> None:
    for person in people:
        await person.come()
    told: asyncio.Queue[None] = asyncio.Queue()
    talking = [asyncio.create_task(person.talk(told)) for person in people]
    for _ in range(KILLS):
        for _ in range(SESSIONS * EACH // (KILLS + 1)):
            await told.get()
        server.kill()
        await asyncio.to_thread(server.start)
    await asyncio.gather(*talking)
    server.kill()
    await asyncio.to_thread(server.start)


async def _check(person: Person) -> None:
    """The stream resumes anywhere, and the page holds one answer to each message, and the welcome once."""
    whole = await person.stream(0, 2 * EACH + 1)
    assert [said for _, said in whole if said] == person.acknowledged
    assert await person.page() == (person.acknowledged, EACH + 1)
    middle = whole[EACH][0]
    assert await person.stream(middle, EACH) == whole[EACH + 1 :]
