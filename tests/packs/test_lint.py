"""Every lint rule finds its planted fault at the right line, and says nothing about a sound pack."""

from datetime import date
from pathlib import Path

import pytest

from chatbot.i18n import translator
from chatbot.packs import problem_line
from chatbot.packs.lint import lint
from chatbot.packs.lint.personal import personal_data
from chatbot.packs.lint.verbs import has_imperative

TODAY = date(2026, 11, 25)
GUIDE = """id: se-bild
titel: Se bilden
område: bild
frågor:
  - Var är bilden?
  - Jag ser ingenting
  - Rutan är svart hos mig
  - Hur får jag upp kollegorna på skärmen?
  - Alla andra syns men inte på min dator
  - Varför visas bara namn?
  - Video saknas
  - Hittar ingen bild alls i dag
nyckelord: [bild]
steg:
  - text: Klicka på kameran.
    gick_det: Syns bilden?
    bild: {fil: bilder/kamera.png, alt: Kameraknappen längst ner}
varianter:
  teams:
    steg: [{text: Klicka på Kamera uppe till höger.}]
    belägg: sett
  zoom:
    steg: [{text: Klicka på Starta video nere till vänster.}]
    belägg: sett
förväxlas_med: [hor-ljud]
ägare: coach
granskad: {datum: 2026-10-01, av: Coach}
testfrågor:
  rätt: [skärmen är tom, ingen syns på mötet, svart ruta överallt]
  fel: [jag hör inget, ljudet är borta]
"""
OTHER = GUIDE.replace("se-bild", "hor-ljud").replace("Se bilden", "Höra ljudet").replace("område: bild", "område: ljud")
CATALOGUE = (
    "id\ttitel\tomrade\tplattformar\tsvarighet\tforvaxlas_med\n"
    "se-bild\tSe bilden\tbild\tteams,zoom\t1\thor-ljud\n"
    "hor-ljud\tHöra ljudet\tljud\tnone\t1\t\n"
)
VOICES = ("nyborjare", "chef", "kort", "dialekt", "van")
LETTERS = "abcdefghijklmnopqrstuvwxyzåäö"


def bank(*first: str) -> str:
    """Thirty lines in five voices, none like another; `first` stand first."""
    odd = [f"{VOICES[at % 5]}\t{LETTERS[at % 29] * 4} {LETTERS[(at * 7) % 29] * 6} {at * 37}" for at in range(30)]
    return "\n".join([*first, *odd]) + "\n"


def pack(folder: Path, guide: str = GUIDE, name: str = "se-bild.yaml", lines: str = "") -> Path:
    """A pack of two guides and a bank, sound but for what is handed in."""
    (folder / "guider").mkdir(parents=True)
    (folder / "fragebank").mkdir()
    (folder / "bilder").mkdir()
    (folder / "bilder" / "kamera.png").write_bytes(b"png")
    (folder / "pack.yaml").write_text("namn: prov\nområden: {bild: Bild, ljud: Ljud}\n", "utf-8")
    (folder / "katalog.tsv").write_text(CATALOGUE, "utf-8")
    (folder / "guider" / name).write_text(guide, "utf-8")
    (folder / "guider" / "hor-ljud.yaml").write_text(_other(), "utf-8")
    (folder / "fragebank" / "se-bild.txt").write_text(lines or bank(), "utf-8")
    return folder


def _other() -> str:
    text = OTHER.replace("[hor-ljud]", "[se-bild]").replace("bild:", "#").replace("    # {fil", "    # {")
    out = []
    for line in text.splitlines():
        changed = line.startswith("  - ") and "text" not in line
        out.append(line.replace("  - ", "  - Ljudet, ") if changed else line)
    joined = "\n".join(out) + "\n"
    return joined.replace(
        "skärmen är tom, ingen syns på mötet, svart ruta överallt", "det är tyst, knäpptyst, ingen röst"
    ).replace("jag hör inget, ljudet är borta", "svart bild, ingen syns")


def found(folder: Path) -> list[tuple[str, str, int]]:
    """Rule, file name and line of each finding that is more than information."""
    return [(one.rule, one.file.name, one.line) for one in lint([folder], TODAY) if one.level != "info"]


def line_of(text: str, part: str) -> int:
    """The line where this stands."""
    return next(number for number, line in enumerate(text.splitlines(), start=1) if part in line)


def test_a_sound_pack_has_nothing_to_mend(tmp_path: Path) -> None:
    """No error and no warning."""
    assert found(pack(tmp_path / "p")) == []


