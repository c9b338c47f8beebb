"""A municipality's own pack replaces one guide and hides another: in a folder, and as an installed package."""

import sys
from pathlib import Path

import pytest

from chatbot import app
from chatbot.answers import Found, Unsure, answer
from chatbot.clock import system_clock
from chatbot.conversation.context import Knowledge
from chatbot.settings import Settings

GUIDE = """id: eko-i-motet
titel: Eko i vårt mötesrum
område: ljud
frågor: [varför ekar det i vårt rum]
steg: [Ring vaktmästaren.]
"""


def make_pack(folder: Path) -> Path:
    """A local pack that replaces the guide about echo and hides the one about fatigue."""
    (folder / "guider").mkdir(parents=True)
    manifest = "namn: bengtsfors\nprioritet: 50\ndölj: [motestrotthet-och-pauser]\n"
    (folder / "pack.yaml").write_text(manifest, "utf-8")
    (folder / "guider" / "eko-i-motet.yaml").write_text(GUIDE, "utf-8")
    return folder


def in_force(settings: Settings) -> Knowledge:
    """The knowledge with these settings."""
    return app.knowledge_of(app.load_packs(settings, system_clock), settings)


def holds_the_local_pack(knowledge: Knowledge) -> None:
    """One replaced, one hidden, the rest as shipped, and nobody is shown the hidden one."""
    guides = knowledge.library.guides
    assert guides["eko-i-motet"].title == "Eko i vårt mötesrum"
    assert "motestrotthet-och-pauser" not in guides
    assert len(guides) == 199
    found = answer("vi är så trötta på alla webbmöten", knowledge.index)
    assert "motestrotthet-och-pauser" not in {one.id for one in getattr(found, "candidates", ())}
    echo = answer("det ekar när jag pratar", knowledge.index)
    assert isinstance(echo, Found | Unsure)
    assert echo.candidates[0].id == "eko-i-motet"


def test_a_folder_outside_the_checkout(tmp_path: Path) -> None:
    """Named in RESFRI_PACKS."""
    holds_the_local_pack(in_force(Settings(data=tmp_path / "data", packs=(make_pack(tmp_path / "lokalt"),))))


def test_an_installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found by its entry point, with no setting."""
    site = tmp_path / "site"
    make_pack(site / "bengtsfors_pack" / "pack")
    (site / "bengtsfors_pack" / "__init__.py").write_text(
        "from pathlib import Path\n\n\ndef folder():\n    return Path(__file__).parent / 'pack'\n", "utf-8"
    )
    info = site / "bengtsfors_pack-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: bengtsfors-pack\nVersion: 1\n", "utf-8")
    (info / "entry_points.txt").write_text("[chatbot.packs]\nbengtsfors = bengtsfors_pack:folder\n", "utf-8")
    monkeypatch.syspath_prepend(str(site))
    try:
        holds_the_local_pack(in_force(Settings(data=tmp_path / "data")))
    finally:
        sys.modules.pop("bengtsfors_pack", None)
