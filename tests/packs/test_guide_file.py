"""Guide files: what is read, and what is told of when it is wrong."""

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.i18n import translator
from chatbot.packs import Guide, Problem, Step, problem_line
from chatbot.packs.document import Document, parse_document
from chatbot.packs.guide_file import read_guide
from chatbot.packs.schema import GuideModel, check

GOOD = """\
id: byta-lampa
titel: Byta lampa
område: ljus
frågor:
  - Hur byter jag lampan?
nyckelord: [lampa, 13:30, no, 0123]
steg:
  - text: Skruva ur den gamla.
    gick_det: Är den ute?
    gäller: {enhet: [dator]}
  - Skruva i den nya.
varianter:
  teams: {steg: [{text: Tryck på lampan.}], belägg: sett}
  zoom: {steg: [Håll på lampan.]}
förtydligande:
  fråga: Tak eller bord?
  svar: {Tak: taklampa, Bord: bordslampa}
källa: [{namn: Lampboken, belägg: minne}]
ägare: coach
svårighet: 2
granskad: {datum: 2026-11-01, av: Eva}
testfrågor:
  rätt: [lampan är trasig]
  fel: [hur byter jag däck]
"""


def write(folder: Path, text: str, name: str = "byta-lampa.yaml") -> Path:
    """The text as a file."""
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def lines(problems: list[Problem]) -> list[tuple[int, str]]:
    """Line and rule of each finding."""
    return [(problem.line, problem.rule) for problem in problems]


def good(folder: Path, text: str = GOOD) -> Guide:
    """The guide, which must be without fault."""
    guide, problems = read_guide(write(folder, text), "prov")
    assert problems == []
    assert guide is not None
    return guide


def test_a_good_guide(tmp_path: Path) -> None:
    """Every part of the file is in the guide, and plain values stay what was typed."""
    guide = good(tmp_path)
    assert (guide.id, guide.title, guide.area, guide.difficulty) == ("byta-lampa", "Byta lampa", "ljus", 2)
    assert guide.keywords == ("lampa", "13:30", "no", "0123")
    assert guide.steps == (
        Step("Skruva ur den gamla.", "Är den ute?", devices=("dator",)),
        Step("Skruva i den nya."),
    )
    assert guide.clarify is not None
    assert dict(guide.clarify.answers) == {"Tak": "taklampa", "Bord": "bordslampa"}
    assert guide.reviewed is not None
    assert guide.reviewed.day == date(2026, 11, 1)
    assert guide.test_questions.wrong == ("hur byter jag däck",)


def test_steps_and_evidence_by_platform(tmp_path: Path) -> None:
    """A variant's steps stand instead of the common ones; without a variant the common ones hold."""
    guide = good(tmp_path)
    assert [step.text for step in guide.steps_for("teams")] == ["Tryck på lampan."]
    assert guide.steps_for("webex") == guide.steps_for(None) == guide.steps
    assert (guide.evidence("teams"), guide.evidence("zoom"), guide.evidence(None)) == ("sett", "minne", "minne")
    assert guide.platform_choices() == ("teams", "zoom")


