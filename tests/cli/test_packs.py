"""`resfri packs …` as coaches use it: schema, preview, coverage, a new guide, lint's formats, test questions, eval."""

import json
from datetime import date
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from click.testing import CliRunner, Result

from chatbot.cli.packs import command
from chatbot.errors import ResfriError, UsageError
from chatbot.packs import guide_id
from chatbot.packs.json_schema import EXPLAINED, guide_schema
from chatbot.resources import packs_folder
from chatbot.store import feedback, migrate, open_store


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty pack that the settings name, beside the shipped ones."""
    folder = tmp_path / "lokalt"
    (folder / "guider").mkdir(parents=True)
    (folder / "pack.yaml").write_text("namn: lokalt\nprioritet: 50\n", "utf-8")
    monkeypatch.setenv("RESFRI_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("RESFRI_PACKS", str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


def run(*arguments: str, said: str = "") -> Result:
    """The command in this process."""
    return CliRunner().invoke(command, [str(one) for one in arguments], input=said, catch_exceptions=False)


def test_the_schema_explains_every_key() -> None:
    """Each key that a coach may write has a Swedish sentence, and no sentence is left over."""
    schema = guide_schema()
    parts = [schema, *schema["$defs"].values()]
    parts += [inner for part in parts for inner in part.get("anyOf", []) if "properties" in inner]
    keys = {key for part in parts for key in part.get("properties", {})}
    assert keys == set(EXPLAINED)
    assert json.loads(run("schema").stdout) == schema


def test_the_schema_knows_every_key_of_the_shipped_guides() -> None:
    """A shipped guide has no key that the schema lacks."""
    known = set(guide_schema()["properties"])
    for file in packs_folder().glob("motesteknik/guider/*.yaml"):
        assert set(yaml.safe_load(file.read_text("utf-8"))) <= known, file.name


def test_a_guide_is_previewed_on_every_adapter(packs: Path) -> None:
    """As it looks in the terminal and on the web page, with the tool's own steps."""
    shown = run("preview", "dela-hela-skarmen", "--tool", "zoom")
    assert "Dela skärm" in shown.stdout
    assert "[Teams] [Zoom]" in run("preview", "dela-hela-skarmen", "--platform", "web").stdout


@pytest.mark.parametrize("platform", ["slack", "telegram", "terminal", "web"])
def test_a_preview_hides_nothing_of_a_tip(packs: Path, platform: str) -> None:
    """On every platform: each step, the question whether it went well, and what can be pressed."""
    shown = run("preview", "dela-hela-skarmen", "--tool", "teams", "--platform", platform).stdout
    assert "1. Stäng mejl, chattar och privata bilder." in shown
    assert "Ser du en röd ram runt hela skärmen?" in shown
    pressed = [shown.index(label) for label in ("Zoom", "Ett steg i taget", "Ja", "Nej")]
    assert pressed == sorted(pressed)


def test_nobody_is_asked_which_of_one(packs: Path) -> None:
    """A tip with steps of its own for one tool alone offers it, and asks nothing."""
    shown = run("preview", "rumssystem-dela-tradlost", "--platform", "web").stdout
    assert "[Rumssystem]" in shown
    assert "Vilket använder ni?" not in shown


def test_a_guide_that_is_not_read_is_told_of_with_the_way_to_read_it(packs: Path) -> None:
    """A coach who forgot to name the folder hears how."""
    with pytest.raises(UsageError, match="RESFRI_PACKS"):
        run("preview", "finns-inte")


def test_coverage_counts_the_catalogue(packs: Path) -> None:
    """Every topic of the catalogue has its guide, for every tool that it lists."""
    assert "200 av 200 ämnen har en guide, 200 för alla sina verktyg." in run("coverage").stdout


