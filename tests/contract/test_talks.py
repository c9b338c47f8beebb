"""Every platform carries a talk: what is said comes in once and in order, and what is pressed or filled in likewise."""

import pytest

from chatbot.fallback import adapt
from chatbot.i18n import translator
from chatbot.messages import (
    Action,
    Actions,
    Choice,
    Delete,
    Edit,
    Field,
    Form,
    OpenForm,
    Post,
    React,
    Upload,
    say,
    text,
)
from tests.contract.driver import Driver, letters, visible
from tests.contract.script import NOW, UNWANTED, WRONG_NUMBER

T = translator("sv")
LONG = "ett-tips-med-ett-långt-namn|" * 4  # more than a button on Telegram carries
BUTTONS = Post(
    (
        text("Mötet är sparat."),
        Actions((Action("Ändra", "edit", "7"), Action("Ångra", "undo", "7", "danger"))),
        Actions((Action("Visa uträkningen", "sums", "7|<&>"), Action("Läs mer", "guide", LONG))),
    )
)
FORM = Form(
    "logga-möte",
    "Logga ett möte",
    (
        Field("day", "Vilken dag var mötet?", "date", initial="2026-11-16", required=True),
        Field("people", "Hur många var ni?", "int", hint="Alla som slapp resa", required=True),
        Field("tool", "Vad mötte ni i?", "choice", choices=(Choice("teams", "Teams"), Choice("zoom", "Zoom"))),
        Field("note", "Något mer?"),
    ),
    "Spara mötet",
    value="7",
)
WRONG = {
    "Vilken dag var mötet?": "2026-11-17",
    "Hur många var ni?": "många",
    "Vad mötte ni i?": "Zoom",
    "Något mer?": "<b>nej</b>",
}


async def told(driver: Driver) -> str:
    """All that is seen, on one line."""
    return visible("\n".join(await driver.seen()))


async def test_what_is_said_comes_in_as_it_was_written(driver: Driver) -> None:
    """One event, in NFC, from a person and place with names, addressed to the bot."""
    await driver.say("Hur delar jag ska\u0308rmen i Teams? <b>&amp;</b> *!*")
    assert [event.text for event in driver.bot.events.values()] == ["Hur delar jag skärmen i Teams? <b>&amp;</b> *!*"]
    event = driver.bot.last
    assert event.kind == "message"
    assert event.addressed
    assert event.at.tzinfo is not None
    assert all((event.key, event.actor.platform, event.actor.user_id, event.place.channel))
    assert event.place.kind == ("group" if driver.group else "direct")


async def test_a_long_message_comes_in_whole(driver: Driver) -> None:
    """10,000 characters are one event."""
    words = ("möte i Åmål 🚂 " * 800)[:10_000].strip()
    await driver.say(words)
    assert driver.bot.last.text == words


async def test_answers_come_in_order(driver: Driver) -> None:
    """Several messages, several posts to each: all there, in the order they were said."""
    for number in range(1, 6):
        driver.bot.will(*(say(f"svar {number}.{part}") for part in range(1, 5)))
        await driver.say(f"fråga {number}")
    shown = await told(driver)
    expected = [f"svar {number}.{part}" for number in range(1, 6) for part in range(1, 5)]
    assert sorted(expected, key=shown.index) == expected
    assert all(shown.count(one) == 1 for one in expected)


async def test_the_same_event_twice_is_answered_once(driver: Driver) -> None:
    """A platform that repeats itself changes nothing."""
    driver.bot.will(say("En gång räcker."))
    driver.bot.will(say("Två gånger är för mycket."))
    await driver.say("hej")
    await driver.again()
    assert len(driver.bot.events) == 1
    shown = await told(driver)
    assert shown.count("En gång räcker.") == 1
    assert "Två gånger" not in shown


@pytest.mark.parametrize(
    ("label", "action"),
    [
        ("Ändra", ("edit", "7")),
        ("Ångra", ("undo", "7")),
        ("Visa uträkningen", ("sums", "7|<&>")),
        ("Läs mer", ("guide", LONG)),
    ],
)
async def test_a_choice_is_made_by_button_or_number(driver: Driver, label: str, action: tuple[str, str]) -> None:
    """Name and value come back as they were offered."""
    driver.bot.will(BUTTONS)
    await driver.say("visa")
    driver.bot.will(say("Så blev det."))
    await driver.press(label)
    assert driver.bot.actions == [action]
    assert "Så blev det." in await told(driver)


async def test_a_choice_made_twice_counts_once(driver: Driver) -> None:
    """A double click is one choice."""
    driver.bot.will(BUTTONS)
    await driver.say("visa")
    driver.bot.will(say("Så blev det."))
    await driver.press("Ångra")
    await driver.again()
    assert driver.bot.actions == [("undo", "7")]


