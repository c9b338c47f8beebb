"""A meeting in a sentence, and a saving's sums laid out for a reader (pure)."""

from decimal import Decimal

from chatbot.errors import N_
from chatbot.i18n import Translator
from chatbot.meetings.meeting import Meeting, Platform
from chatbot.meetings.savings import Line, Saving
from chatbot.messages import Block, Heading, Table, text

PLATFORM_NAMES: dict[Platform, str] = {
    "teams": "Teams",
    "zoom": "Zoom",
    "meet": "Google Meet",
    "webex": "Webex",
    "jitsi": "Jitsi",
    "skype": "Skype",
}
# By form: with a place where it would otherwise have been, and without.
SENTENCES = {
    "platform": (
        N_("{day} på {platform}, {people}, annars i {place}"),
        N_("{day} på {platform}, {people}"),
    ),
    "webb": (N_("{day} på webben, {people}, annars i {place}"), N_("{day} på webben, {people}")),
    "video": (N_("{day} på video, {people}, annars i {place}"), N_("{day} på video, {people}")),
    "telefon": (N_("{day} på telefon, {people}, annars i {place}"), N_("{day} på telefon, {people}")),
    "hybrid": (N_("{day}, hybridmöte, {people}, annars i {place}"), N_("{day}, hybridmöte, {people}")),
}


def summary(meeting: Meeting, t: Translator) -> str:
    """What was understood, in one line: "tisdag 17 november 2026 på Teams, 6 deltagare, annars i Bengtsfors"."""
    kind = "platform" if meeting.platform and meeting.form != "hybrid" else meeting.form
    with_place, without = SENTENCES[kind]
    people = t.n("{count} deltagare", "{count} deltagare", meeting.participants)
    platform = PLATFORM_NAMES[meeting.platform] if meeting.platform else ""
    sentence = with_place if meeting.place and meeting.replaces != "nej" else without
    return t._(sentence, day=t.day(meeting.date), platform=platform, people=people, place=meeting.place or "")


def calculation(saving: Saving, t: Translator) -> tuple[Block, ...]:
    """Every step down to each factor with value, unit, source and certainty; then the sum and its interval."""
    header = (t._("Vad"), t._("Värde"), t._("Enhet"), t._("Källa"), t._("Säkerhet"))
    rows = tuple(_row(line, t) for line in saving.lines if line.unit)
    table = Table(header, rows, caption=t._("Räkningen, steg för steg"), numeric=(1,))
    notes = tuple(text(t.tell(line.label)) for line in saving.lines if not line.unit)
    return (Heading(t._("Så är det räknat")), table, text(_total(saving, t)), *notes, text(_origin(saving, t)))


def _row(line: Line, t: Translator) -> tuple[str, ...]:
    value = t.number(Decimal(line.value), 3)
    return t.tell(line.label), value, t._(line.unit), t.tell(line.source), t._(line.certainty)


def _total(saving: Saving, t: Translator) -> str:
    if not saving.wh and not saving.g:
        return t._("Mötet räknas, men besparingen är 0 kWh och 0 kg koldioxid.")
    return t._(
        "Summa: {kwh} kWh och {kg} kg koldioxid. Det rätta värdet ligger troligen mellan {low} och {high} kWh.",
        kwh=t.number(Decimal(saving.wh) / 1000, 1),
        kg=t.number(Decimal(saving.g) / 1000, 1),
        low=t.number(Decimal(saving.wh_low) / 1000),
        high=t.number(Decimal(saving.wh_high) / 1000),
    )


def _origin(saving: Saving, t: Translator) -> str:
    return t._(
        "Faktorsats {name}, version {version}. Utsläppen räknas efter mötets datum.",
        name=saving.factor_set,
        version=saving.factor_version,
    )


CERTAINTY_WORDS = (N_("hög"), N_("medel"), N_("låg"))