def test_what_another_pack_hides_is_no_fault_of_those_that_point_to_it(tmp_path: Path) -> None:
    """Neither in a guide, the catalogue nor the vague questions; the pack that hides has nothing to mend either."""
    base, local = pack(tmp_path / "p"), tmp_path / "lokalt"
    (base / "oklart.tsv").write_text("fraga\tguider\ndet funkar inte\tse-bild,hor-ljud\n", "utf-8")
    assert found(base) == []
    local.mkdir()
    (local / "pack.yaml").write_text("namn: lokalt\nprioritet: 50\ndölj: [hor-ljud]\n", "utf-8")
    assert [one for one in lint([base, local], TODAY) if one.level != "info"] == []


def test_a_key_in_the_wrong_place_is_told_where_it_belongs(tmp_path: Path) -> None:
    """Not that it is unknown, nor whether it itself was meant."""
    folder = pack(tmp_path / "p", GUIDE + "belägg: sett\n")
    told = [problem_line(one, translator("sv")) for one in lint([folder], TODAY) if one.rule == "extra-forbidden"]
    assert len(told) == 1
    assert "Nyckeln belägg ska inte stå här. Den hör hemma under källa eller varianter. Flytta den dit." in told[0]


@pytest.mark.parametrize(
    ("name", "rename"), [("guider/eko.yml", "eko.yaml"), ("guider/eko.txt", "eko.yaml"), ("guide/eko.yaml", "guider")]
)
def test_a_guide_that_is_not_read_is_warned_of(tmp_path: Path, name: str, rename: str) -> None:
    """By its name or its folder's, with what to call it."""
    folder = pack(tmp_path / "p")
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(GUIDE, "utf-8")
    (one,) = [one for one in lint([folder], TODAY) if one.level != "info"]
    assert (one.rule, one.level) == ("not-read", "warning")
    assert f"Döp om den till {rename}." in problem_line(one, translator("sv"))


PLANTED = [
    ("dead-reference", "förväxlas_med: [hor-ljud]", "förväxlas_med: [finns-inte]", "finns-inte"),
    ("few-questions", "  - Video saknas\n", "", "frågor:"),
    ("near-question", "  - Video saknas\n", "  - Jag ser ingenting!\n", "ingenting!"),
    ("shared-question", "  - Video saknas\n", "  - Ljudet, Var är bilden?\n", "Ljudet"),
    ("few-tests", "skärmen är tom, ", "", "testfrågor:"),
    ("known-test", "skärmen är tom", "video saknas", "rätt:"),
    (
        "missing-variant",
        "  zoom:\n    steg: [{text: Klicka på Starta video nere till vänster.}]\n    belägg: sett\n",
        "",
        "varianter:",
    ),
    ("area", "område: bild", "område: ljud", "område:"),
    ("unknown-area", "område: bild", "område: annat", "område:"),
    ("reviewed-ahead", "2026-10-01", "2027-10-01", "granskad:"),
    ("yaml-trap", "nyckelord: [bild]", "nyckelord: [no]", "nyckelord:"),
    ("yaml-trap", "ägare: coach", "ägare: 13:30", "ägare:"),
    ("yaml-trap", "ägare: coach", "ägare: 0123", "ägare:"),
    ("step-verb", "Klicka på kameran.", "Kameran finns där nere.", "Kameran finns"),
    ("step-long", "Klicka på kameran.", "Klicka " + "på den " * 20 + ".", "på den"),
    ("check-asks", "Syns bilden?", "Bilden syns.", "Bilden syns"),
    ("dead-picture", "bilder/kamera.png", "bilder/borta.png", "borta.png"),
    ("dead-picture", "bilder/kamera.png", "../../../etc/passwd", "passwd"),
    ("picture-alt", "Kameraknappen längst ner", "bild", "alt: bild"),
    ("markup", "Klicka på kameran.", "Klicka på <b>kameran</b>.", "<b>"),
    ("markup", "Klicka på kameran.", "Klicka på **kameran**.", "**"),
    ("personal-data", "Klicka på kameran.", "Ring 0530-123 45 67 och fråga.", "0530"),
    ("personal-data", "Klicka på kameran.", "Skriv till nn@example.se nu.", "nn@"),
    ("personal-data", "ägare: coach", "ägare: 811218-9876", "ägare:"),
    ("extra-forbidden", "ägare: coach", "ägre: coach", "ägre"),
    ("missing", "titel: Se bilden\n", "", "id:"),
    ("tab", "nyckelord: [bild]", "\tnyckelord: [bild]", "\tnyckelord"),
    ("anchor", "nyckelord: [bild]", "nyckelord: &a [bild]\nsymptom: *a", "&a"),
    ("duplicate-key", "ägare: coach", "ägare: coach\nägare: du", "ägare: du"),
]


@pytest.mark.parametrize(
    ("rule", "old", "new", "where"), PLANTED, ids=[f"{at}-{row[0]}" for at, row in enumerate(PLANTED)]
)
def test_a_planted_fault_is_found_at_its_line(tmp_path: Path, rule: str, old: str, new: str, where: str) -> None:
    """Each rule, in a guide that is sound but for one thing."""
    assert old in GUIDE
    text = GUIDE.replace(old, new)
    assert (rule, "se-bild.yaml", line_of(text, where)) in found(pack(tmp_path / "p", text))


