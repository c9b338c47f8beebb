"""From a draft to a stored meeting in a conversation: what must be asked first, and corrections that are just said.

What is asked stands in the dialogue's state under "pending", so that it survives a restart: the draft, which meeting
it corrects, the field that was asked for, and what has been answered already.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import TypeAdapter

from chatbot import ledger
from chatbot.conversation import groups
from chatbot.conversation.context import Context
from chatbot.conversation.receipt import saved_post
from chatbot.errors import N_
from chatbot.ledger import Doubtful, Merged, Stored, Told, Twin
from chatbot.meetings import Draft, Question, Refusal, summary, with_origin, without
from chatbot.messages import Action, Actions, Post, say, text

PLACE, MEND, CORRECT = "meeting-place", "meeting-mend", "meeting-correct"
PLACE_WORDS = 3  # a longer text is hardly just a place
DRAFT: TypeAdapter[Draft] = TypeAdapter(Draft)
ASKED_FOR = {
    "date": N_("Vilken dag var mötet?"),
    "start": N_("Vilken tid började mötet?"),
    "duration_min": N_("Hur länge varade mötet?"),
    "participants": N_("Hur många deltog?"),
    "place": N_("Var hade ni annars träffats?"),
    "travellers": N_("Hur många hade rest, och varifrån?"),
    "cars": N_("Hur många bilar hade ni tagit?"),
}


@dataclass(frozen=True, slots=True)
class Pending:
    """A meeting on its way: `correcting` is the id of the one it changes, `field` what was asked for."""

    draft: Draft
    correcting: int | None = None
    field: str = ""
    told: Told = ledger.NOTHING_TOLD
    twin: int | None = None


PENDING: TypeAdapter[Pending] = TypeAdapter(Pending)


def log(context: Context, pending: Pending) -> None:
    """Log or correct by the draft; what is missing is asked for, and the draft is kept until it is told."""
    pending = replace(pending, draft=replace(pending.draft, words={}))  # a meeting's own words are shown, never stored
    if context.person.group is None:
        keep(context, pending)
        context.state["after-group"] = ["log-pending", ""]
        groups.offer(context, context.t._("Vilken grupp hade mötet? Sedan sparar jag det."))
        return
    match _stored(context, pending):
        case Stored() as stored:
            _done(context, pending.draft, stored.id)
            corrected = pending.correcting is not None
            context.reply(saved_post(stored, context.t, corrected=corrected, notes=pending.draft.notes))
        case Question() as question:
            keep(context, replace(pending, field=question.field))
            _ask_place(context, question)
        case Merged() as merged:
            _done(context, pending.draft, merged.logged.id if merged.own else None)
            _merged(context, merged)
        case Twin(logged):
            keep(context, replace(pending, twin=logged.id))
            _ask_twin(context, summary(logged.meeting, context.t))
        case Doubtful(doubts):
            keep(context, pending)
            _ask_sure(context, [context.t.tell(doubt) for doubt in doubts])


def _stored(context: Context, pending: Pending) -> ledger.Outcome:
    if pending.correcting is not None:
        logged = ledger.own(context.tx, context.person, pending.correcting)
        if logged is not None and not logged.undone:
            return ledger.correct(context.tx, context.person, logged, pending.draft, context.library, context.now)
    return ledger.log(context.tx, context.person, pending.draft, context.library, context.now, pending.told)


def _done(context: Context, draft: Draft, id: int | None) -> None:
    """Nothing waits any more; what is said next may correct the meeting."""
    context.state.pop("pending", None)
    if id is not None:
        context.state["logged"] = {"id": id, "draft": DRAFT.dump_python(replace(draft, notes=()), mode="json")}
        context.state["standing"] = CORRECT


def keep(context: Context, pending: Pending) -> None:
    """Remember the meeting until what is missing has been told."""
    context.state["pending"] = PENDING.dump_python(pending, mode="json")


def waiting(context: Context) -> Pending | None:
    """The meeting that waits for an answer."""
    kept: Mapping[str, Any] | None = context.state.get("pending")
    return PENDING.validate_python(kept, strict=False) if kept else None


def forget(context: Context, id: int) -> None:
    """The meeting was taken back: what is said next no longer corrects it."""
    if context.state.get("logged", {}).get("id") == id:
        context.state.pop("logged")
        context.state.pop("standing", None)


def refuse(context: Context, refusal: Refusal, pending: Pending) -> None:
    """Say what is wrong and ask only for that; the rest of the draft is kept."""
    t = context.t
    if refusal.code == "no_info":
        context.reply(say(t.tell(refusal.notice)))
        return
    kept = replace(without(refusal.draft, refusal.field), words={})
    keep(context, replace(pending, draft=kept, field=refusal.field))
    places = tuple(Action(place, PLACE, place) for place in refusal.choices)
    asked = () if refusal.choices else (text(t._(ASKED_FOR[refusal.field])),)
    context.reply(Post((text(t.tell(refusal.notice)), *asked, *((Actions(places),) if places else ()))))
    context.state["listening"] = MEND


def hear_mended(context: Context, said: str) -> bool:
    """Take the text as the part that was wrong or missing."""
    pending = waiting(context)
    if pending is None:
        return False
    from chatbot.meetings.amending import amended, amendment

    match amendment(said, context.today, context.library.places, wanted=pending.field):
        case Refusal() as refusal:
            base = amended(pending.draft, without(refusal.draft, refusal.field))
            refuse(context, replace(refusal, draft=base), pending)
        case Draft() as change:
            log(context, replace(pending, draft=amended(pending.draft, change), field=""))
        case None:
            return False
    return True


def hear_correction(context: Context, said: str) -> bool:
    """Take the text as a correction of the meeting that was logged last, if it is one."""
    last = context.state.get("logged")
    if not last:
        return False
    from chatbot.meetings.amending import amended, amendment

    change = amendment(said, context.today, context.library.places)
    logged = ledger.own(context.tx, context.person, last["id"]) if change is not None else None
    if logged is None or logged.undone:
        return False
    if isinstance(change, Refusal):
        context.reply(say(context.t.tell(change.notice)))
    elif change is not None:
        base = DRAFT.validate_python(last["draft"], strict=False)
        log(context, Pending(amended(base, change), correcting=logged.id))
    return True


def like_last(context: Context, rest: str) -> bool:
    """ "samma som sist": the person's latest meeting again, today, with what `rest` says; False without one."""
    latest = ledger.latest(context.tx, context.person)
    if latest is None:
        return False
    again(context, ledger.repeated(context.tx, context.person, latest, context.library, context.now), rest)
    return True