def test_coverage_tells_how_often_a_tip_was_asked_for_and_helped(
    packs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By topic, from what participants answered; nothing of who they were."""
    monkeypatch.setenv("RESFRI_DATA", str(tmp_path))
    with open_store(f"sqlite:///{tmp_path / 'resfri.sqlite3'}") as store:
        migrate(store)
        for helped in (True, True, False, None, None, None, None):
            outcome = feedback.Outcome("dela-hela-skarmen", "teams", helped, date(2026, 11, 23), "x")
            store.call(partial(feedback.add, outcome=outcome))
    row = next(line for line in run("coverage").stdout.splitlines() if line.startswith("dela-hela-skarmen\t"))
    assert row.split("\t")[-3:] == ["4", "2", "1"]


def test_a_new_guide_is_begun_by_five_answers(packs: Path) -> None:
    """The file is there, readable, and lint says what is left to write."""
    answers = (
        "Rengöra linsen på rummets kamera\ny\nrum\nhur putsar jag kameran\nTorka linsen med en trasa.\nsmutsig lins\n"
    )
    done = run("new", str(packs), said=answers)
    file = packs / "guider" / "rengora-linsen-pa-rummets-kamera.yaml"
    assert file.is_file(), done.output
    written = yaml.safe_load(file.read_text("utf-8"))
    assert written["frågor"] == ["hur putsar jag kameran"]
    linted = run("lint", str(packs))
    assert linted.exit_code == 0
    assert "varning: " in linted.stdout
    assert "Guiden har 1 fråga. Skriv minst 8" in linted.stdout
    assert "Under testfrågor har guiden 1 rätt och 0 fel. Skriv minst 3 rätt och 2 fel." in linted.stdout


def test_lines_are_written_under_fel_at_once(packs: Path) -> None:
    """The last key of a guide just begun is bare, so a line under it is read; with [] left there lint names it."""
    begun(packs, NEW, "ljud", *ANSWERS)
    file = next(packs.glob("guider/*.yaml"))
    text = file.read_text("utf-8")
    assert text.endswith("  fel:\n")
    file.write_text(f"{text}  - boka ett teamsmöte\n", "utf-8")
    assert "har guiden 1 rätt och 1 fel." in run("lint", str(packs)).stdout
    file.write_text(text.replace("  fel:\n", "  fel: []\n  - boka ett teamsmöte\n"), "utf-8")
    assert "ett kvarglömt []" in run("lint", str(packs)).stdout


ANSWERS = ("Hur putsar jag kameran?", "Torka linsen.", "Smutsig lins?")  # to the questions three to five
NEW = "Koka kaffe till fikat"  # no shipped guide is like it


def begun(packs: Path, *said: str) -> tuple[Result, dict[str, object] | None]:
    """What is seen when these answers are given, and the guide that is written then."""
    done = run("new", str(packs), said="\n".join(said) + "\n")
    files = list(packs.glob("guider/*.yaml"))
    return done, yaml.safe_load(files[0].read_text("utf-8")) if files else None


@pytest.mark.parametrize("said", ["2", " LJUD. "])
def test_the_areas_are_offered_and_picked_as_people_do(packs: Path, said: str) -> None:
    """By number or name; all that there are stand above the question."""
    done, guide = begun(packs, NEW, said, *ANSWERS)
    assert "  2. Ljud (ljud)" in done.output
    assert "  15. Tillgänglighet (tillganglighet)" in done.output
    assert guide is not None
    assert (guide["område"], guide["frågor"]) == ("ljud", [ANSWERS[0]])
    assert "Området är nytt" not in done.output


def test_a_word_that_is_no_area_is_asked_about_again(packs: Path) -> None:
    """At once, however often, and what was typed before it is kept; the id of one will do."""
    done, guide = begun(packs, NEW, "blåbär", "nej", "blåbär", "", "99", "?!", "motesvard", *ANSWERS)
    assert guide is not None, done.output
    assert (guide["titel"], guide["område"]) == (NEW, "motesvard")


def test_a_new_area_is_made_only_after_a_yes(packs: Path) -> None:
    """And the coach hears where its name is written, so that lint has nothing to say of it."""
    done, guide = begun(packs, NEW, "Blåbär & lingon", "ja", *ANSWERS)
    assert "Området blabar-lingon finns inte. Vill du göra ett nytt?" in done.output
    assert guide is not None
    assert guide["område"] == "blabar-lingon"
    assert "blabar-lingon: Områdets namn" in done.output
    assert "unknown-area" in run("lint", str(packs)).stdout
    manifest = packs / "pack.yaml"
    manifest.write_text(f"{manifest.read_text('utf-8')}områden:\n  blabar-lingon: Blåbär och lingon\n", "utf-8")
    assert "unknown-area" not in run("lint", str(packs)).stdout


@pytest.mark.parametrize("file", ["koka-kaffe-till-fikat", "fika"])
def test_a_name_that_is_taken_is_told_when_it_is_typed(packs: Path, file: str) -> None:
    """Whatever the file is called that has it; the coach types another, and the guide that is there is left alone."""
    there = packs / "guider" / f"{file}.yaml"
    body = f"id: koka-kaffe-till-fikat\ntitel: {NEW}\nområde: rum\nfrågor: [hur då]\nsteg: [Koka.]\n"
    there.write_text(body, "utf-8")
    done, _ = begun(packs, NEW, "?!", f"{NEW} igen", "ja", "ljud", *ANSWERS)
    assert done.output.index(there.name) < done.output.index("2. Vilket område")
    assert "Skriv en titel med bokstäver." in done.output
    assert there.read_text("utf-8") == body
    assert (packs / "guider" / "koka-kaffe-till-fikat-igen.yaml").is_file()


def test_a_guide_that_would_replace_another_packs_says_so(packs: Path) -> None:
    """Named as one that is shipped it takes its place, so the coach says yes to that; without, nothing is written."""
    done, guide = begun(packs, "Dela hela skärmen", "nej")
    assert "Din ersätter den." in done.output
    assert "resfri packs preview dela-hela-skarmen" in done.output
    assert guide is None


def test_what_cannot_be_written_is_shown(packs: Path) -> None:
    """All five answers stand on the screen, with what to do with them."""
    (packs / "guider").rmdir()
    (packs / "guider").write_text("en fil i vägen", "utf-8")
    result = CliRunner().invoke(command, ["new", str(packs)], input="\n".join((NEW, "ljud", *ANSWERS)) + "\n")
    assert isinstance(result.exception, ResfriError)
    assert "går inte att skriva" in str(result.exception)
    assert all(said in result.output for said in (f"titel: {NEW}", "område: ljud", *ANSWERS))


def test_a_folder_that_is_no_pack_is_told_before_anything_is_typed(tmp_path: Path) -> None:
    """By the file that it lacks."""
    with pytest.raises(UsageError, match=r"pack\.yaml"):
        run("new", str(tmp_path))


def test_a_near_duplicate_is_shown_first(packs: Path) -> None:
    """Who begins on a guide that is there already is told, and nothing is written."""
    done = run("new", str(packs), said="Dela hela skärmen\nn\n")
    assert "Dela hela skärmen" in done.stdout
    assert not list(packs.glob("guider/*"))


@pytest.mark.parametrize(
    ("title", "id"),
    [("Höra någon på håll", "hora-nagon-pa-hall"), ("  Ljud?! ", "ljud"), ("Dela: bild & ljud", "dela-bild-ljud")],
)
def test_the_id_of_a_title_is_ascii(title: str, id: str) -> None:
    """Letters without dots, hyphens between words."""
    assert guide_id(title) == id


def test_lint_speaks_to_people_and_to_programs(packs: Path) -> None:
    """A broken guide is told as text, as JSON and as GitHub's annotation, and the exit code says so."""
    (packs / "guider" / "trasig.yaml").write_text("id: trasig\ntitel: Trasig\nområde: ljud\nsteg: [Klicka.]\n", "utf-8")
    text = run("lint", str(packs))
    assert text.exit_code == 1
    assert text.stdout.startswith("fel: ")
    assert "trasig.yaml:1:1: Nyckeln frågor saknas. [missing]" in text.stdout
    first = json.loads(run("lint", str(packs), "--format", "json").stdout.splitlines()[0])
    assert (first["rule"], first["line"], first["column"]) == ("missing", 1, 1)
    assert run("lint", str(packs), "--format", "github").stdout.startswith("::error file=")


def test_a_stolen_question_fails_and_says_by_which_guide(packs: Path) -> None:
    """A test question that another guide takes is told of, also in JUnit, and what changed since the last run."""
    guide = packs / "guider" / "lampan.yaml"
    body = "id: lampan\ntitel: Tända lampan\nområde: rum\nfrågor: [var tänder jag lampan i salen]\nsteg: [Tryck.]\n"
    guide.write_text(body + "testfrågor: {rätt: [hur delar jag hela skärmen i teams], fel: []}\n", "utf-8")
    last, junit = packs.parent / "last.json", packs.parent / "junit.xml"
    done = run("test", "--last", str(last), "--junit", str(junit))
    assert done.exit_code == 1
    assert 'lampan: "hur delar jag hela skärmen i teams" hittade "Dela hela skärmen" i stället.' in done.stdout
    assert "Lägg till en fråga med de orden under frågor." in done.stdout
    suite = ElementTree.fromstring(junit.read_text("utf-8"))
    failed = [case.get("classname") for case in suite if case.find("failure") is not None]
    assert "lampan" in failed
    before = json.loads(last.read_text("utf-8"))
    last.write_text(json.dumps({key: not passed for key, passed in before.items()}), "utf-8")
    assert 'Nu fel: lampan: "hur delar jag hela skärmen i teams"' in run("test", "--last", str(last)).stdout


def test_only_ones_own_guides_are_tested(packs: Path, tmp_path: Path) -> None:
    """With a pack's folder the questions of its guides alone are asked; a folder that is not read is told of."""
    body = "id: lampan\ntitel: Tända lampan\nområde: rum\nfrågor: [var tänder jag lampan i salen]\nsteg: [Tryck.]\n"
    tests = "testfrågor: {rätt: [hur tänder man taklampan i salen], fel: [hur delar jag skärmen]}\n"
    (packs / "guider" / "lampan.yaml").write_text(body + tests, "utf-8")
    done = run("test", str(packs))
    said = "1 av 1 rätta frågor hittade guiden först, 1 av 1 bland tre; 1 av 1 fel-frågor hölls borta"
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, said)
    elsewhere = tmp_path / "annat"
    elsewhere.mkdir()
    with pytest.raises(UsageError, match="Ingen av guiderna"):
        run("test", str(elsewhere))


