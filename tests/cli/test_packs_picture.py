"""The coverage as a picture, and the words that say the same. With RESFRI_SHOTS=folder the pictures are left there."""

import os
import struct
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from chatbot import app
from chatbot.cli.packs import command
from chatbot.cli.packs_picture import Picture, alt_text, draw, title
from chatbot.clock import system_clock
from chatbot.errors import UsageError
from chatbot.i18n import translator
from chatbot.packs import Library, Review
from chatbot.packs.coverage import coverage
from chatbot.settings import Settings
from chatbot.store.feedback import Tally

T = translator()
TODAY = date(2026, 11, 25)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The shipped packs without one guide, without one tool of another, and with one that was tried in May."""
    shipped = app.load_packs(Settings(data=tmp_path_factory.mktemp("data")), system_clock).library
    guides = dict(shipped.guides)
    del guides["eko-i-motet"]
    screen = guides["dela-hela-skarmen"]
    variants = {tool: variant for tool, variant in screen.variants.items() if tool != "zoom"}
    reviewed = Review(date(2026, 5, 20), "Coach")
    guides["dela-hela-skarmen"] = replace(screen, variants=variants, reviewed=reviewed)
    return replace(shipped, guides=guides)


@pytest.fixture(scope="module")
def picture(library: Library) -> Picture:
    """Somebody has asked, and some were helped."""
    return Picture(library, coverage(library), TODAY, {"dela-hela-skarmen": Tally(3, 1, 1234)})


def test_the_words_say_what_is_missing_and_asked_for(picture: Picture) -> None:
    """Each area with its sum, each thing that is missing, and what is asked for most."""
    alt = alt_text(picture, T)
    assert "199 av 200 ämnen har en guide, 198 för alla sina verktyg." in alt
    assert "Ljud: 17 av 18 ämnen har en guide." in alt
    assert "Eko – någon hör sin egen röst har ingen guide." in alt
    assert "Dela hela skärmen saknar steg för Zoom." in alt
    assert "Oftast frågat: Dela hela skärmen (1" in alt


def test_the_picture_says_it_by_shape_and_number(picture: Picture) -> None:
    """A cross for each tool that is missing, figures beside the bar, every topic by name and each area once."""
    sheet = draw(picture, T)
    texts = [text.get_text() for text in sheet.axes.texts]
    missing = sum(held == "missing" for one in picture.topics for held in one.tools.values())
    assert texts.count("✕") == missing + 1  # and in the key
    assert missing == 6  # the five of the guide that is gone, and Zoom
    assert "3 av 4" in texts
    assert "6 mån" in texts
    assert texts.count("–") == 199
    assert [texts.count(name) for name in picture.library.areas.values()] == [1] * len(picture.areas)
    filled = {held for one in picture.topics for held in one.tools.values()}
    assert filled == {"own", "common", "missing"}


def test_the_columns_do_not_run_into_each_other(picture: Picture) -> None:
    """No text touches another, and all stay on the paper."""
    sheet = draw(picture, T)
    sheet.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in sheet.axes.texts]
    wide, high = sheet.figure.get_size_inches() * sheet.figure.dpi
    assert all(box.x0 >= 0 and box.y0 >= 0 and box.x1 <= wide and box.y1 <= high for box in boxes)
    by_line = sorted(boxes, key=lambda box: (round(box.y0 / 4), box.x0))
    touching = [one for one, two in pairwise(by_line) if one.overlaps(two)]
    assert touching == []


def test_an_svg_tells_its_words(picture: Picture) -> None:
    """A reader of the page hears title and description; the same picture gives the same bytes."""
    alt = alt_text(picture, T) + " <&\\1>"
    drawn = draw(picture, T).svg(title(T), alt)
    root = ElementTree.fromstring(drawn)
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "title desc")
    found = {part.get("id"): part.text for part in root if part.tag in (f"{SVG}title", f"{SVG}desc")}
    assert found == {"title": "Vad tipsen täcker", "desc": alt}
    assert drawn == draw(picture, T).svg(title(T), alt)
    if folder := os.environ.get("RESFRI_SHOTS"):
        (Path(folder) / "coverage.svg").write_bytes(drawn)


@pytest.mark.parametrize(("name", "sign"), [("bild.svg", b"<?xml"), ("bild.PNG", b"\x89PNG")])
def test_the_command_saves_it_and_says_it(
    name: str, sign: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the file's ending; the words are printed too."""
    monkeypatch.setenv("RESFRI_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(command, ["coverage", "--bild", name], catch_exceptions=False)
    assert (tmp_path / name).read_bytes().startswith(sign)
    assert f"Bilden är sparad i {name}. Den visar: Vad tipsen täcker. 200 av 200 ämnen har en guide" in done.stdout
    if sign == b"\x89PNG":
        wide, high = struct.unpack(">II", (tmp_path / name).read_bytes()[16:24])
        assert (wide < high, wide > 2000) == (True, True)


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    """Before anything is read."""
    with pytest.raises(UsageError, match=r"svg eller \.png"):
        CliRunner().invoke(command, ["coverage", "--bild", str(tmp_path / "bild.jpg")], catch_exceptions=False)


def test_an_empty_catalogue_is_drawn(tmp_path: Path) -> None:
    """Nothing to show is no fault."""
    empty = Picture(Library(), (), TODAY)
    assert "0 av 0 ämnen har en guide" in alt_text(empty, T)
    assert draw(empty, T).png().startswith(b"\x89PNG")
