"""Answers over a small library: direction, platforms, typing errors, follow-ups, hostile text."""

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.answers import Answer, Context, Found, Index, SmallTalk, Unknown, Unsure, answer, build_index
from chatbot.answers.rank import TOP, _first
from chatbot.packs import Clarification, Guide, Lexicon, Library, Referral, Step, Variant
from chatbot.packs.vague import Vague


def guide(id: str, title: str, *questions: str, area: str = "ljud", platforms: tuple[str, ...] = ()) -> Guide:
    """A guide with one common step, and one on each platform."""
    variants = {name: Variant((Step(f"Tryck på knappen i {name}."),)) for name in platforms}
    return Guide(id, title, area, questions, steps=(Step("Tryck på knappen."),), variants=variants, file=Path(id))


GUIDES = (
    guide("mikrofon", "De andra hör inte mig", "Varför hör ingen mig?", "Min mikrofon fungerar inte"),
    guide("hogtalare", "Jag hör inte de andra", "Varför hör jag ingenting?", "Det kommer inget ljud i högtalaren"),
    guide("eko", "Någon hör sin egen röst", "Varför ekar det i mötet?"),
    guide("dela", "Dela hela skärmen", "Hur visar jag min skärm?", area="dela", platforms=("teams", "zoom")),
    guide("sluta-dela", "Sluta dela skärmen", "Hur slutar jag visa?", area="dela"),
    guide("lobbyn", "Släppa in från lobbyn", "Någon väntar i lobbyn", area="motesvard", platforms=("teams", "zoom")),
    guide("spela-in", "Spela in mötet", "Hur gör jag en inspelning?", area="inspelning"),
    guide("lank", "Hitta möteslänken", "Var är länken till mötet?", area="ansluta"),
    guide("boka", "Boka ett webbmöte i kalendern", "Hur bokar jag ett möte?", area="boka"),
)
LEXICON = Lexicon(
    synonyms=(("mikrofon", "mick"), ("spela in", "filma")),
    loans={"share": ("dela",), "screen": ("skärm",)},
    everyday={"mej": "mig", "dom": "de", "funkar": "fungerar"},
)
LIBRARY = Library(
    guides={one.id: one for one in GUIDES},
    lexicon=LEXICON,
    referrals={"skrivare": Referral("skrivare", "Fråga servicedesk.", ("skrivare", "skrivaren"))},
)
INDEX = build_index(LIBRARY)


def best(given: Answer) -> str | None:
    """The best guess, whether shown or offered."""
    match given:
        case Found(guide_id=id):
            return id
        case Unsure(candidates=candidates) | Unknown(candidates=candidates):
            return candidates[0].id if candidates else None
        case SmallTalk():
            return None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("de hör inte mig", "mikrofon"),
        ("jag hör inte dem", "hogtalare"),
        ("dom hör inte mej", "mikrofon"),
        ("hör ni inte mig", "mikrofon"),
        ("hör jag inte de andra", "hogtalare"),
        ("jag hör mig själv eka", "eko"),
        ("hur delar jag skärmen", "dela"),
        ("hur dela min skjärm", "dela"),  # typing error
        ("skärmdelning", "dela"),  # compound
        ("teamslänk", "lank"),
        ("mötes länk", "lank"),  # split compound
        ("inspelning av möten", "spela-in"),  # verb and particle
        ("filma mötet", "spela-in"),  # synonym
        ("how do i share my screen", "dela"),  # loanwords
        ("micken funkar inte", "mikrofon"),
        ("slappa in fran lobbyn", "lobbyn"),  # no dots
    ],
)
def test_the_right_guide_stands_first(question: str, expected: str) -> None:
    """However it is said, the right guide is the best guess."""
    assert best(answer(question, INDEX)) == expected


@pytest.mark.parametrize("question", ["hur delar jag skärmen", "spela in mötet", "de hör inte mig"])
@pytest.mark.parametrize("frame", ["hej! {}", "Hejsan, kan du hjälpa mig? {}?", "{} tack på förhand!", "{}\n\nmvh Eva"])
def test_courtesy_costs_no_point(question: str, frame: str) -> None:
    """A greeting before and thanks after change nothing."""
    assert answer(frame.format(question), INDEX) == answer(question, INDEX)


def test_the_platform_named_gives_its_steps() -> None:
    """Named, the platform's steps are shown; unnamed, the common ones, and it is asked which."""
    named = answer("hur delar jag hela skärmen i teams?", INDEX)
    assert isinstance(named, Found)
    assert (named.guide_id, named.platform, named.ask_platform) == ("dela", "teams", ())
    unnamed = answer("hur delar jag hela skärmen?", INDEX)
    assert isinstance(unnamed, Found)
    assert (unnamed.platform, unnamed.ask_platform) == (None, ("teams", "zoom"))


def test_the_usual_platform_is_taken_when_none_is_named() -> None:
    """A habit holds until another platform is named."""
    usual = answer("hur delar jag hela skärmen?", INDEX, Context(platform="zoom"))
    assert isinstance(usual, Found)
    assert usual.platform == "zoom"
    other = answer("hur delar jag hela skärmen i teams?", INDEX, Context(platform="zoom"))
    assert isinstance(other, Found)
    assert other.platform == "teams"


