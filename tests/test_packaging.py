"""The wheel carries its data: installed into a clean environment it runs from an empty folder."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.running import environment

ROOT = Path(__file__).resolve().parent.parent


def build(folder: Path) -> Path:
    """A wheel of the checkout."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("resfri-*.whl"))


def test_the_wheel_holds_packs_and_catalogues(tmp_path: Path) -> None:
    """Guides, places, factors and the compiled English catalogue lie under chatbot/_data."""
    with zipfile.ZipFile(build(tmp_path)) as archive:
        names = archive.namelist()
    for wanted in (
        "chatbot/_data/knowledge/motesteknik/guider/dela-hela-skarmen.yaml",
        "chatbot/_data/knowledge/sverige/pack.yaml",
        "chatbot/_data/knowledge/dalsland/organisation.yaml",
        "chatbot/_data/locales/en/LC_MESSAGES/chatbot.mo",
        "chatbot/store/migrations/versions/0001_first.py",
        "chatbot_adapters/web/static/chat.css",
        "chatbot/pages/templates/board.html",
        "chatbot/pages/static/board.css",
    ):
        assert wanted in names
    assert not [name for name in names if name.startswith(("tests", "knowledge", "bench"))]


@pytest.mark.faults
def test_the_demo_runs_from_a_wheel_in_an_empty_folder(tmp_path: Path) -> None:
    """Installed into a clean environment, `resfri demo dalsland` fills its database and prints both results."""
    wheel = build(tmp_path / "dist")
    home = tmp_path / "venv"
    venv.create(home, with_pip=True)
    pip = [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "-c", str(ROOT / "requirements.lock"), str(wheel)], check=True, capture_output=True)
    empty = tmp_path / "empty"
    empty.mkdir()
    command = [str(home / "bin" / "resfri"), "demo", "dalsland", "--only-fill"]
    done = subprocess.run(
        command, cwd=empty, env=environment(tmp_path / "data"), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "35 MWh" in done.stdout
    assert "136 webbmöten" in done.stdout
    assert not list(empty.iterdir())
