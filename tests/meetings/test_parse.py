"""The parser: one table for each rule, whole lines, refusals, and hostile text."""

import json
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.clock import STOCKHOLM
from chatbot.i18n import translator
from chatbot.meetings.meeting import Draft, Refusal, draft_json
from chatbot.meetings.parse import parse
from chatbot.packs.places import read_places
from chatbot.resources import packs_folder

PLACES, _ = read_places([packs_folder() / "sverige/orter.tsv", packs_folder() / "dalsland/orter.tsv"])
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=STOCKHOLM)
LINES = [json.loads(line) for line in (Path(__file__).parent / "lines.jsonl").read_text(encoding="utf-8").splitlines()]


def read(text: str, now: datetime = MONDAY) -> dict[str, Any]:
    """The draft as JSON, or the code it is refused with."""
    result = parse(text, now, PLACES)
    return {"error": result.code} if isinstance(result, Refusal) else draft_json(result)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("tisdag", "2026-11-17"),
        ("i tisdags", "2026-11-17"),
        ("måndag", "2026-11-16"),
        ("i måndags", "2026-11-16"),
        ("i söndags", "2026-11-22"),
        ("på torsdagen", "2026-11-19"),
        ("förra tisdagen", "2026-11-17"),
        ("förra måndagen", "2026-11-16"),
        ("onsdags förra veckan", "2026-11-18"),
        ("förra veckan på fredagen", "2026-11-20"),
        ("den tolfte", "2026-11-12"),
        ("den 12:e", "2026-11-12"),
        ("den 25", "2026-10-25"),
        ("12/11", "2026-11-12"),
        ("12.11.", "2026-11-12"),
        ("den 12.11", "2026-11-12"),
        ("261118", "2026-11-18"),
        ("20261118", "2026-11-18"),
        ("2026-11-12", "2026-11-12"),
        ("2026/11/12", "2026-11-12"),
        ("12/11 2026", "2026-11-12"),
        ("12 nov", "2026-11-12"),
        ("12 november 2025", "2025-11-12"),
        ("den tolfte november", "2026-11-12"),
        ("torsdagen den 12 november", "2026-11-12"),
        ("tolfte novmber", "2026-11-12"),
        ("sista oktober", "2026-10-31"),
        ("måndag v 46", "2026-11-09"),
        ("v. 46 onsdag", "2026-11-11"),
        ("för tre dagar sedan", "2026-11-20"),
        ("för en vecka sen", "2026-11-16"),
        ("för 2 veckor sedan", "2026-11-09"),
        ("i förrgår", "2026-11-21"),
        ("i går", "2026-11-22"),
        ("igår kväll", "2026-11-22"),
        ("idag", "2026-11-23"),
        ("i morse", "2026-11-23"),
        ("för en timme sedan", "2026-11-23"),
        ("i onsdgas", "2026-11-18"),
        ("", None),
    ],
)
def test_dates(said: str, day: str | None) -> None:
    """Every way of saying a day that has been."""
    assert read(f"teams {said}, 5 pers")["date"] == day


@pytest.mark.parametrize(
    ("said", "now", "day"),
    [
        ("18 december", datetime(2027, 1, 5, 9, 0, tzinfo=STOCKHOLM), "2026-12-18"),
        ("måndag v 53", datetime(2027, 1, 5, 9, 0, tzinfo=STOCKHOLM), "2026-12-28"),
        ("den 31", datetime(2027, 1, 5, 9, 0, tzinfo=STOCKHOLM), "2026-12-31"),
    ],
)
def test_dates_over_new_year(said: str, now: datetime, day: str) -> None:
    """A date that lies ahead is last year's when that is inside the window."""
    assert read(f"teams {said}, 5 pers", now)["date"] == day


def test_last_year_is_said_aloud() -> None:
    """ "18 december" typed on 5 January is last year's, and the person is told."""
    result = parse("teams 18 december, 5 pers", datetime(2027, 1, 5, 9, 0, tzinfo=STOCKHOLM), PLACES)
    assert isinstance(result, Draft)
    assert [translator().tell(note) for note in result.notes] == [
        "”18 december” tolkade jag som 2026-12-18, alltså förra året."
    ]


