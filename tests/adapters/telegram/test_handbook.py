"""The page docs/telegram.md, followed to the letter against the Bot API of the tests."""

import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.contract.telegram.driver import GROUP
from tests.contract.telegram.people import message
from tests.contract.telegram.server import TOKEN, TelegramServer
from tests.running import Running, free_port, resfri

PAGE = (Path(__file__).parents[3] / "docs" / "telegram.md").read_text("utf-8")
CODE = re.compile(r"`([^`]+)`")
NAMED = re.compile(r"loggen: `([^`]+)`")


def commands(section: str) -> list[str]:
    """What a section says to type, in order."""
    text = PAGE.split(f"## {section}\n")[1].split("\n## ")[0]
    return [code for line in text.splitlines() if re.match(r"\d\.", line) for code in CODE.findall(line)]


def settings_in(command: str, **said: str) -> Mapping[str, str]:
    """The settings before a command, the examples replaced by what holds here."""
    found = dict(word.split("=", 1) for word in command.split() if word.startswith("RESFRI_"))
    return {name.removeprefix("RESFRI_").lower(): said.get(value, value) for name, value in found.items()}


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    """Telegram."""
    with TelegramServer(poll_s=0.5).running() as opened:
        yield opened


def shows(server: TelegramServer, words: str) -> None:
    """Wait until the person's own chat does."""
    server.until(lambda: any(words in one.text for one in server.shown("7")))


def printed(home: Path, settings: Mapping[str, str], command: str = "doctor") -> str:
    """What a command of `resfri` prints."""
    done = resfri(home, *command.split(), **settings)
    return done.stdout + done.stderr


def test_first_steps(server: TelegramServer, tmp_path: Path) -> None:
    """BotFather's token, doctor, run, and the first question."""
    newbot, install, check, start, question = commands("Kom igång")
    assert (newbot, install) == ("/newbot", "pip install 'resfri[telegram]'")
    token = {"din-token": TOKEN}
    here = {"telegram__base_url": server.address}
    assert check.endswith(" resfri doctor")
    assert "@resfri_bot" in printed(tmp_path, {**settings_in(check, **token), **here})
    assert start.endswith(" resfri run")
    with Running(tmp_path, settings={**settings_in(start, **token), **here}):
        server.happens({"message": message(7, "/start")})
        server.happens({"message": message(7, question)})
        shows(server, "Dela hela skärmen")
    assert not server.problems


def test_the_menu(server: TelegramServer, tmp_path: Path) -> None:
    """Sent at the start; by hand beside a Resfri that runs, which tells what it changed."""
    (by_hand,) = commands("Menyn med kommandon")
    settings = {**settings_in(by_hand, **{"din-token": TOKEN}), "telegram__base_url": server.address}
    with Running(tmp_path, settings=dict(settings)):
        server.until(lambda: len(server.menus) == 9)
        assert "/schema" in PAGE
        assert "schema" in str(server.menus["all_chat_administrators", "sv"])
        del server.menus["all_group_chats", "en"]
        told = printed(tmp_path, settings, by_hand.partition("resfri ")[2])
    assert [line for line in told.splitlines() if "skickad" in line] == ["grupper\ten\tskickad"]
    assert not server.problems


def test_every_command_on_the_page_is_tried_here() -> None:
    """What a new step says to type must be followed too."""
    steps = {code for line in PAGE.splitlines() if re.match(r"\d\.", line) for code in CODE.findall(line)}
    sections = ("Kom igång", "Menyn med kommandon", "Om Telegram ska skicka till er i stället")
    assert steps == {code for section in sections for code in commands(section)}
    typed = {code.rpartition("resfri ")[2] for code in CODE.findall(PAGE) if "resfri " in code}
    assert typed == {"doctor", "run", "telegram menu"}


def test_webhook(server: TelegramServer, tmp_path: Path) -> None:
    """The path for the proxy, the secret as the page makes it, run and doctor."""
    path, secret, start, check = commands("Om Telegram ska skicka till er i stället")
    assert check == "resfri doctor"
    made = subprocess.run(secret, shell=True, capture_output=True, text=True, check=True).stdout.strip()
    port = free_port()
    address = f"http://127.0.0.1:{port}{path}"
    said = {"din-token": TOKEN, "din-hemlighet": made, f"https://resfri.kommun.se{path}": address}
    settings = {**settings_in(start, **said), "telegram__base_url": server.address}
    with Running(tmp_path, port=port, settings=dict(settings)):
        server.happens({"message": message(7, "hur delar jag skärmen i teams?")})
        shows(server, "Dela hela skärmen")
        assert address in printed(tmp_path, settings)
    assert server.webhook["secret_token"] == made
    without = {name: value for name, value in settings.items() if "webhook" not in name}
    with Running(tmp_path, settings=without):
        server.happens({"message": message(8, "hur delar jag skärmen i teams?")})
        server.until(lambda: any("Dela hela skärmen" in one.text for one in server.shown("8")))
    assert not server.webhook
    assert not server.problems


def test_the_schedule_of_a_group(server: TelegramServer, tmp_path: Path) -> None:
    """As the page has it, by one who manages the group."""
    said = next(code for code in CODE.findall(PAGE) if code.startswith("/schema "))
    server.admins[str(GROUP)] = (7,)
    with Running(tmp_path, settings={"telegram__token": TOKEN, "telegram__base_url": server.address}):
        for words, chat, expected in (
            ("/grupp", 7, "Vilken grupp"),
            ("Kommunledningen i Åmål", 7, "Nu är du med"),
            (said, GROUP, "måndag kl. 8.00"),
        ):
            server.happens({"message": message(7, words, chat=chat)})
            shows(server, expected)


def test_the_lines_of_the_log_are_those_that_are_written() -> None:
    """Each line that the page explains stands in the adapter."""
    folder = Path(__file__).parents[3] / "adapters" / "chatbot_adapters" / "telegram"
    written = " ".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    for line in NAMED.findall(PAGE):
        assert line.removesuffix(" with the same token") in written