def again(context: Context, base: Draft, rest: str) -> None:
    """Log a meeting that is known already, today, with what `rest` says of it laid over."""
    from chatbot.meetings.amending import amended
    from chatbot.meetings.parse import parse

    match parse(rest, context.today, context.library.places) if rest.strip() else Draft():
        case Refusal(code=code) as refusal if code != "no_info":
            refuse(context, replace(refusal, draft=amended(base, refusal.draft)), Pending(base))
        case Draft() as change:
            log(context, Pending(amended(base, change)))
        case _:
            log(context, Pending(base))


def hear_place(context: Context, said: str) -> bool:
    """Take the text as the place that was asked for; a longer text that names no place is something else."""
    pending = waiting(context)
    if pending is None:
        return False
    place = context.library.places.find(said)
    if place is not None:
        told = with_origin(pending.draft, place.name) if pending.field == "origin" else None
        log(context, replace(pending, draft=told or replace(pending.draft, place=place.name), field=""))
        return True
    if _told_otherwise(context, pending, said):
        return True
    if len(said.split()) > PLACE_WORDS:
        return False
    unknown = context.t._(
        "Jag känner inte till platsen {place}. Skriv namnet på en kommun eller tätort.", place=said.strip()
    )
    context.reply(say(unknown))
    context.state["listening"] = PLACE
    return True


def _told_otherwise(context: Context, pending: Pending, said: str) -> bool:
    """Asked for a place, the person tells something else of the meeting: it is taken, and the place asked for again."""
    from chatbot.meetings.amending import amended, amendment

    change = amendment(said, context.today, context.library.places)
    if not isinstance(change, Draft):
        return False
    log(context, replace(pending, draft=amended(pending.draft, change)))
    return True


