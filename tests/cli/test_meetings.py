"""Importing meetings from the command line: a dry run changes nothing, and the same file twice adds nothing."""

from datetime import timedelta
from functools import partial
from pathlib import Path

from chatbot.clock import local, system_clock
from chatbot.messages import Actor, Place, say
from chatbot.programme.organisation import PlannedGroup
from chatbot.store import migrate, open_store, outbox, people
from chatbot.store.groups import groups, put_group
from chatbot.store.outbox import Draft
from tests.running import resfri

DAY = local(system_clock()).date() - timedelta(days=3)
TABLE = (
    f"datum;start;antal;form;plats\n{DAY};09:00;6;Teams;Bengtsfors\n{DAY};13:00;5;Zoom;Ed\n2001-02-30;9;4;Teams;Ed\n"
)


def member(home: Path) -> int:
    """A person in a group at Åmål; their number."""
    with open_store(f"sqlite:///{home / 'resfri.sqlite3'}") as store:
        migrate(store)
        planned = PlannedGroup("Dalsland", "Åmåls kommun", "Kommunchefer", municipality="Åmål", members=8)
        store.call(lambda tx: put_group(tx, planned, system_clock()))
        person = store.call(lambda tx: people.meet(tx, Actor("web", "local", "u1", "Namn"), "sv", system_clock()))
        group = store.call(groups)[0]
        store.call(lambda tx: people.choose_group(tx, person.id, group.id, system_clock()))
    return person.id


def test_a_table_is_imported_once(tmp_path: Path) -> None:
    """Each row's fate is told; the dry run says the same and stores nothing; the second run finds them all there."""
    number = str(member(tmp_path))
    file = tmp_path / "lista.csv"
    file.write_text(TABLE, "utf-8")
    dry = resfri(tmp_path, "meetings", "import", str(file), "--person", number, "--dry-run")
    assert dry.returncode == 0, dry.stderr
    assert "2 skulle sparas, 0 finns redan, 1 skulle inte sparas. Inget är ändrat." in dry.stdout
    first = resfri(tmp_path, "meetings", "import", str(file), "--person", number)
    assert "2 sparade, 0 fanns redan, 1 inte sparade." in first.stdout, first.stderr
    assert "Rad 4\tinte sparat: " in first.stdout
    again = resfri(tmp_path, "meetings", "import", str(file), "--person", number)
    assert "0 sparade, 2 fanns redan, 1 inte sparade." in again.stdout, again.stderr


def test_what_would_have_to_be_asked_is_left_or_told_once_for_all(tmp_path: Path) -> None:
    """A row without a place is left with the question; --place answers it for the whole file."""
    number = str(member(tmp_path))
    file = tmp_path / "lista.csv"
    file.write_text(f"datum;start;antal;form\n{DAY};15:00;4;Teams\n", "utf-8")
    left = resfri(tmp_path, "meetings", "import", str(file), "--person", number)
    assert "Rad 2\tinte sparat: Var hade ni annars träffats?" in left.stdout, left.stderr
    saved = resfri(tmp_path, "meetings", "import", str(file), "--person", number, "--place", "Mellerud")
    assert "1 sparade, 0 fanns redan, 0 inte sparade." in saved.stdout, saved.stderr


def test_recalculating_changes_nothing_while_the_factors_stand(tmp_path: Path) -> None:
    """The same factors give the same integers; the command says how many it looked at."""
    number = str(member(tmp_path))
    file = tmp_path / "lista.csv"
    file.write_text(TABLE, "utf-8")
    resfri(tmp_path, "meetings", "import", str(file), "--person", number)
    assert "0 av 2 möten har fått nya siffror." in resfri(tmp_path, "meetings", "recalculate").stdout


def test_faults_are_sentences(tmp_path: Path) -> None:
    """No such person, no such place, a file that is no calendar."""
    member(tmp_path)
    file = tmp_path / "fel.ics"
    file.write_text("hej")
    for arguments, said in (
        (("--person", "99"), "ingen person med nummer 99"),
        (("--person", "1", "--place", "Långtbortistan"), "känner inte till platsen"),
        (("--person", "1"), "inte att läsa som en kalender"),
    ):
        done = resfri(tmp_path, "meetings", "import", str(file), *arguments)
        assert done.returncode in {1, 2}
        assert said in done.stderr
        assert "Traceback" not in done.stderr


def test_what_could_not_be_sent_is_listed_and_tried_again_or_dropped(tmp_path: Path) -> None:
    """By number, without a word of its contents; a number that does not wait is a sentence."""
    member(tmp_path)
    assert "Inget väntar" in resfri(tmp_path, "outbox", "list").stdout
    with open_store(f"sqlite:///{tmp_path / 'resfri.sqlite3'}") as store:
        place = Place("chat", "t", "-1", kind="group")
        ids = [
            store.call(lambda tx: outbox.add(tx, Draft(place, say("hemligt")), system_clock(), pull=False))
            for _ in "ab"
        ]
        for number in ids:
            store.call(partial(outbox.failed, id=number, reason="borta", now=system_clock(), final=True))
    listed = resfri(tmp_path, "outbox", "list").stdout
    assert listed.count("gick inte att skicka") == 2
    assert "hemligt" not in listed
    assert resfri(tmp_path, "outbox", "retry", str(ids[0])).stdout.strip() == "Klart."
    assert resfri(tmp_path, "outbox", "drop", str(ids[1])).stdout.strip() == "Klart."
    assert resfri(tmp_path, "outbox", "list").stdout.count("väntar") == 1
    assert "Inget med nummer 99 väntar" in resfri(tmp_path, "outbox", "drop", "99").stderr