@pytest.mark.parametrize("question", ["och i zoom då?", "zoom", "hur gör man i Zoom?", "i zomo"])
def test_follow_up_on_another_platform(question: str) -> None:
    """Only a platform after an answer means the same guide there."""
    followed = answer(question, INDEX, Context(last_guide="dela", last_platform="teams"))
    assert isinstance(followed, Found)
    assert (followed.guide_id, followed.platform) == ("dela", "zoom")


def test_a_new_question_is_no_follow_up() -> None:
    """With words of its own the question stands alone."""
    assert best(answer("spela in i zoom", INDEX, Context(last_guide="dela"))) == "spela-in"


@pytest.mark.parametrize(
    "question", ["vad blir det för mat i dag", "hur lagar jag pannkakor", "xyzzy", "!!!", "och", "zoom"]
)
def test_what_is_outside_gets_no_direct_answer(question: str) -> None:
    """What the library does not hold is never answered at once."""
    assert not isinstance(answer(question, INDEX), Found)


def test_referral() -> None:
    """Something known to be outside gets the place to go instead."""
    told = answer("min skrivare är trasig", INDEX)
    assert isinstance(told, Unknown)
    assert told.referral == "skrivare"


@pytest.mark.parametrize(("text", "kind"), [("hej", "greeting"), ("tack!", "thanks"), ("hej då", "bye")])
def test_small_talk(text: str, kind: str) -> None:
    """Small talk is told apart from questions."""
    assert answer(text, INDEX) == SmallTalk(kind)  # type: ignore[arg-type]  # plain strings in the table


def test_a_question_between_neighbours_is_asked_back() -> None:
    """When two guides are as near, there is one question back, in the guide's own words if it has any."""
    clarify = Clarification("Hör du de andra?", {"Ja": "mikrofon", "Nej": "hogtalare"})
    guides = {**LIBRARY.guides, "mikrofon": replace(LIBRARY.guides["mikrofon"], clarify=clarify)}
    index = build_index(replace(LIBRARY, guides=guides))
    asked = answer("ljudet fungerar inte", index)
    assert isinstance(asked, Unsure)
    assert 2 <= len(asked.choices) <= 4
    assert {"mikrofon", "hogtalare"} <= set(asked.choices)
    assert (asked.ask, asked.question) == ("symptom", "Hör du de andra?")


def test_an_empty_library_knows_nothing() -> None:
    """Without guides every question is unknown."""
    assert answer("hur delar jag skärmen", build_index(Library())) == Unknown()


@given(st.text(max_size=300))
def test_never_raises(question: str) -> None:
    """Any text has an answer, with at most ten candidates, each likely between 0 and 1, best first."""
    given_ = answer(question, INDEX)
    if not isinstance(given_, SmallTalk):
        chances = [candidate.p for candidate in given_.candidates]
        assert len(chances) <= 10
        assert all(0 <= chance <= 1 for chance in chances)
        assert chances == sorted(chances, reverse=True)


@pytest.mark.measured
@pytest.mark.parametrize(
    "text", ["a" * 100_000, "skärm " * 20_000, "och " * 25_000, "hej " * 25_000, "qxzj fghk " * 10_000, "!" * 100_000]
)
def test_a_huge_text_is_cheap(text: str) -> None:
    """100 kB of anything is answered in a fraction of a second."""
    began = time.perf_counter()
    answer(text, INDEX)
    assert time.perf_counter() - began < 0.5


def test_what_the_same_words_have_often_meant_is_offered_however_unlikely() -> None:
    """One that holds no word of the question, as a dozen others do: coaches have named it beside the first ones."""
    others = {f"hor-{n}": guide(f"hor-{n}", f"Hör av dig till kansliet om rum {n} efter lunch") for n in range(12)}
    told = tuple(Vague(f"det strular {n}", ("hor-0", "hor-1", "hor-2", "boka")) for n in range(50))
    for vague, offered in (((), False), (told, True)):
        found = answer("hör", build_index(replace(LIBRARY, guides={**LIBRARY.guides, **others}, vague=vague)))
        assert isinstance(found, Unsure)
        assert found.choices[0] == "hor-0"
        assert ("boka" in found.choices) is offered


@given(st.lists(st.integers(0, 5), min_size=1, max_size=2 * TOP))
def test_the_best_are_those_of_a_full_sort(scores: list[int]) -> None:
    """Highest first, equal ones as they stand in the library."""
    ordered = sorted(range(len(scores)), key=lambda place: (-scores[place], place))
    assert _first(np.array(scores, np.float32)).tolist() == ordered[:TOP]


@pytest.mark.measured
def test_the_index_is_quick_to_build() -> None:
    """200 guides are made ready in well under three seconds."""
    many = {f"{one.id}-{n}": replace(one, id=f"{one.id}-{n}") for n in range(23) for one in GUIDES}
    began = time.perf_counter()
    index: Index = build_index(replace(LIBRARY, guides=many))
    assert len(index.ids) == len(many)
    assert time.perf_counter() - began < 3