BANKS = [
    ("bank-line", "kort", 1),
    ("bank-voice", "granne\tvar är bilden nånstans", 1),
    ("bank-long", "kort\t" + "bild " * 200, 1),
    ("bank-near", "kort\tingen bild alls hos mig i dag\nchef\tIngen bild alls hos mig i dag!", 2),
    ("bank-shared", "kort\tljudet, var är bilden", 1),
    ("bank-personal-data", "kort\tmejla mig på nn@example.se", 1),
]


@pytest.mark.parametrize(("rule", "first", "line"), BANKS, ids=[row[0] for row in BANKS])
def test_a_fault_in_a_bank_is_found_at_its_line(tmp_path: Path, rule: str, first: str, line: int) -> None:
    """Each rule for question banks."""
    assert (rule, "se-bild.txt", line) in found(pack(tmp_path / "p", lines=bank(first)))


def test_faults_of_a_whole_file_are_told_of(tmp_path: Path) -> None:
    """A short bank, a bank without guide, a topic without guide, a file name with å, a file too large."""
    folder = pack(tmp_path / "p", lines="kort\tingen bild\n")
    (folder / "fragebank" / "ingen-guide.txt").write_text(bank(), "utf-8")
    (folder / "katalog.tsv").write_text(CATALOGUE + "utan-guide\tUtan\tbild\tnone\t1\t\n", "utf-8")
    (folder / "guider" / "låt.yaml").write_text(GUIDE.replace("se-bild", "lat"), "utf-8")
    (folder / "oklart.tsv").write_text("fraga\tguider\nbild\tse-bild,borta\nljud\thor-ljud\n", "utf-8")
    (folder / "guider" / "stor.yaml").write_text("#" * 300_000, "utf-8")
    rules = {(rule, file) for rule, file, _ in found(folder)}
    assert ("bank-few", "se-bild.txt") in rules
    assert ("bank-orphan", "ingen-guide.txt") in rules
    assert ("no-guide", "katalog.tsv") in rules
    assert ("file-name-ascii", "låt.yaml") in rules
    assert ("too-large", "stor.yaml") in rules
    assert ("dead-reference", "oklart.tsv", 2) in found(folder)
    assert ("vague-row", "oklart.tsv", 3) in found(folder)


def test_nothing_is_told_twice(tmp_path: Path) -> None:
    """Each fault is one finding at its place, whichever step of the look-over saw it."""
    for at, (_, old, new, _) in enumerate(PLANTED):
        seen = found(pack(tmp_path / str(at), GUIDE.replace(old, new)))
        assert len(seen) == len(set(seen)), seen


def test_review_and_memory_are_information(tmp_path: Path) -> None:
    """A guide that nobody has tried, or not for a year, or that is written from memory, is told of quietly."""
    for at, (old, new, rule) in enumerate(
        [
            ("granskad: {datum: 2026-10-01, av: Coach}\n", "", "not-reviewed"),
            ("2026-10-01", "2025-10-01", "review-old"),
            ("belägg: sett", "belägg: minne", "from-memory"),
        ]
    ):
        problems = lint([pack(tmp_path / str(at), GUIDE.replace(old, new))], TODAY)
        assert rule in {one.rule for one in problems if one.level == "info"}
        assert [one for one in problems if one.level != "info"] == []


def test_every_finding_says_what_to_do(tmp_path: Path) -> None:
    """A finding without a way out helps nobody: place, sentence and hint."""
    for at, (_, old, new, _) in enumerate(PLANTED):
        for one in lint([pack(tmp_path / str(at), GUIDE.replace(old, new))], TODAY):
            assert problem_line(one, translator()).endswith((".", "?")) or ", " in problem_line(one, translator())


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Klicka på knappen.", True),
        ("I mobilen: tryck på de tre prickarna.", True),
        ("Om du inte ser knappen, flytta musen längst ner.", True),
        ("Välj Teams.", True),
        ("Knappen sitter längst ner.", False),
        ("Det finns två knappar.", False),
    ],
)
def test_an_imperative_is_told_from_a_description(text: str, verb: bool) -> None:
    """What a step must have."""
    assert has_imperative(text) is verb


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("811218-9876", True),
        ("19811218-9876", True),
        ("811218-9875", False),
        ("möte 2026-11-25 kl 13.30", False),
        ("070-123 45 67", True),
        ("+46 70 123 45 67", True),
        ("mötes-id 123 456 789", False),
        ("a.b@kommun.se", True),
        ("@alla", False),
    ],
)
def test_personal_data_is_told_from_other_numbers(text: str, held: bool) -> None:
    """A wrong check digit is no personnummer; a date is no phone number."""
    assert (personal_data(text) is not None) is held
