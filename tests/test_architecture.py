"""The import contracts hold, and each of them is seen to fail when somebody breaks it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LINT = Path(sys.executable).with_name("lint-imports")


def lint(root: Path) -> "subprocess.CompletedProcess[str]":
    """Run the contracts on a tree."""
    command = [str(LINT), "--config", str(root / "pyproject.toml"), "--no-cache"]
    path = {"PYTHONPATH": f"{root}:{root / 'adapters'}", "PATH": "/usr/bin:/bin"}
    return subprocess.run(command, cwd=root, env=path, capture_output=True, text=True, check=False)


def test_the_contracts_hold() -> None:
    """All imports of the checkout run the way the house says."""
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


PLANTED = {
    "Imports run downwards": ("chatbot/i18n.py", "from chatbot import bot"),
    "not given a floor": ("chatbot/newroom.py", '"""A new room."""'),
    "SQL stays in the store": ("chatbot/ledger.py", "import sqlalchemy"),
    "The core knows no platform": ("chatbot/app.py", "import starlette"),
    "Adapters see the contract": ("adapters/chatbot_adapters/web/chat.py", "from chatbot import ledger"),
    "Adapters never see each other": ("adapters/chatbot_adapters/web/chat.py", "import chatbot_adapters.terminal"),
    "No cycles among siblings": ("chatbot/meetings/dates.py", "import chatbot.meetings.parse"),
}


@pytest.mark.parametrize("contract", PLANTED)
def test_a_wrong_import_is_found(contract: str, tmp_path: Path) -> None:
    """A planted import that breaks a contract makes the check fail."""
    for folder in ("chatbot", "adapters"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    file, line = PLANTED[contract]
    path = tmp_path / file
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(f"{old}\n{line}\n", encoding="utf-8")
    done = lint(tmp_path)
    assert done.returncode != 0, done.stdout
    assert "BROKEN" in done.stdout or "newroom" in done.stdout