async def test_a_form_is_mended_and_saved(driver: Driver) -> None:
    """What is wrong is said in a sentence, nothing is saved by it, and what was right need not be typed anew."""
    driver.bot.will(OpenForm(FORM))
    await driver.say("/logga-möte")
    assert "Vilken dag var mötet?" in await told(driver)
    await driver.submit(WRONG)
    assert driver.bot.submitted == []
    assert WRONG_NUMBER in await told(driver)
    await driver.submit({**WRONG, "Hur många var ni?": "6"})
    assert driver.bot.submitted == [{"day": "2026-11-17", "people": "6", "tool": "zoom", "note": "<b>nej</b>"}]
    assert "Sparat, tack!" in await told(driver)


async def test_a_form_sent_twice_is_saved_once(driver: Driver) -> None:
    """A platform that repeats itself saves nothing more."""
    driver.bot.will(OpenForm(FORM))
    await driver.say("/logga-möte")
    await driver.submit({**WRONG, "Hur många var ni?": "6"})
    await driver.again()
    assert len(driver.bot.submitted) == 1


async def test_a_message_is_changed(driver: Driver) -> None:
    """The new contents can be read; where the platform can change a message the old are gone."""
    driver.bot.will(say("Sex personer."))
    await driver.say("visa")
    driver.bot.will(Edit(driver.bot.ref(), say("Åtta personer.")))
    await driver.say("ändra")
    shown = await told(driver)
    assert "Åtta personer." in shown
    assert ("Sex personer." in shown) != driver.caps.edit


async def test_a_message_is_taken_away(driver: Driver) -> None:
    """It is gone, or it is said that it no longer holds."""
    driver.bot.will(say("Sex personer."))
    await driver.say("visa")
    driver.bot.will(Delete(driver.bot.ref()), say("Klart."))
    await driver.say("ta bort")
    shown = await told(driver)
    assert "Klart." in shown
    assert ("Sex personer." in shown) != driver.caps.delete
    assert ("gäller inte längre" in shown) != driver.caps.delete


async def test_a_reaction_is_shown_or_let_be(driver: Driver) -> None:
    """Where there are no reactions nothing is said instead."""
    driver.bot.will(say("Sex personer."))
    await driver.say("visa")
    before = await driver.seen()
    driver.bot.will(React(driver.bot.ref(), "👍"), say("Klart."))
    await driver.say("bra")
    shown = await driver.seen()
    assert "Klart." in visible("\n".join(shown))
    assert ("👍" in "".join(shown)) == driver.caps.reactions
    assert len(shown) == len(before) + (1 if driver.caps.shows_own else 2)


@pytest.mark.parametrize(
    "private",
    [
        Post((text("Bara för dig: hemligheten."),), audience="actor"),
        Upload(b"1", "hemligheten.csv", "text/csv", "hemligheten", audience="actor"),
    ],
)
async def test_a_private_answer_is_seen_by_nobody_else(driver: Driver, private: Post | Upload) -> None:
    """The person reads it, or reads where it can be had; others in the place never do."""
    driver.bot.will(private)
    await driver.say("visa")
    assert "hemligheten" not in "".join(await driver.others())
    withheld = driver.group and driver.caps.ephemeral == "none"
    shown = await told(driver)
    assert ("hemligheten" in shown) != withheld
    assert ("Skriv till mig i en egen chatt" in shown) == withheld


async def test_what_is_not_taken_is_told(driver: Driver) -> None:
    """The core's sentence reaches the person, and the talk goes on."""
    await driver.say(UNWANTED)
    assert "Det tar jag inte emot." in await told(driver)
    driver.bot.will(say("Bättre."))
    await driver.say("hej")
    assert "Bättre." in await told(driver)


async def test_what_is_lost_in_fallback_is_named(driver: Driver) -> None:
    """A receipt says what became of an item; nothing is degraded that the place can show."""
    adapted = adapt(BUTTONS, driver.caps, T, group=driver.group)
    numbers = not driver.caps.buttons or driver.caps.max_buttons < 3
    assert (adapted.degraded == ("buttons→numbers",)) == numbers
    driver.bot.will(BUTTONS)
    await driver.say("visa")
    if not driver.bot.adapter.pull:
        assert tuple(driver.bot.degraded) == adapted.degraded


async def test_the_echo_is_shown_once(driver: Driver) -> None:
    """Where the platform does not show what a person wrote, the core's echo does, once and literally."""
    driver.bot.will(say("Tack."))
    await driver.say("<i>Hej</i> på dig & *er*")
    shown = letters(await told(driver))
    assert shown.count(letters("<i>Hej</i> på dig & *er*")) == (0 if driver.caps.shows_own else 1)


async def test_the_clock_of_an_event_is_its_own(driver: Driver) -> None:
    """Each adapter says when it happened, not when the core got to it."""
    await driver.say("hej")
    assert driver.bot.last.at != NOW