@pytest.mark.parametrize(("said", "written"), [("ja", True), ("j", True), ("nej", False), ("", False)])
def test_a_coach_answers_in_swedish(packs: Path, said: str, *, written: bool) -> None:
    """Of a guide like theirs a coach hears first, and goes on with "ja"."""
    lines = ["Dela hela skärmen", said, "rum", "Hur tänder jag?", "Tryck.", "Var är knappen?"]
    done = run("new", str(packs), said="\n".join(lines) + "\n")
    assert "Det finns redan en guide som heter Dela hela skärmen." in done.output
    assert bool(list((packs / "guider").glob("dela-hela*.yaml"))) is written


@pytest.mark.parametrize("row", ["inte json", '["q"]', '{"q": "utan ids"}', '{"q": "fel sort", "ids": "a"}'])
def test_a_broken_row_is_told_by_its_line(tmp_path: Path, row: str) -> None:
    """A row that cannot be used is named by file and line, with the keys that it needs."""
    corpus, queries = tmp_path / "c.jsonl", tmp_path / "q.jsonl"
    corpus.write_text('{"id": "a", "text": "Katten sover"}\n', "utf-8")
    queries.write_text(f'{{"q": "katt", "ids": ["a"]}}\n{row}\n', "utf-8")
    with pytest.raises(UsageError) as told:
        run("eval", "--corpus", str(corpus), "--queries", str(queries))
    assert told.value.fields == {"file": queries, "line": 2, "keys": "q, ids"}


def test_any_corpus_is_measured(tmp_path: Path) -> None:
    """Two texts, two questions, both right: all figures are there with their intervals."""
    corpus, queries = tmp_path / "c.jsonl", tmp_path / "q.jsonl"
    corpus.write_text(
        '{"id": "a", "text": "Katten sover i korgen"}\n{"id": "b", "text": "Hunden springer i skogen"}\n', "utf-8"
    )
    queries.write_text('{"q": "var sover katten", "ids": ["a"]}\n{"q": "springande hund", "ids": ["b"]}\n', "utf-8")
    found = json.loads(run("eval", "--corpus", str(corpus), "--queries", str(queries), "--json").stdout)
    assert (found["n"], found["acc@1"], found["recall@3"], found["mrr@10"], found["ndcg@10"]) == (2, 1.0, 1.0, 1.0, 1.0)
    low, high = found["acc@1_95"]
    assert 0 < low < 1 <= high
