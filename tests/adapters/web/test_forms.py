"""Forms in the page: filled in, wrong, sent once."""

import re

from tests.adapters.web.conftest import Visitor
from tests.adapters.web.small_bot import SmallBot

GOOD = {"f-day": "2026-11-16", "f-people": "6", "f-hours": "1,5", "f-tool": "teams", "f-place": "Bengtsfors"}


async def opened(visitor: Visitor) -> tuple[str, str]:
    """The page with the form, and the form's id."""
    html = await visitor.say("/logga-möte")
    return html, re.findall(r'name="source" value="(\d+)"', html)[0]


async def test_a_form_has_labels_hints_and_fitting_fields(visitor: Visitor) -> None:
    """Each field has its label, its hint tied to it, and the keyboard that fits."""
    html, source = await opened(visitor)
    assert f'<label for="m-{source}-1" dir="auto">Hur många var ni? <span class="must">(måste fyllas i)' in html
    assert f'id="m-{source}-1" name="f-people" aria-describedby="m-{source}-1-hint" required' in html
    assert 'type="date"' in html
    assert 'inputmode="numeric"' in html
    assert 'inputmode="decimal"' in html
    assert '<option value="zoom">Zoom</option>' in html


async def test_a_form_that_is_right_is_taken(visitor: Visitor, bot: SmallBot) -> None:
    """The event carries the form's name and value from the outbox, and the values as typed."""
    _, source = await opened(visitor)
    response = await visitor.post("/form", source=source, **GOOD, **{"f-other": "x"})
    assert response.status_code == 303
    event = list(bot.events.values())[-1]
    assert (event.kind, event.name, event.value) == ("form", "logga-möte", "7")
    assert event.values == {"day": "2026-11-16", "people": "6", "hours": "1,5", "tool": "teams", "place": "Bengtsfors"}
    assert "Formuläret: Logga ett möte" in await visitor.page()


async def test_a_form_that_is_wrong_comes_back_with_what_was_typed(visitor: Visitor, bot: SmallBot) -> None:
    """Errors stand by their fields, the typed text is kept, the first wrong field has the focus, nothing is stored."""
    _, source = await opened(visitor)
    before = len(bot.events)
    response = await visitor.post("/form", source=source, **{**GOOD, "f-people": "<många>", "f-place": ""})
    html = response.text
    assert response.status_code == 422
    assert html.count("Skriv antalet med siffror, till exempel 6.") == 2  # in the summary and by the field
    assert 'value="&lt;många&gt;"' in html
    assert html.count(" autofocus") == 1
    assert re.search(r'name="f-people"[^>]* aria-invalid="true"[^>]* autofocus', html)
    assert "<title>Fel: " in html
    assert len(bot.events) == before


async def test_a_date_that_is_none_can_be_seen_and_mended(visitor: Visitor) -> None:
    """A date field that cannot hold what was typed becomes a text field that can."""
    _, source = await opened(visitor)
    response = await visitor.post("/form", source=source, **{**GOOD, "f-day": "i tisdags", "f-people": "x"})
    assert re.search(r'<input type="text" id="m-\d+-0"[^>]*value="i tisdags"', response.text)


async def test_a_script_gets_the_mended_form_as_json(visitor: Visitor) -> None:
    """Errors come by field and as a fragment to put in place of the form."""
    _, source = await opened(visitor)
    response = await visitor.script("/form", source=source, **{**GOOD, "f-people": "x"})
    assert response.status_code == 422
    assert response.json()["errors"]["place"] == "Skriv en ort."
    assert f'id="m-{source}"' in response.json()["html"]


async def test_an_opened_form_counts_once(visitor: Visitor, bot: SmallBot) -> None:
    """Sent again it says so and changes nothing."""
    _, source = await opened(visitor)
    await visitor.post("/form", source=source, **GOOD)
    response = await visitor.post("/form", source=source, **{**GOOD, "f-people": "8"})
    assert response.headers["location"] == "/?sent=before#latest"
    assert "redan skickat" in (await visitor.http.get("/?sent=before")).text
    assert [e.values["people"] for e in bot.events.values() if e.kind == "form"] == ["6"]


async def test_a_form_of_another_session_is_not_taken(visitor: Visitor, stranger: Visitor, bot: SmallBot) -> None:
    """A form can be sent only by the session it was opened for."""
    _, source = await opened(visitor)
    response = await stranger.post("/form", source=source, **GOOD)
    assert response.status_code == 422
    assert "gäller inte längre" in response.text
    assert all(event.kind != "form" for event in bot.events.values())
