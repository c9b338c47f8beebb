"""`/guider visa`: a coach sees a tip as another platform shows it; a participant only browses and searches."""

from dataclasses import replace

import pytest

from chatbot import app
from chatbot.bot import Bot
from chatbot.conversation.context import World
from chatbot.conversation.tip import guide_post
from chatbot.errors import ResfriError
from chatbot.i18n import translator
from chatbot.messages import Post
from chatbot.packs import Guide, Step
from chatbot.plugins import adapter_names, load_adapter
from chatbot.store import Store
from chatbot.store.people import give_role
from tests.talks.talk import NOW, Talk, words


def missing(post: Post) -> str:
    """A platform whose extra is not installed."""
    raise ResfriError("Den är inte installerad.")


@pytest.fixture
def coach(store: Store, world: World) -> Talk:
    """A coach, with the adapters that are installed and one that is not whole."""
    adapters = {name: app.configure(app.options({}), load_adapter(name)) for name in adapter_names()}
    previews = {**{name: adapter.preview for name, adapter in adapters.items()}, "matrix": missing}
    talk = Talk(store, Bot(store, replace(world, previews=previews), app.handlers()))
    talk.says("hej")
    store.call(lambda tx: give_role(tx, 1, "coach", NOW))
    return talk


@pytest.mark.parametrize("platform", ["slack", "telegram", "terminal", "web"])
@pytest.mark.parametrize("name", ["dela-hela-skarmen", "Dela hela skärmen", "dela HELA skärmen"])
def test_a_coach_sees_a_tip_as_a_platform_shows_it(coach: Talk, platform: str, name: str) -> None:
    """By id or title: its steps and its buttons, as the adapter itself draws them."""
    seen = coach.says(f"/guider visa {name} {platform}")
    assert f"Så här ser tipset Dela hela skärmen ut i {platform.capitalize()}" in seen
    assert "Hjälpte det?" in seen
    assert "Ja" in seen.split("Hjälpte det?")[1]
    assert coach.buttons() == []  # the buttons are shown, not offered


def test_the_meeting_tool_may_be_said_too(coach: Talk) -> None:
    """Before or after the platform; without a platform the tip is shown as it looks here."""
    for said in ("zoom slack", "slack zoom"):
        seen = coach.says(f"/guider visa dela-hela-skarmen {said}")
        assert "Stegen gäller Zoom." in seen
        assert "ut i Slack" in seen
    assert "Så här gör du i Zoom:" in coach.says("/guider visa dela-hela-skarmen zoom")
    assert "Hjälpte det?" in coach.says("/guider visa dela-hela-skarmen")


def test_a_title_that_is_not_there_gives_those_that_could_be_meant(coach: Talk) -> None:
    """A press shows it on the platform that was asked for."""
    assert "Inget tips heter skärmen" in coach.says("/guider visa skärmen slack")
    assert "ut i Slack" in coach.presses("Dela hela skärmen")
    told = coach.says("/guider visa xyzzy")
    assert "/guider visa dela-hela-skarmen slack" in told
    assert "telegram" in told
    assert "/guider visa dela-hela-skarmen slack" in coach.says("/guider visa")


def test_a_platform_that_is_not_installed_says_so(coach: Talk) -> None:
    """A sentence, and no apology."""
    assert coach.says("/guider visa dela-hela-skarmen matrix") == "Den är inte installerad."


@pytest.mark.parametrize("value", ["", "|", "nej|slack", "a|b|c|d", "dela-hela-skarmen|slack|<script>"])
def test_forged_presses_are_answered(coach: Talk, value: str) -> None:
    """Whatever a button's value says."""
    assert coach.acts("preview", value)


def test_a_participant_searches(coach: Talk) -> None:
    """The word means nothing special to them, and the press of a coach's button shows the tip itself."""
    other = coach.other("u3")
    assert "ut i" not in other.says("/guider visa skärmen")
    assert "ut i" not in other.acts("preview", "dela-hela-skarmen|slack|")
    assert "Hjälpte det?" in other.acts("preview", "dela-hela-skarmen|slack|")


def test_every_installed_adapter_can_be_seen(store: Store) -> None:
    """The program hands in a look for each, whether it runs or not."""
    bot = app.build(app.options({}), store, (), lambda: pytest.fail("not needed"))
    assert set(bot._world.previews) == set(adapter_names())


def test_a_tip_without_owner_names_none() -> None:
    """A coach's first draft has no owner and no source; the line says only whether somebody has tried it."""
    guide = Guide("a", "A", "rum", steps=(Step("Klicka."),))
    assert "Inte provad av en coach än." in words(guide_post(guide, None, translator()))
    assert "Ansvarig" not in words(guide_post(guide, None, translator()))
    assert "Ansvarig: coach." in words(guide_post(replace(guide, owner="coach"), None, translator()))