@pytest.mark.parametrize(
    ("said", "start", "minutes"),
    [
        ("halv ett", "12:30", None),
        ("kl ett", "13:00", None),
        ("kvart över två", "14:15", None),
        ("20 i fyra", "15:40", None),
        ("kvart i sju", "18:45", None),
        ("halv tio", "09:30", None),
        ("fem i halv tio", "09:25", None),
        ("tio över halv tre", "14:40", None),
        ("sju på kvällen", "19:00", None),
        ("kl sju på kvällen", "19:00", None),
        ("kl sju", "07:00", None),
        ("kl 8 på morgonen", "08:00", None),
        ("kl 15.00", "15:00", None),
        ("kl 09:15", "09:15", None),
        ("klockan nio", "09:00", None),
        ("vid 14-tiden", "14:00", None),
        ("9-10.30", "09:00", 90),
        ("0930-1045", "09:30", 75),
        ("14-15", "14:00", 60),
        ("13:00–16:00", "13:00", 180),
        ("kl 9 till 11", "09:00", 120),
        ("mellan nio och halv elva", "09:00", 90),
        ("från halv nio till tio", "08:30", 90),
        ("halv två till kvart i tre", "13:30", 75),
        ("mellan 9 och 11", "09:00", 120),
        ("kl 1-3 på eftermiddagen", "13:00", 120),
        ("kl 11-1", "11:00", 120),
        ("kl 10, slut 11.30", "10:00", 90),
    ],
)
def test_clocks(said: str, start: str | None, minutes: int | None) -> None:
    """Start, and duration from an end; spoken small hours are in the afternoon."""
    draft = read(f"teams igår {said}, fem deltagare")
    assert (draft["start"], draft["duration_min"]) == (start, minutes)


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("en och en halv timme", 90),
        ("två och en halv timme", 150),
        ("halvannan timme", 90),
        ("1,5 h", 90),
        ("1½ tim", 90),
        ("90 min", 90),
        ("en kvart", 15),
        ("5 kvart", 75),
        ("tre kvart", 45),
        ("halva dan", 240),
        ("halvdag", 240),
        ("heldag", 480),
        ("hel dag", 480),
        ("hela dagen", 480),
        ("längd: 60", 60),
        ("dur: 75", 75),
        ("tid: 90 min", 90),
        ("drygt en timme", 60),
        ("knappt 20 min", 20),
        ("ca 2 h", 120),
        ("en dryg halvtimme", 30),
        ("2 tim 15 min", 135),
        ("1h30", 90),
        ("en timme och en kvart", 75),
        ("tvåtimmarsmöte", 120),
        ("2 timar", 120),
    ],
)
def test_durations(said: str, minutes: int) -> None:
    """Minutes, however they are said; about and scarcely are the number."""
    assert read(f"teams igår, {said}, fem deltagare")["duration_min"] == minutes


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("5 politiker och 2 tjänstemän", 7),
        ("2+3", 5),
        ("jag och tre till", 4),
        ("jag, Berit och Kjell", 3),
        ("Berit, jag och två till", 4),
        ("10 av 12", 10),
        ("ett tiotal", 10),
        ("ett dussin", 12),
        ("halvdussin", 6),
        ("ett halvt dussin", 6),
        ("vi var åtta", 8),
        ("vi va fem", 5),
        ("elva st", 11),
        ("4p", 4),
        ("ca 15 pers", 15),
        ("8 pers, nej förresten sju", 7),
        ("8 deltagare, jag menar 9", 9),
        ("6-7 pers", 6),
        ("mellan 6 och 8 deltagare", 6),
        ("tjugotvå deltagare", 22),
        ("deltagare: 9", 9),
        ("antal: 5", 5),
        ("fem prsoner", 5),
        ("så fyra totalt", 4),
        ("åtta kommunchefer", 8),
        ("5 pol + 2 tjm", 7),
        ("sex pers + ordföranden", 7),
        ("två från kommunen, tre konsulter och en från länsstyrelsen", 6),
        ("åtta förtroendevalda plus nämndsekreteraren", 9),
        ("deltagare: Lars, Sven och Ulla", 3),
        ("6 av 8 ledamöter + sekreterare", 7),
        ("vi åkte förbi 172:an och såg 20 stolar", None),
    ],
)
def test_participants(said: str, count: int | None) -> None:
    """Sums, names, ranges and corrections."""
    assert read(f"teams igår, {said}")["participants"] == count


def test_a_range_is_said_aloud() -> None:
    """The lower of "6-7" is taken, and the person is told."""
    result = parse("teams igår, 6-7 pers", MONDAY, PLACES)
    assert isinstance(result, Draft)
    assert "6" in translator().tell(result.notes[0])


