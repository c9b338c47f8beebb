"""A tip one step at a time, through the whole bot: forward, back, broken off, and when a step does not go well."""

from tests.talks.talk import Talk


def test_step_by_step_to_the_end(talk: Talk) -> None:
    """Each step asks whether it went well; after the last one the tip asks whether it helped."""
    talk.says("jag hör mig själv när jag pratar, det ekar")
    first = talk.presses("Ett steg i taget")
    assert "Steg 1 av" in first
    assert "Be alla utom den som talar" in first
    count = int(first.split("Steg 1 av ")[1].split()[0])
    seen = first
    for number in range(2, count + 1):
        seen = talk.says("ja") if "Ja, nästa steg" in talk.labels() else talk.presses("Nästa")
        assert f"Steg {number} av {count}" in seen
    end = talk.presses("Nästa") if "Nästa" in talk.labels() else talk.says("ja")
    assert "Det var sista steget" in end
    assert "Hjälpte det?" in end
    assert "Vad bra!" in talk.presses("Ja")


def test_back_and_all_steps_and_stop(talk: Talk) -> None:
    """One can go back, see all steps at once, and break off by saying so."""
    talk.says("jag hör mig själv när jag pratar, det ekar")
    talk.presses("Ett steg i taget")
    assert "Tillbaka" not in talk.labels()
    talk.says("ja")
    assert "Steg 1 av" in talk.says("tillbaka")
    assert "Så här gör du" in talk.presses("Alla steg")
    talk.presses("Ett steg i taget")
    assert "vi slutar där" in talk.says("avbryt")


def test_a_step_that_fails_asks_what_it_may_be_instead(talk: Talk) -> None:
    """No leads to the guide's own question, with its answers, another try, and a way out."""
    talk.says("jag hör mig själv när jag pratar, det ekar")
    talk.presses("Ett steg i taget")
    seen = talk.says("nej")
    assert "det händer alla" in seen
    assert {"Försök igen", "Inget av dessa"} <= set(talk.labels())
    assert len(talk.labels()) > 2
    assert "Steg 1 av" in talk.presses("Försök igen")


def test_old_and_forged_buttons_say_what_to_do(talk: Talk) -> None:
    """A guide that is gone, and values that nobody offered, give a sentence."""
    for value in ("borta|teams|1", "eko-i-motet||0", "eko-i-motet||x", "", "|", "eko-i-motet||99999999999"):
        for name in ("step", "step-failed"):
            assert "Det tipset finns inte längre" in talk.acts(name, value)


def test_steps_go_on_after_a_restart(talk: Talk) -> None:
    """The place is in the button: a bot that has just started goes on where the other one was."""
    talk.says("jag hör mig själv när jag pratar, det ekar")
    talk.presses("Ett steg i taget")
    assert "Steg 2 av" in talk.acts("step", "eko-i-motet||2")