def place_chosen(context: Context, value: str) -> None:
    """A place was pressed as the answer to the question back."""
    if not hear_place(context, value):
        _too_late(context)


def log_pending(context: Context, value: str) -> None:
    """A group was chosen while a meeting waited for it."""
    pending = waiting(context)
    if pending is not None and context.person.group is not None:
        log(context, pending)


def confirmed(context: Context, value: str) -> None:
    """The unusual is right."""
    pending = waiting(context)
    if pending is None:
        _too_late(context)
    else:
        log(context, replace(pending, told=replace(pending.told, confirmed=True)))


def same(context: Context, value: str) -> None:
    """It is the meeting that somebody has logged already."""
    pending = waiting(context)
    if pending is None or pending.twin is None:
        _too_late(context)
        return
    merged = ledger.merge_with(context.tx, context.person, pending.twin, pending.draft, context.library, context.now)
    if isinstance(merged, Merged):
        _done(context, pending.draft, merged.logged.id if merged.own else None)
        _merged(context, merged)
    else:  # it was taken back meanwhile
        log(context, replace(pending, told=replace(pending.told, apart=True)))


def other(context: Context, value: str) -> None:
    """It is another meeting than the one logged: asked about before it was stored, or a merge that was wrong."""
    pending = waiting(context)
    if pending is not None and pending.twin is not None:
        log(context, replace(pending, told=replace(pending.told, apart=True)))
        return
    made = ledger.split(context.tx, context.person, int(value), context.now) if value.isdigit() else None
    if made is None:
        _too_late(context)
    else:
        context.reply(saved_post(Stored(made.id, made.meeting, made.saving), context.t, corrected=False))


def _too_late(context: Context) -> None:
    context.reply(say(context.t._("Det mötet väntar inte längre på svar. Skriv /logga-möte och berätta om det igen.")))


def _ask_place(context: Context, question: Question) -> None:
    actions = tuple(Action(place, PLACE, place) for place in question.choices)
    context.reply(Post((text(context.t.tell(question.notice)), *((Actions(actions),) if actions else ()))))
    context.state["listening"] = PLACE


def _ask_twin(context: Context, meeting: str) -> None:
    t = context.t
    actions = (Action(t._("Ja, samma möte"), "meeting-same"), Action(t._("Nej, ett annat"), "meeting-other"))
    there = t._("Gruppen har redan ett möte som liknar det här: {meeting}.", meeting=meeting)
    context.reply(Post((text(there), text(t._("Är det samma möte?")), Actions(actions))))


def _ask_sure(context: Context, doubts: list[str]) -> None:
    t = context.t
    actions = (
        Action(t._("Ja, det stämmer"), "meeting-confirmed"),
        Action(t._("Nej, jag skriver om"), "meeting-rewrite"),
    )
    context.reply(Post((*(text(doubt) for doubt in doubts), text(t._("Stämmer det?")), Actions(actions))))


def rewrite(context: Context, value: str) -> None:
    """The unusual was a slip."""
    context.state.pop("pending", None)
    context.reply(say(context.t._("Okej, inget är sparat. Skriv /logga-möte och berätta om mötet igen.")))


def _merged(context: Context, merged: Merged) -> None:
    t = context.t
    known = summary(merged.logged.meeting, t)
    if merged.own:
        context.reply(
            say(
                t._("Det mötet har du redan loggat: {meeting}.", meeting=known),
                t._("Det räknas en gång. Skriv /mina-möten om du vill ändra det."),
            )
        )
        return
    there = t._("Någon i gruppen har redan loggat mötet: {meeting}.", meeting=known)
    apart = Action(t._("Det var ett annat möte"), "meeting-other", str(merged.logged.id))
    context.reply(Post((text(there), text(t._("Bra att du också sa till. Det räknas en gång.")), Actions((apart,)))))


ACTIONS = {
    "log-pending": log_pending,
    PLACE: place_chosen,
    "meeting-confirmed": confirmed,
    "meeting-rewrite": rewrite,
    "meeting-same": same,
    "meeting-other": other,
}
LISTENERS = {PLACE: hear_place, MEND: hear_mended, CORRECT: hear_correction}