@pytest.mark.parametrize(
    ("said", "travellers", "participants"),
    [
        ("2 från Åmål och 1 från Ed", [("Åmål", 2), ("Ed", 1)], None),
        ("från Åmål (2) och Ed (1)", [("Åmål", 2), ("Ed", 1)], None),
        ("från: Färgelanda (3)", [("Färgelanda", 3)], None),
        ("3 åmålsbor slapp åka", [("Åmål", 3)], None),
        ("fyra slapp köra", [(None, 4)], None),
        ("jag slapp köra", [(None, 1)], None),
        ("2 bilar à 3", [(None, 6)], None),
        ("två bilar med tre i varje", [(None, 6)], None),
        ("vi allihop, sex pers, hade åkt från Åmål", [("Åmål", 6)], 6),
        ("2 från Mellerud och 1 från Ed", [("Ed", 1)], None),
        ("7 deltagare", [], 7),
        ("Anna och Pelle från Åmål slapp åka", [("Åmål", 2)], None),
        ("jag, Pelle och Stina hade åkt tåg", [(None, 3)], None),
        (
            "de två från Ed och den enda från Säffle stannade hemma i stället för att komma",
            [("Ed", 2), ("Säffle", 1)],
            None,
        ),
        ("från: Ed - 1, Åmål - 3", [("Ed", 1), ("Åmål", 3)], None),
        ("bara jag och chefen var med, ingen reste", [], 2),
    ],
)
def test_travellers(said: str, travellers: list[tuple[str | None, int]], participants: int | None) -> None:
    """Who would have come from where; those at the place stay; travellers do not set participants."""
    draft = read(f"zoom igår, annars i Mellerud, {said}")
    assert [(who["from"], who["count"]) for who in draft["travellers"]] == travellers
    assert draft["participants"] == participants


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("annars i dalsed", "Ed"),
        ("slapp åka till Dals-Ed", "Ed"),
        ("annars Långed", "Dals Långed"),
        ("skulle varit i Mellerud", "Mellerud"),
        ("annars i Melleruds kommunhus", "Mellerud"),
        ("skulle till åmål", "Åmål"),
        ("slapp åka till amal", "Åmål"),
        ("slapp åka från Åmål till Ed", "Ed"),
        ("istället för att åka till Götebrog", "Göteborg"),
        ("plats: Steneby", "Steneby"),
        ("plats: Teams", None),
        ("med Åmåls kommun", None),
        ("med Karlstads universitet", None),
        ("med Anna Berg", None),
        ("det ska vara så", None),
        ("annars i kommunhuset", None),
        ("jag satt i Åmål", None),
    ],
)
def test_places(said: str, place: str | None) -> None:
    """Municipalities, towns and their forms; organisations and people are no places."""
    assert read(f"zoom igår, 5 pers, {said}")["place"] == place


@pytest.mark.parametrize("line", ["Teams igår, 5 pers, annars i {}", "slapp åka till {} igår, zoom 5 pers"])
def test_every_place_is_found_in_a_line(line: str) -> None:
    """All municipalities, seats and Dalsland places, as written and in lower case."""
    names = [place.name for place in PLACES.places]
    assert [read(line.format(name))["place"] for name in names] == names
    assert [read(line.format(name).lower())["place"] for name in names] == names


@pytest.mark.parametrize(
    ("said", "mode", "cars"),
    [
        ("slapp köra till Ed", "bil", None),
        ("slapp ratta till Ed", "bil", None),
        ("hade kört till Ed", "bil", None),
        ("tre bilar till Ed", "bil", 3),
        ("en bil till Ed", "bil", 1),
        ("slapp åka till Ed", None, None),
        ("åkt tåg till Ed", "tåg", None),
        ("åkt buss till Ed", "buss", None),
        ("flugit till Luleå", "flyg", None),
        ("samåkning till Ed", "samåkning", None),
        ("samåkning i en bil till Ed", "samåkning", 1),
        ("2 elbilar till Ed", "elbil", 2),
        ("taxi till Ed", "taxi", None),
        ("cyklat till Ed", "cykel", None),
        ("gått till fots till Ed", "gång", None),
        ("färdmedel: gång", "gång", None),
        ("körde mötet hemifrån", None, None),
        ("en kort stund", None, None),
    ],
)
def test_mode(said: str, mode: str | None, cars: int | None) -> None:
    """How people would have travelled; "åka" alone says nothing."""
    draft = read(f"zoom igår, 5 pers, {said}")
    assert (draft["mode"], draft["cars"]) == (mode, cars)


