"""The chat's pages: see the conversation, say something, press a button, send a form, fetch a picture."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse

from chatbot.errors import N_, Notice, ResfriError, notice
from chatbot.messages import Event, OpenForm, Post, Upload
from chatbot.ports import Accepted, FormErrors, Refused
from chatbot_adapters.web import incoming, session, stream
from chatbot_adapters.web.chat import Chat, answered, item_of, whole
from chatbot_adapters.web.conversation import Entry, entry_of, fold
from chatbot_adapters.web.refusals import Refusals, wants_json
from chatbot_adapters.web.render import Page, Trouble, images
from chatbot_adapters.web.session import Session
from chatbot_adapters.web.upload import read_upload

EMPTY = N_("Skriv något först, så svarar jag.")
TOO_LONG = N_("Meddelandet är för långt. Dela upp det i flera, högst 10 000 tecken i varje.")
CANNOT_SAVE = N_("Kunde inte spara just nu. Prova att skicka igen om en stund.")
NO_COOKIE = N_("Webbläsaren sparar inga kakor för den här sidan. Tillåt kakor och ladda om sidan.")
OLD_FORM = N_("Det formuläret gäller inte längre. Skriv kommandot igen, så får du ett nytt.")
SENT_BEFORE = N_("Det formuläret är redan skickat. Skriv kommandot igen om du vill ändra något.")
NO_CHOICE = N_("Välj en fil först.")
NO_FILE = N_("Filen finns inte längre.")
MAX_FIELDS = 100
EMPTY_PAGE = Page(())
SHOWN = "image/png"  # the one kind of file that stands in the page
UNPROCESSABLE = 422
FILE_HEADERS = {"Cache-Control": "private, max-age=3600", "Content-Security-Policy": "default-src 'none'; sandbox"}


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a running chat; each method answers one address."""

    chat: Chat
    refusals: Refusals

    async def home(self, request: Request) -> Response:
        """The conversation. A browser without our cookie gets one here and nowhere else."""
        header = self.chat.settings.proxy_header
        known = session.session_of(request, header)
        if header:
            return await self._page(request, known) if known else self.refusals.by_status(request, 401)
        if known is None and request.headers.get("sec-fetch-site") == "cross-site":
            # Somebody else's link: the browser keeps a strict cookie back, and a new one would end the conversation
            # it stands for. A page of ours that sends on makes the next request our own.
            return HTMLResponse(self.chat.render.enter())
        value = session.cookie_of(request) or session.new_cookie()
        response = await self._page(request, session.by_cookie(value))
        session.keep(response, value, secure=request.url.scheme == "https")
        return response

    async def say(self, request: Request) -> Response:
        """Something was written."""
        who, fields = await self._come(request)
        if isinstance(who, Response):
            return who
        event = incoming.message_event(fields, who, self.chat.clock(), uuid4().hex)
        why = EMPTY if not event.text else TOO_LONG if len(event.text) > incoming.MAX_TEXT else ""
        if why:
            return await self._not_taken(request, who, notice(why), event)
        return await self._take(request, who, event, fields)

    async def act(self, request: Request) -> Response:
        """A button was pressed."""
        who, fields = await self._come(request)
        if isinstance(who, Response):
            return who
        event = incoming.action_event(fields, who, self.chat.clock(), uuid4().hex)
        return await self._take(request, who, event, fields)

    async def form(self, request: Request) -> Response:
        """A form was sent in."""
        who, fields = await self._come(request)
        if isinstance(who, Response):
            return who
        shown = await item_of(self.chat.feed, who.place, incoming.number(fields.get("source", "")))
        if shown is None or not isinstance(shown.item, OpenForm):
            return await self._not_taken(request, who, notice(OLD_FORM))
        values = incoming.form_values(fields, shown.item.form)
        event = incoming.form_event(shown.item.form, shown, values, who, self.chat.clock())
        return await self._take(request, who, event, fields)

    async def upload(self, request: Request) -> Response:
        """A file was handed in. It is held in memory only, until the core has read it."""
        who = session.session_of(request, self.chat.settings.proxy_header)
        fields, (name, data) = await read_upload(request)
        if who is None:
            return self._unknown(request)
        event = incoming.file_event(fields, name, data, who, self.chat.clock(), uuid4().hex)
        if not name:
            return await self._not_taken(request, who, notice(NO_CHOICE), event)
        return await self._take(request, who, event, fields)

    async def stream(self, request: Request) -> Response:
        """What comes after an id, as it comes."""
        who = session.session_of(request, self.chat.settings.proxy_header)
        if who is None:
            return self.refusals.by_status(request, 401)
        last = request.headers.get("last-event-id") or request.query_params.get("after", "")
        body = stream.events(self.chat, who.place, incoming.number(last))
        return StreamingResponse(body, headers=stream.HEADERS, media_type="text/event-stream")

    async def picture(self, request: Request) -> Response:
        """A picture in a post, for the session that the post belongs to."""
        which = request.path_params["n"]
        entry = await self._entry(request)
        found = images(entry.item) if entry and isinstance(entry.item, Post) else ()
        if which >= len(found):
            return self.refusals.answer(request, 404, notice(NO_FILE))
        return Response(found[which].data, media_type=found[which].media_type, headers=FILE_HEADERS)

    async def file(self, request: Request) -> Response:
        """An uploaded file, to be saved rather than shown: its kind is not ours to trust, but for pictures."""
        entry = await self._entry(request)
        if entry is None or not isinstance(entry.item, Upload):
            return self.refusals.answer(request, 404, notice(NO_FILE))
        headers = {**FILE_HEADERS, "Content-Disposition": attachment(entry.item.filename)}
        kind = entry.item.media_type if entry.item.media_type == SHOWN else "application/octet-stream"
        return Response(entry.item.data, media_type=kind, headers=headers)

    async def _entry(self, request: Request) -> Entry | None:
        who = session.session_of(request, self.chat.settings.proxy_header)
        found = await item_of(self.chat.feed, who.place, request.path_params["id"]) if who else None
        entry = entry_of(found) if found else None
        return entry if isinstance(entry, Entry) else None

    async def _come(self, request: Request) -> tuple[Session | Response, Mapping[str, str]]:
        who = session.session_of(request, self.chat.settings.proxy_header)
        async with request.form(max_files=0, max_fields=MAX_FIELDS) as form:
            fields = {name: value for name, value in form.items() if isinstance(value, str)}
        return who or self._unknown(request), fields

    def _unknown(self, request: Request) -> Response:
        if self.chat.settings.proxy_header:
            return self.refusals.by_status(request, 401)
        return self.refusals.answer(request, 400, notice(NO_COOKIE))

    async def _take(self, request: Request, who: Session, event: Event, fields: Mapping[str, str]) -> Response:
        try:
            outcome = await self.chat.sink.accept(event)
        except ResfriError:
            key = incoming.key_of(fields, "")
            return self.refusals.answer(request, 503, notice(CANNOT_SAVE), typed=event.text, key=key)
        match outcome:
            case Accepted() as accepted:
                return await self._taken(request, who, event, accepted, incoming.number(fields.get("after", "")))
            case FormErrors(errors):
                ref = event.source.id if event.source else ""
                return await self._mend(request, who, Trouble(ref, errors, event.values))
            case Refused(reason):
                return await self._not_taken(request, who, reason, event)

    async def _taken(self, request: Request, who: Session, event: Event, accepted: Accepted, after: int) -> Response:
        again = event.kind == "form" and not accepted.new
        if wants_json(request):
            note = {"note": self.chat.render.tell(notice(SENT_BEFORE))} if again else {}
            return JSONResponse({"event": accepted.event_id, "new": accepted.new, **note})
        await answered(self.chat.feed, who.place, after, self.chat.answer_wait)
        return RedirectResponse("/?sent=before#latest" if again else "/#latest", 303)

    async def _mend(self, request: Request, who: Session, trouble: Trouble) -> Response:
        """The form again, with what is wrong beside each field and what was typed kept."""
        if not wants_json(request):
            return await self._page(request, who, Page((), trouble=trouble), UNPROCESSABLE)
        shown = await item_of(self.chat.feed, who.place, incoming.number(trouble.ref))
        entry = entry_of(shown) if shown else None
        html = self.chat.render.entry(entry, trouble) if isinstance(entry, Entry) else ""
        return JSONResponse({"errors": dict(trouble.errors), "html": html}, UNPROCESSABLE)

    async def _not_taken(self, request: Request, who: Session, why: Notice, event: Event | None = None) -> Response:
        note = self.chat.render.tell(why)
        if wants_json(request):
            return JSONResponse({"error": note}, UNPROCESSABLE)
        if event and event.kind == "file":
            return await self._page(request, who, Page((), file_note=note), UNPROCESSABLE)
        typed = event.text if event and event.kind == "message" else ""
        return await self._page(request, who, Page((), note=note, typed=typed), UNPROCESSABLE)

    async def _page(self, request: Request, who: Session, page: Page = EMPTY_PAGE, status: int = 200) -> Response:
        waiting = not await self.chat.feed.idle(who.place)  # asked first: an answer that comes between is then shown
        items = await whole(self.chat.feed, who.place)
        before = request.query_params.get("sent") == "before"
        full = replace(
            page,
            entries=fold(items),
            last=items[-1].id if items else 0,
            waiting=waiting,
            note=page.note or (self.chat.render.tell(notice(SENT_BEFORE)) if before else ""),
            key=uuid4().hex,
        )
        return HTMLResponse(self.chat.render.page(full), status)


def attachment(filename: str) -> str:
    """The header that has a browser save a file under its name (RFC 6266)."""
    from urllib.parse import quote

    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in filename)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
