"""What the documents say is checked where it can be."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from chatbot import commands
from chatbot.cli import COMMANDS, root
from chatbot.pages import PagesSettings
from chatbot.plugins import adapter_names, load_adapter
from chatbot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
DRIFT = (ROOT / "docs" / "drift.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#]+)\)")


def settings() -> list[str]:
    """Every setting there is, as it is written in the environment."""
    own = [f"RESFRI_{name.upper()}" for name in Settings.model_fields]
    theirs = [
        f"RESFRI_{adapter.upper()}__{field.upper()}"
        for adapter in adapter_names()
        for field in load_adapter(adapter).settings_model.model_fields
    ]
    pages = [f"RESFRI_PAGES__{field.upper()}" for field in PagesSettings.model_fields]
    return own + theirs + pages


def test_every_setting_is_documented() -> None:
    """docs/drift.md names each setting, and none that does not exist."""
    assert set(re.findall(r"`(RESFRI_[A-Z_]+)`", DRIFT)) == set(settings())


def test_every_command_is_documented() -> None:
    """docs/drift.md names each command of the command line."""
    missing = [name for name in COMMANDS if f"`resfri {name}" not in DRIFT]
    assert missing == []


def test_every_chat_command_is_in_the_handbook() -> None:
    """The coach's handbook names each chat command."""
    handbook = (ROOT / "docs" / "handbok-coach.md").read_text(encoding="utf-8")
    assert [spec.name for spec in commands.specs() if f"/{spec.name}" not in handbook] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Each relative link and picture exists."""
    targets = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in targets if not (page.parent / link).exists()] == []


def test_the_changelog_knows_this_version() -> None:
    """The topmost version is the package's."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    found = re.search(r"^## (\S+)", changelog, re.MULTILINE)
    assert found is not None
    assert found[1] == version


def _leaves(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None:
                yield from _leaves(child, f"{path} {name}")
    else:
        yield path, command


def test_every_command_says_whether_it_may_run_beside_a_server() -> None:
    """The help of each command tells if it only reads, or is refused while a server runs."""
    silent = [path for path, command in _leaves(root, "resfri") if "medan Resfri kör" not in (command.help or "")]
    assert silent == []
