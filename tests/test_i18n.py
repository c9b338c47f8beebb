"""Words, numbers and dates in the reader's language."""

from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import chatbot.i18n
from chatbot.errors import Notice, UsageError, notice
from chatbot.i18n import Translator, languages, swedish_key, translator
from chatbot.resources import locales_folder

SV = translator()
PO = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "Hej {name}."
msgstr "Hello {name}."

msgid "{count} möte"
msgid_plural "{count} möten"
msgstr[0] "{count} meeting"
msgstr[1] "{count} meetings"
"""


@pytest.fixture
def english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Translator]:
    """English from a checkout with nothing but a .po file."""
    source = tmp_path / "en" / "LC_MESSAGES" / "chatbot.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO, encoding="utf-8")
    monkeypatch.setattr(chatbot.i18n, "locales_folder", lambda: tmp_path)
    translator.cache_clear()
    yield translator("en")
    translator.cache_clear()


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (0, 0, "0"),
        (1234, 0, "1\xa0234"),
        (1234567.891, 2, "1\xa0234\xa0567,89"),
        (0.5, 2, "0,5"),
        (3.0, 1, "3"),
        (Decimal("257.35"), 1, "257,4"),
        (-12, 0, "-12"),
    ],
)
def test_swedish_numbers(value: float | Decimal, decimals: int, written: str) -> None:
    """Thousands are parted by a no-break space, decimals by a comma, and no needless decimals are shown."""
    assert SV.number(value, decimals) == written


@given(st.integers(-(10**12), 10**12))
def test_numbers_hold_no_breaking_space(value: int) -> None:
    """A number never breaks across lines, and loses no digit."""
    written = SV.number(value)
    assert " " not in written
    assert int(written.replace("\xa0", "")) == value


@pytest.mark.parametrize(("count", "told"), [(0, "0 möten"), (1, "1 möte"), (2, "2 möten"), (1000, "1\xa0000 möten")])
def test_swedish_plurals(count: int, told: str) -> None:
    """One meeting is "1 möte", all other numbers are "möten"."""
    assert SV.n("{count} möte", "{count} möten", count) == told


def test_dates_and_times_in_words() -> None:
    """Dates are written out in Swedish, times of day with a full stop."""
    day = date(2026, 11, 17)
    assert SV.day(day) == "tisdag 17 november 2026"
    assert SV.short_day(day) == "17 nov. 2026"
    assert SV.month(day) == "november 2026"
    assert SV.time(time(9, 5)) == "9.05"


def test_lists_in_words() -> None:
    """Lists are joined as a person would say them."""
    assert SV.either(["Teams", "Zoom", "telefon"]) == "Teams, Zoom eller telefon"
    assert SV.all_of(["Ed", "Åmål"]) == "Ed och Åmål"


def test_braces_in_fields_are_literal() -> None:
    """What a person typed is filled in, never read as a placeholder."""
    assert SV._("Hej {name}.", name="{0} {name}") == "Hej {0} {name}."


def test_an_empty_message_is_empty() -> None:
    """The empty msgid would give the catalogue's header; it gives nothing."""
    assert SV._("") == ""


def test_notices_and_errors_are_told() -> None:
    """A notice or an error becomes a sentence, with its plural where it has one."""
    assert SV.tell(notice("Hej {name}.", name="Åsa")) == "Hej Åsa."
    assert SV.tell(Notice("{count} möte", {}, "{count} möten", 2)) == "2 möten"
    assert SV.tell(UsageError("Okänd flagga: {flag}", flag="--x")) == "Okänd flagga: --x"


def test_swedish_order() -> None:
    """Å, Ä and Ö stand last, in that order, and capitals do not matter."""
    towns = ["Örebro", "Ängelholm", "Åmål", "Zinkgruvan", "ale", "Bengtsfors", "ärla", "åmot", "Ödeborg"]
    wanted = ["ale", "Bengtsfors", "Zinkgruvan", "åmot", "Åmål", "Ängelholm", "ärla", "Ödeborg", "Örebro"]
    assert sorted(towns, key=swedish_key) == wanted


@pytest.mark.parametrize("asked", ["fi", "xx_YY", "", "sv", "sv_SE", "SV-se", "../en", "de"])
def test_unknown_languages_are_swedish(asked: str) -> None:
    """A language without a catalogue falls back to Swedish, the source."""
    t = translator(asked)
    assert t.language == "sv"
    assert t.locale == "sv_SE"
    assert t._("Hej {name}.", name="Åsa") == "Hej Åsa."


def test_english_comes_from_a_po_file(english: Translator) -> None:
    """In a checkout, where nothing is compiled, the .po file itself is read."""
    assert english.language == "en"
    assert english._("Hej {name}.", name="Åsa") == "Hello Åsa."
    assert english.n("{count} möte", "{count} möten", 1) == "1 meeting"
    assert english.n("{count} möte", "{count} möten", 1200) == "1,200 meetings"
    assert english._("Inte översatt.") == "Inte översatt."
    assert english.time(time(9, 5)) == "9:05"


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("asked", ["en", "en_GB", "en-US", "EN"])
def test_the_nearest_language_is_taken(asked: str) -> None:
    """A region or capitals do not hide a language that there is."""
    assert translator(asked).language == "en"


def test_a_compiled_catalogue_goes_first(english: Translator, tmp_path: Path) -> None:
    """Where the wheel has compiled a catalogue, it is the one read."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    source = PO.replace("Hello", "Compiled hello").splitlines()
    with (tmp_path / "en" / "LC_MESSAGES" / "chatbot.mo").open("wb") as file:
        write_mo(file, read_po(source))
    translator.cache_clear()
    assert translator("en")._("Hej {name}.", name="Åsa") == "Compiled hello Åsa."
    assert english._("Hej {name}.", name="Åsa") == "Hello Åsa."


def test_languages_of_the_product() -> None:
    """Swedish stands first; a language is there once, whether by .po or .mo."""
    found = languages()
    assert found[0] == "sv"
    assert len(set(found)) == len(found)


@pytest.mark.skipif(not (locales_folder() / "en").is_dir(), reason="no English catalogue here")
def test_the_english_catalogue_loads() -> None:
    """The English catalogue that is shipped can be read."""
    assert "en" in languages()
    assert translator("en").language == "en"