@pytest.mark.parametrize(
    ("said", "form", "platform"),
    [
        ("Teams", "webb", "teams"),
        ("temas", "webb", "teams"),
        ("Google Meet", "webb", "meet"),
        ("webex", "webb", "webex"),
        ("jitsi", "webb", "jitsi"),
        ("skype", "webb", "skype"),
        ("webbmöte", "webb", None),
        ("videomöte", "video", None),
        ("rumssystem", "video", None),
        ("video på teams", "webb", "teams"),
        ("hybrid på teams", "hybrid", "teams"),
        ("tele fon", "telefon", None),
        ("möte", None, None),
    ],
)
def test_form(said: str, form: str | None, platform: str | None) -> None:
    """The platform says webb; hybrid goes before it and keeps it."""
    draft = read(f"{said} igår, fem pers")
    assert (draft["form"], draft["platform"]) == (form, platform)


@pytest.mark.parametrize(
    ("said", "replaces"),
    [
        ("annars i Ed", "ja"),
        ("ersätter: ja", "ja"),
        ("ersatte delvis ett möte i Ed", "delvis"),
        ("hade varit digitalt ändå", "nej"),
        ("ersätter: nej", "nej"),
        ("ingen hade åkt någonstans", "nej"),
        ("", None),
    ],
)
def test_replaces(said: str, replaces: str | None) -> None:
    """Yes where a place, travellers or a mode is given, unless partly or no is said."""
    assert read(f"zoom igår, 5 pers, {said}")["replaces"] == replaces


@pytest.mark.parametrize(
    ("said", "recurring"),
    [
        ("veckomöte", True),
        ("månadsmöte", True),
        ("varannan tisdag", True),
        ("återkommande", True),
        ("återkommande: nej", None),
        ("möte", None),
    ],
)
def test_recurring(said: str, recurring: bool | None) -> None:
    """A series is noticed."""
    assert read(f"{said} på teams, 5 pers")["recurring"] is recurring


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["text"][:40])
def test_whole_lines(line: dict[str, Any]) -> None:
    """Each field of a whole line, and nothing that the line does not say; or the code it is refused with."""
    draft = read(line["text"])
    if "error" in line:
        assert draft == {"error": line["error"]}
    else:
        assert {field: value for field, value in draft.items() if value} == line["draft"]


@pytest.mark.parametrize("line", [line for line in LINES if "error" in line], ids=lambda line: line["text"][:40])
def test_refusals_say_how_to_mend(line: dict[str, Any]) -> None:
    """Each refusal is a whole sentence with its fields filled, and keeps the draft."""
    result = parse(line["text"], MONDAY, PLACES)
    assert isinstance(result, Refusal)
    sentence = translator().tell(result.notice)
    assert sentence.endswith((".", "?"))
    assert "{" not in sentence


def test_an_unknown_place_gets_suggestions() -> None:
    """The nearest names are offered."""
    result = parse("teams igår, annars i Meltorp", MONDAY, PLACES)
    assert isinstance(result, Refusal)
    assert result.code == "unknown_place"
    assert "Menade du" in translator().tell(result.notice)


def test_each_field_keeps_its_words() -> None:
    """The words that gave a field are kept as typed."""
    result = parse("Teams i tisdags, sex pers, slapp åka till Dals-Ed", MONDAY, PLACES)
    assert isinstance(result, Draft)
    assert result.words["date"] == "i tisdags"
    assert result.words["place"] == "Dals-Ed"
    assert result.words["platform"] == "Teams"
    assert result.words["participants"] == "sex pers"


WORDS = [word for line in LINES for word in line["text"].split()]


@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)))
def test_never_raises(text: str) -> None:
    """Whatever is typed, there is a draft or a refusal, and it is told in a sentence."""
    result = parse(text, MONDAY, PLACES)
    if isinstance(result, Refusal):
        translator().tell(result.notice)
    json.dumps(draft_json(result if isinstance(result, Draft) else result.draft))


@pytest.mark.measured
def test_a_line_takes_under_five_milliseconds() -> None:
    """Of the processor, the mean over the whole lines; a hostile line costs no more than a long one."""
    started = time.process_time()
    for line in LINES:
        parse(line["text"], MONDAY, PLACES)
    assert (time.process_time() - started) / len(LINES) < 0.005
    started = time.process_time()
    parse("och " * 20_000, MONDAY, PLACES)
    assert time.process_time() - started < 0.25
