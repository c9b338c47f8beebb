"""A municipality's own pack replaces one guide and hides another: in a folder, and as an installed package."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from chatbot import app
from chatbot.answers import Found, Unsure, answer
from chatbot.cli.packs import command
from chatbot.clock import system_clock
from chatbot.conversation.context import Knowledge
from chatbot.packs.lint import lint
from chatbot.packs.overlay import mark
from chatbot.settings import Settings
from tests.packs.test_lint import TODAY, line_of

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


BASE = GUIDE.replace("vårt mötesrum", "mötet").replace("vaktmästaren", "it-stödet")


def make_base(folder: Path) -> Path:
    """A pack with the guide that the local one replaces, and one that it hides."""
    (folder / "guider").mkdir(parents=True)
    (folder / "pack.yaml").write_text("namn: grund\nprioritet: 10\n", "utf-8")
    (folder / "guider" / "eko-i-motet.yaml").write_text(BASE, "utf-8")
    tired = BASE.replace("eko-i-motet", "motestrotthet-och-pauser").replace("varför ekar", "vi orkar inte när")
    (folder / "guider" / "motestrotthet-och-pauser.yaml").write_text(tired, "utf-8")
    return folder


def drift(local: Path, base: Path) -> dict[str, tuple[str, int, str]]:
    """By rule, what lint says of replacing and hiding: level, line, and the hint's or sentence's own word."""
    rules = ("replaces", "replaces-unmarked", "base-changed", "base-gone", "hides", "hides-nothing")
    found = [one for one in lint([local], TODAY, [base]) if one.rule in rules]
    return {one.rule: (one.level, one.line, str((one.hint or one.text).fields.get("mark", ""))) for one in found}


def test_drift_from_the_base_is_told(tmp_path: Path) -> None:
    """Which edition was replaced is asked for; then no word while the base is the same, a warning once it is not."""
    base, local = make_base(tmp_path / "grund"), make_pack(tmp_path / "lokalt")
    file = local / "guider" / "eko-i-motet.yaml"
    first = drift(local, base)
    level, line, wanted = first["replaces-unmarked"]
    assert (level, line) == ("warning", 1)
    assert first["hides"] == ("info", 3, "")
    marked = f"{GUIDE}ersätter: {wanted}\n"
    file.write_text(marked, "utf-8")
    assert drift(local, base)["replaces"] == ("info", line_of(marked, "ersätter"), "")
    there = base / "guider" / "eko-i-motet.yaml"
    there.write_text(f"# en annan uppställning\n{BASE}granskad: {{datum: 2026-11-01, av: Coach}}\n", "utf-8")
    assert "replaces" in drift(local, base)  # it says the same
    there.write_text(BASE.replace("it-stödet", "coachen"), "utf-8")
    told = drift(local, base)["base-changed"]
    assert told[:2] == ("warning", line_of(marked, "ersätter"))
    assert told[2] not in ("", wanted)
    there.unlink()
    assert drift(local, base)["base-gone"][:2] == ("warning", line_of(marked, "ersätter"))


def test_hiding_what_is_not_there_is_told(tmp_path: Path) -> None:
    """A misspelt id hides nothing."""
    base, local = make_base(tmp_path / "grund"), make_pack(tmp_path / "lokalt")
    (local / "pack.yaml").write_text("namn: bengtsfors\nprioritet: 50\ndölj:\n  - motestrotthet\n", "utf-8")
    assert drift(local, base)["hides-nothing"] == ("warning", 4, "")


def test_a_pack_named_twice_replaces_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder that is looked over may also stand in the settings, written another way."""
    base = make_base(tmp_path / "grund")
    monkeypatch.chdir(tmp_path)
    assert drift(Path("grund"), base) == {}


def test_coverage_lists_what_is_replaced_and_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under the table, by pack and id, with the mark to write."""
    local = make_pack(tmp_path / "lokalt")
    monkeypatch.setenv("RESFRI_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("RESFRI_PACKS", str(local))
    monkeypatch.chdir(tmp_path)
    shipped = app.load_packs(Settings(data=tmp_path), system_clock).library.guides["eko-i-motet"]
    told = CliRunner().invoke(command, ["coverage"], catch_exceptions=False).stdout
    assert f"bengtsfors ersätter eko-i-motet (motesteknik). Skriv ersätter: {mark(shipped)} i guiden" in told
    assert "bengtsfors döljer motestrotthet-och-pauser (motesteknik)." in told
