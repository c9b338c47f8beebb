"""The command line as a person meets it: Swedish sentences, exit codes 0, 1 and 2, never a traceback."""

import json
import os
import pty
import socket
import subprocess
from pathlib import Path

import pytest

from tests.running import RESFRI, Running, environment, resfri


@pytest.mark.parametrize(
    ("arguments", "settings", "code", "said"),
    [
        (("run",), {"databse": "x"}, 2, "Menade du RESFRI_DATABASE?"),
        (("run",), {"database": "mysql://a/b"}, 2, "postgresql://"),
        (("run",), {"web__port": "x"}, 2, "RESFRI_WEB__PORT"),
        (("run",), {"web__host": "0.0.0.0"}, 2, "RESFRI_WEB__PROXY_HEADER"),
        (("ask",), {}, 2, "resfri ask"),
        (("parse",), {}, 2, "resfri parse"),
        (("nonsense",), {}, 2, "nonsense"),
        (("groups", "list"), {}, 1, "resfri run"),
        (("db", "status"), {}, 1, "resfri run"),
        (("doctor",), {}, 1, "resfri run"),
        (("ask", "hur delar jag skärmen i zoom?"), {}, 0, "Dela skärm"),
        (("packs", "lint"), {}, 0, "0 fel"),
        (("packs", "list"), {}, 0, "tips"),
    ],
)
def test_each_fault_is_a_sentence(
    tmp_path: Path, arguments: tuple[str, ...], settings: dict[str, str], code: int, said: str
) -> None:
    """What is wrong and what to do; nothing of Python shows."""
    done = resfri(tmp_path, *arguments, **settings)
    assert done.returncode == code, done.stderr
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [("db", "status"), ("groups", "list"), ("doctor",), ("run",)])
def test_a_postgresql_that_cannot_be_reached(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Where it was looked for and what to check, never the password, and nothing of saving or of starting Resfri."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # taken, but nobody listens
        port = nobody.getsockname()[1]
        done = resfri(tmp_path, *arguments, database=f"postgresql://anna:hemligt@127.0.0.1:{port}/resor")
    told = done.stdout + done.stderr
    assert done.returncode == 1
    assert f"Databasen resor på 127.0.0.1:{port} går inte att nå som anna." in told
    assert "RESFRI_DATABASE" in told
    for wrong in ("hemligt", "Kunde inte spara", "Starta Resfri en gång", "Traceback"):
        assert wrong not in told


@pytest.mark.parametrize("command", ["doctor", "run"])
def test_a_misspelt_key_in_organisation_yaml(tmp_path: Path, command: str) -> None:
    """The line and the key that was meant, from doctor already."""
    (tmp_path / "data").mkdir()
    wrong = "förbund: Dalsland\norganisationer:\n- namn: Åmål\n  grupper:\n  - namn: Ledningen\n    medlemar: 8\n"
    (tmp_path / "data" / "organisation.yaml").write_text(wrong, "utf-8")
    done = resfri(tmp_path, command, data=str(tmp_path / "data"))
    assert done.returncode == 1
    assert (
        "organisation.yaml, rad 6, känns nyckeln medlemar inte igen. Menade du medlemmar?" in done.stdout + done.stderr
    )


@pytest.mark.parametrize("settings", [{}, {"slack__nonsense": "x"}, {"nonsense": "x"}])
def test_help_lists_the_adapters_commands_too(tmp_path: Path, settings: dict[str, str]) -> None:
    """`slack` and `telegram` stand among the others; help is given whatever is wrong with a setting."""
    done = resfri(tmp_path, "--help", **settings)
    assert done.returncode == 0, done.stderr
    listed = [line.split()[0] for line in done.stdout.split("Commands:")[1].splitlines() if line.strip()]
    assert {"ask", "run"} <= set(listed)
    assert settings or {"slack", "telegram"} <= set(listed)


def test_ask_tells_of_a_folder_of_packs_that_is_not_there(tmp_path: Path) -> None:
    """Beside the answer of the packs that there are, on the other stream."""
    done = resfri(tmp_path, "ask", "hur delar jag skärmen i zoom?", packs="finns-inte")
    assert done.returncode == 0
    assert "Dela skärm" in done.stdout
    assert "finns-inte: I mappen finns inget kunskapspaket." in done.stderr


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """The sentence names the folder and the setting."""
    (tmp_path / "file").write_text("")
    done = resfri(tmp_path, "run", data=str(tmp_path / "file" / "data"))
    assert done.returncode == 1
    assert "RESFRI_DATA" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    """The sentence tells how to choose another."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = resfri(tmp_path, "run", web__port=str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "RESFRI_WEB__PORT=" in done.stderr
    assert "Traceback" not in done.stderr


def test_beside_a_running_server(tmp_path: Path) -> None:
    """What only reads may run; what writes is refused with the way out, and the server goes on."""
    with Running(tmp_path) as server:
        refused = resfri(tmp_path, "chat", stdin="hej\n")
        assert refused.returncode == 1
        assert "PostgreSQL" in refused.stderr
        for arguments in (("groups", "list"), ("people", "list"), ("db", "status"), ("doctor",), ("ask", "hej")):
            assert resfri(tmp_path, *arguments).returncode == 0, arguments
        assert server.stop() == 0


def test_broken_yaml_in_a_pack_is_named_and_the_rest_works(tmp_path: Path) -> None:
    """The file and the line stand in what is printed at the start; questions are answered all the same."""
    done = resfri(tmp_path, "chat", stdin="hur delar jag skärmen i teams?\n", packs=broken_pack(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "trasig.yaml:" in done.stderr
    assert "Dela hela skärmen" in done.stdout


def test_broken_yaml_is_not_told_where_somebody_writes(tmp_path: Path) -> None:
    """On a screen the operator's line would stand in the middle of the talk: nothing is written there."""
    screen, written = pty.openpty()
    env = environment(tmp_path, packs=broken_pack(tmp_path))
    done = subprocess.run(
        [RESFRI, "chat"], env=env, input=b"hej\n", stdout=subprocess.PIPE, stderr=written, check=False
    )
    os.set_blocking(screen, False)
    with pytest.raises(BlockingIOError):
        os.read(screen, 1000)
    os.close(written)
    os.close(screen)
    assert done.returncode == 0
    assert "Hej!" in done.stdout.decode()


def broken_pack(folder: Path) -> str:
    """A pack with one file that cannot be read."""
    guides = folder / "lokalt" / "guider"
    guides.mkdir(parents=True)
    (folder / "lokalt" / "pack.yaml").write_text("namn: lokalt\nversion: 1\nspråk: sv\n", encoding="utf-8")
    (guides / "trasig.yaml").write_text("id: trasig\ntitel: [\n", encoding="utf-8")
    return str(folder / "lokalt")


def test_people_groups_and_roles(tmp_path: Path) -> None:
    """Add a group and a person, give a role, take it back, and see it."""
    add = ("groups", "add", "Byalaget", "--organisation", "Åmåls kommun", "--federation", "Dalsland", "--members", "7")
    assert "Byalaget" in resfri(tmp_path, *add).stdout
    assert "Byalaget" in resfri(tmp_path, "groups", "list").stdout
    assert "nummer 1" in resfri(tmp_path, "people", "add", "slack", "T1", "U1", "--name", "Eva").stdout
    assert resfri(tmp_path, "people", "role", "1", "coach").returncode == 0
    assert "coach" in resfri(tmp_path, "people", "list").stdout
    assert resfri(tmp_path, "people", "role", "1", "coach", "--remove").returncode == 0
    assert "coach" not in resfri(tmp_path, "people", "list").stdout
    missing = resfri(tmp_path, "people", "role", "9", "coach")
    assert (missing.returncode, "nummer 9" in missing.stderr) == (1, True)


def test_organisation_yaml_gives_the_groups(tmp_path: Path) -> None:
    """The operator's file is read at the start; a broken one is named with its line."""
    file = tmp_path / "organisation.yaml"
    file.write_text(
        "förbund: Samverkan\norganisationer:\n  - namn: Eds kommun\n    kontakt: Ring 0123.\n    grupper:\n"
        "      - {namn: Ledningen, kommun: Dals-Ed, medlemmar: 6}\n",
        encoding="utf-8",
    )
    seen = resfri(tmp_path, "chat", stdin="/grupp\n1\n").stdout
    assert "Nu är du med i Ledningen" in seen
    assert "Kommunledningen" not in seen
    file.write_text("förbund: [\n", encoding="utf-8")
    broken = resfri(tmp_path, "chat", stdin="hej\n")
    assert broken.returncode == 1
    assert "organisation.yaml" in broken.stderr


TYPED = (
    "   ",
    "🎉🎉🎉",
    "a" * 10_000,
    "a" * 20_000,
    "\u202eomvänt\u202c",
    "a\u0308\u030a",
    "\x1b[31mröd",
    "/",
    "/hjlp",
)


def test_whatever_is_typed_gets_an_answer(tmp_path: Path) -> None:
    """Blank, long, emoji, right-to-left and NFD lines each get a sentence, and no control character comes back."""
    quiet = resfri(tmp_path, "chat", stdin="\n")
    assert quiet.returncode == 0, quiet.stderr
    done = resfri(tmp_path, "chat", stdin="".join(f"{text}\n" for text in TYPED))
    assert done.returncode == 0, done.stderr
    answers = done.stdout.removeprefix(quiet.stdout.rstrip()).strip().split("\n\n")
    assert len(answers) >= len(TYPED)
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout


def test_batches_give_a_line_for_a_line(tmp_path: Path) -> None:
    """`ask --batch` and `parse --batch` keep the order, and a broken line gives an error in its place."""
    (tmp_path / "q.jsonl").write_text(
        '{"q": "hur delar jag skärmen i teams?"}\nbroken\n{"q": "hej"}\n', encoding="utf-8"
    )
    lines = [json.loads(line) for line in resfri(tmp_path, "ask", "--batch", "q.jsonl", "--json").stdout.splitlines()]
    assert [line.get("kind", "error") for line in lines] == ["found", "error", "smalltalk"]
    (tmp_path / "m.jsonl").write_text(
        '{"text": "Teams igår 5 pers annars Åmål"}\n{"text": "i morgon på zoom, 4 pers"}\n', encoding="utf-8"
    )
    done = resfri(tmp_path, "parse", "--batch", "m.jsonl", "--now", "2026-11-23T10:00", "--json")
    first, second = [json.loads(line) for line in done.stdout.splitlines()]
    assert first["draft"]["date"] == "2026-11-22"
    assert second["error"] == "future_date"


def test_the_demo_tells_both_results(tmp_path: Path) -> None:
    """The published figures stand beside what the physical factors give, in a database of the demo's own."""
    done = resfri(tmp_path, "demo", "dalsland", "--only-fill")
    assert done.returncode == 0, done.stderr
    assert "136 webbmöten" in done.stdout
    assert "35 MWh och ungefär 16 ton" in done.stdout
    assert not (tmp_path / "resfri.sqlite3").exists()
    again = resfri(tmp_path, "demo", "dalsland", "--only-fill")
    assert again.stdout == done.stdout


def test_english_on_request(tmp_path: Path) -> None:
    """`--lang en` answers in English."""
    done = resfri(tmp_path, "--lang", "en", "chat", stdin="/hjälp\n")
    assert done.returncode == 0
    assert "Det här kan jag" not in done.stdout


def test_the_first_day_through_a_pipe(tmp_path: Path) -> None:
    """Question, group, meeting, sums, undo and board, each answer followed by a blank line."""
    lines = [
        "/grupp",
        "Kommunledningen i Åmål",
        "hur delar jag skärmen i teams?",
        "/logga-möte i tisdags på teams, 6 pers, slapp åka till Bengtsfors",
        "Visa uträkningen",
        "/topplista",
        "/ångra",
    ]
    done = resfri(tmp_path, "chat", stdin="\n".join(lines) + "\n")
    assert done.returncode == 0, done.stderr
    seen = done.stdout
    for expected in (
        "Nu är du med i Kommunledningen i Åmål",
        "Så här gör du i Teams",
        "Ni sparade ungefär",
        "Tabell över vägavstånd",
        "Topplistan för",
        "Mötet är borttaget",
    ):
        assert expected in seen, expected
        seen = seen[seen.index(expected) :]
    assert done.stdout.endswith("\n\n")
