"""A bot in memory, small but real: takes events once each, answers by a handful of words, and serves its outbox."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from chatbot.errors import N_, ResfriError, notice
from chatbot.messages import (
    Action,
    Actions,
    Choice,
    Delete,
    Divider,
    Echo,
    Edit,
    Event,
    Field,
    Form,
    Heading,
    Image,
    Item,
    OpenForm,
    Place,
    Post,
    Span,
    Step,
    Steps,
    Table,
    Text,
    Upload,
    say,
    strong,
    text,
)
from chatbot.ports import Accepted, FormErrors, Outgoing, Refused

NOW = datetime(2026, 11, 17, 12, 30, tzinfo=UTC)
FORM = Form(
    "logga-möte",
    "Logga ett möte",
    (
        Field("day", "Vilken dag var mötet?", "date", initial="2026-11-16", required=True),
        Field("people", "Hur många var ni?", "int", hint="Alla som slapp resa", required=True),
        Field("hours", "Hur länge höll ni på?", "decimal", hint="I timmar, till exempel 1,5"),
        Field("tool", "Vad mötte ni i?", "choice", choices=(Choice("teams", "Teams"), Choice("zoom", "Zoom"))),
        Field("place", "Vart slapp ni åka?", hint="Orten räcker", required=True),
    ),
    "Spara mötet",
    value="7",
    intro="Fyll i det du vet. Resten antar jag, och du kan ändra det efteråt.",
)
GUIDE = Post(
    (
        Heading("Dela skärmen i Teams"),
        text("Så här gör du i ", strong("Teams"), ":"),
        Steps(
            (
                Step("Välj Dela högst upp i mötesfönstret."),
                Step("Välj det fönster som de andra ska se.", "Ser du en röd ram runt fönstret?"),
                Step("Kryssa för Inkludera ljud om du ska spela upp en film."),
                Step("Välj Sluta dela när du är klar."),
            )
        ),
        Text((Span("Provad av Kim Ek 3 nov. 2026. Ansvarig: it-stöd.", emphasis=True),)),
        Text((Span("Läs mer hos "), Span("leverantören", href="https://support.microsoft.com/teams"), Span("."))),
        text("Hjälpte det?"),
        Actions((Action("Ja", "helped", "yes"), Action("Nej", "helped", "no"))),
    )
)
SAVED = Post(
    (
        Heading("Mötet är sparat"),
        text("Tisdag 10 november 2026, 6 personer i Teams, ni slapp åka till Bengtsfors."),
        text("Ni sparade ungefär ", strong("470 km bilresa, 12 timmar restid, 310 kWh och 82 kg koldioxid"), "."),
        Table(
            ("Vad", "Från början", "Nu"),
            (("Resor", "12", "0"), ("Kilometer", "470", "0"), ("Koldioxid, kg", "82", "0")),
            "Vad mötet ersatte",
            (1, 2),
        ),
        Divider(),
        Actions(
            (
                Action("Ändra", "edit", "7"),
                Action("Ångra", "undo", "7", "danger"),
                Action("Visa uträkningen", "sums", "7", "primary"),
            )
        ),
    ),
    audience="actor",
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000002000000020802000000fdd49a73"
    "0000000f49444154789c63606060f80f030c00110a02fe2b2e6ad20000000049454e44ae426082"
)


ANSWERS: dict[str, Item] = {
    "/logga-möte": OpenForm(FORM),
    "steg": GUIDE,
    "möte": SAVED,
    "bild": Post((text("Så här ligger ni till:"), Image(PNG, "Stapel: Åmål 12 möten, Ed 7"))),
    "fil": Upload(b"a;b\n1;2\n", "möten.csv", "text/csv", "Alla möten i november"),
}


def answers(event: Event) -> Sequence[Item]:
    """What the bot says to an event."""
    match event.kind, event.name:
        case "message", _:
            return [ANSWERS.get(event.text) or say("Du skrev:", event.text)]
        case "action", "undo" if event.source:
            return [Edit(event.source, say("Mötet är borttaget")), say("Nu räknas det inte längre.")]
        case "action", "remove" if event.source:
            return [Delete(event.source)]
        case "action", name:
            return [say(f"Du valde {event.text}: {name} {event.value}")]
        case "file", name:
            return [say(f"Filen {name}: {len(event.data)} byte")]
        case "form", _:
            return [say("Sparat: " + ", ".join(f"{k}={v}" for k, v in sorted(event.values.items())))]
        case _:
            return []


@dataclass
class SmallBot:
    """Sink and feed in one."""

    events: dict[str, Event] = field(default_factory=dict)
    outbox: list[Outgoing] = field(default_factory=list)
    held: bool = False  # True: answers wait for `release`
    away: bool = False  # True: nothing can be stored
    waiting: list[Event] = field(default_factory=list)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def accept(self, event: Event) -> Accepted | FormErrors | Refused:
        """Take an event once."""
        if self.away:
            raise ResfriError(N_("Databasen svarar inte."))
        if event.text == "för mycket" or event.data.startswith(b"%PDF"):
            return Refused(notice(N_("Det tar jag inte emot.")))
        if event.kind == "form" and not event.values["people"].isdigit():
            return FormErrors({"people": "Skriv antalet med siffror, till exempel 6.", "place": "Skriv en ort."})
        new = event.key not in self.events
        if new:
            self.events[event.key] = event
            self.waiting.append(event)
            if not self.held:
                await self.release()
        return Accepted(list(self.events).index(event.key) + 1, new)

    async def release(self) -> None:
        """Answer all that waits."""
        for event in self.waiting:
            if event.kind == "message":
                self.put(event.place, Echo(event.text))
            for item in answers(event):
                self.put(event.place, item)
        self.waiting.clear()
        async with self.news:
            self.news.notify_all()

    def put(self, place: Place, item: Item) -> int:
        """Into the outbox."""
        self.outbox.append(Outgoing(len(self.outbox) + 1, place, item, created_at=NOW))
        return len(self.outbox)

    async def after(self, place: Place, last: int, wait: float = 0.0) -> Sequence[Outgoing]:
        """See `ports.Feed`; gives at most three at a time."""
        try:
            async with asyncio.timeout(wait or None), self.news:
                while wait and not self._found(place, last):
                    await self.news.wait()
        except TimeoutError:
            return []
        return self._found(place, last)

    def _found(self, place: Place, last: int) -> Sequence[Outgoing]:
        return [o for o in self.outbox if o.place.channel == place.channel and o.id > last][:3]

    async def idle(self, place: Place) -> bool:
        """See `ports.Feed`."""
        return not any(event.place == place for event in self.waiting)