def test_nfd_keys_are_read(tmp_path: Path) -> None:
    """A file saved with letters and dots apart (macOS) gives the same guide."""
    assert good(tmp_path, unicodedata.normalize("NFD", GOOD)) == good(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "line", "rule", "said"),
    [
        ("titel: Byta lampa", "titl: Byta lampa", 2, "extra-forbidden", "Menade du titel?"),
        ("    gick_det:", "    gickdet:", 9, "extra-forbidden", "Menade du gick_det?"),
        ("område: ljus\n", "", 1, "missing", "Nyckeln område saknas."),
        ("svårighet: 2", "svårighet: lätt", 20, "int-parsing", "svårighet är inget tal"),
        ("svårighet: 2", "svårighet: 7", 20, "less-than-equal", "svårighet är inget tal"),
        ("belägg: sett", "belägg: kanske", 13, "literal-error", "Välj bland provat, sett eller minne."),
        ("  teams:", "  teems:", 13, "literal-error", "teems är inget av de värden som går."),
        ("2026-11-01", "i går", 21, "date-from-datetime-parsing", "som 2026-11-23"),
        ("nyckelord: [lampa, 13:30, no, 0123]", "nyckelord: lampa", 6, "tuple-type", "nyckelord ska vara en lista."),
        ("id: byta-lampa", "id: Byta Lampa", 1, "string-pattern-mismatch", "a-z"),
        ("frågor:\n  - Hur byter jag lampan?", "frågor: []", 4, "too-short", "frågor behöver fler rader."),
        ("ägare: coach", "ägare: coach\nägare: ingen", 20, "duplicate-key", "står två gånger"),
        ("ägare: coach", "\tägare: coach", 19, "tab", "tabb"),
        ("ägare: coach", "ägare: 'coach", 19, "yaml", "YAML"),
        ("ägare: coach", "ägare: !!python/name:os.system coach", 19, "tag", "taggar"),
        ("ägare: coach", "ägare: &a coach\nextra: *a", 19, "anchor", "Ankare"),
        ("ägare: coach", "? [a, b]\n: coach", 19, "key", "ett ord"),
    ],
)
def test_a_fault_is_told_at_its_line(tmp_path: Path, old: str, new: str, line: int, rule: str, said: str) -> None:
    """Each fault gives a finding at its line, in Swedish, and no guide."""
    guide, problems = read_guide(write(tmp_path, GOOD.replace(old, new)))
    assert guide is None
    assert (line, rule) in lines(problems)
    assert said in " ".join(problem_line(problem, translator()) for problem in problems)


def test_no_steps_at_all(tmp_path: Path) -> None:
    """A guide without any step is refused."""
    start, end = GOOD.index("steg:"), GOOD.index("förtydligande:")
    guide, problems = read_guide(write(tmp_path, GOOD[:start] + GOOD[end:]))
    assert guide is None
    assert lines(problems) == [(1, "no-steps")]


def test_a_file_by_another_name_is_read_with_a_warning(tmp_path: Path) -> None:
    """The id should be the file's name, but the guide is used all the same."""
    guide, problems = read_guide(write(tmp_path, GOOD, "lampa.yaml"))
    assert guide is not None
    assert [(problem.rule, problem.level) for problem in problems] == [("file-name", "warning")]


@pytest.mark.parametrize(
    ("contents", "rule"),
    [
        (b"x" * (256 * 1024 + 1), "too-large"),
        (b"titel: \xff\xfe", "encoding"),
        (b"", "shape"),
        (b"- a\n- b\n", "shape"),
        (b"[" * 5000, "yaml"),
        (b"a: " + b"[" * 100 + b"]" * 100, "depth"),
        (b"\x00\x01", "yaml"),
    ],
)
def test_hostile_files(tmp_path: Path, contents: bytes, rule: str) -> None:
    """Too large, not UTF-8, empty, nested too deep: one finding each, never an exception."""
    file = tmp_path / "fil.yaml"
    file.write_bytes(contents)
    guide, problems = read_guide(file)
    assert guide is None
    assert [problem.rule for problem in problems] == [rule]


def test_a_bomb_of_aliases_is_refused(tmp_path: Path) -> None:
    """Nested aliases that would grow to billions are refused at once."""
    rows = ["a0: &a0 [lol, lol]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    _, problems = read_guide(write(tmp_path, "\n".join(rows)))
    assert [problem.rule for problem in problems] == ["anchor"]


@given(st.text())
def test_any_yaml_gives_a_model_or_findings(text: str) -> None:
    """Whatever a value is, checking gives findings, not an exception."""
    document = Document(Path("fil.yaml"), {"id": text, "titel": [text], text: None, "steg": {text: text}})
    assert isinstance(check(document, GuideModel), list)


def test_lines_are_kept_inside_lists() -> None:
    """The line of a value deep inside is its own line."""
    document = parse_document("a:\n  - b\n  - c: d\n    e: f\n", Path("fil.yaml"))
    assert document.place(("a", 1, "e"))[0] == 4
    assert document.place(("a", 1, "saknas"))[0] == 3
    assert document.place(("annat",))[0] == 1
