"""Composition root: from settings to a running program, and back down in order."""

import asyncio
import contextlib
import os
import platform
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import cast

from chatbot import commands
from chatbot.answers import E5, Endpoint, Index, build_index, load_head
from chatbot.bot import Bot, Handlers
from chatbot.clock import Clock, local, system_clock
from chatbot.conversation.context import Knowledge, World
from chatbot.errors import Notice, ResfriError
from chatbot.jobs.deliver import Deliverer
from chatbot.jobs.feed import OutboxFeed
from chatbot.jobs.pack_news import PackNews
from chatbot.jobs.posting import Posting
from chatbot.jobs.reading import Apart, Request
from chatbot.jobs.shelf import Edition, Shelf
from chatbot.jobs.signs import Signs
from chatbot.jobs.tasks import purge_regularly
from chatbot.jobs.turns import Turn
from chatbot.messages import Post
from chatbot.packs import Library, Loaded, Problem, Workshop, read_packs
from chatbot.packs.watch import fingerprint
from chatbot.pages import PagesSettings
from chatbot.plugins import adapter_names, installed_packs, load_adapter
from chatbot.ports import ASGI, Adapter, Brand, Capabilities, Check, Host
from chatbot.programme.organisation import Plan, PlannedGroup, read_organisation
from chatbot.resources import packs_folder
from chatbot.settings import Raw, Settings, Tier, read_settings, root_settings, section
from chatbot.store import Store, Tx, leases, migrate, open_reader, open_store
from chatbot.store.groups import Aim, put_group, set_goal
from chatbot.store.shared_clock import SharedClock

OWN_PACK = "tips"  # folder in the data folder: tips that coaches proposed and approved in the chat
PAGES = "pages"  # the section of the settings that opens the board's page
WEIGHTS = "vikter"  # folder of trained weights, beside the packs or in the data folder
LOCAL_ROLES = frozenset({"coach", "coordinator", "operator"})


@dataclass(frozen=True, slots=True)
class Options:
    """What a command hands to the program beside the settings."""

    raw: Raw
    settings: Settings
    clock: Clock = system_clock
    own_clock: bool = False  # the demo's, which goes by no database's
    notice: str = ""  # a line that every page shows
    clock_text: str = ""  # the day it is, where that is not today


def options(environ: Mapping[str, str] | None = None, extra: Raw | None = None) -> Options:
    """Options by the settings, `extra` the strongest. Raises `UsageError` on a setting that is wrong."""
    raw = {**read_settings(environ), **(extra or {})}
    return Options(raw, root_settings(raw, (*adapter_names(), PAGES)))


def pack_folders(settings: Settings) -> tuple[Path, ...]:
    """Where packs lie: those that are shipped, those of installed packages, those in the settings, the coaches' own."""
    own = settings.data / OWN_PACK
    return (packs_folder(), *installed_packs(), *settings.packs, *((own,) if (own / "pack.yaml").is_file() else ()))


def load_packs(settings: Settings, clock: Clock) -> Loaded:
    """All packs, with everything that is wrong with them."""
    return read_packs(pack_folders(settings), local(clock()).date())


def weights_file(settings: Settings, tier: Tier) -> Path:
    """The trained weights in force: the organisation's own (`resfri packs train`), else those that are shipped."""
    own = settings.data / WEIGHTS / f"{tier}.npz"
    return own if own.is_file() else packs_folder() / WEIGHTS / f"{tier}.npz"


def index_of(library: Library, settings: Settings, tier: Tier | None = None) -> Index:
    """The library made ready for questions, with the weights of the tier; by its words alone if none fit it.

    Where no `tier` is asked for, it is the one in the settings, with the model of `endpoint` beside it.

    Raises `UsageError` when the tier's extra is not installed.
    """
    chosen = tier or settings.tier
    return _with_weights(build_index(library), settings, chosen, beside=tier is None)


def _with_weights(index: Index, settings: Settings, chosen: Tier, *, beside: bool) -> Index:
    """The index with the weights of the tier, and where wanted with the model `beside` it."""
    library, head = index.library, load_head(weights_file(settings, chosen))
    if head is not None and not library.guides.keys().isdisjoint(head.labels):
        index = index.with_head(head, E5() if chosen == "e5" else None)
    if settings.endpoint and beside:
        index = replace(index, chooser=_chooser(settings))
    return index.ready()


def _chooser(settings: Settings) -> Endpoint:
    return Endpoint(
        settings.endpoint, settings.endpoint_model, settings.endpoint_key.get_secret_value(), settings.endpoint_seconds
    )


def knowledge_of(loaded: Loaded, settings: Settings) -> Knowledge:
    """The library with its index."""
    return Knowledge(loaded.library, index_of(loaded.library, settings))


@contextlib.contextmanager
def opened_store(settings: Settings) -> Iterator[Store]:
    """The database, at this release's schema, closed afterwards."""
    store = open_store(settings.database_url)
    try:
        migrate(store)
        yield store
    finally:
        store.close()


def handlers() -> Handlers:
    """Everything the bot can do, from the commands' folder and the conversation room."""
    return Handlers(commands.handlers(), commands.actions(), commands.forms(), commands.listeners())


def suggested_groups(settings: Settings) -> Sequence[PlannedGroup]:
    """Groups a fresh install offers: those of the packs, none once the operator has written organisation.yaml."""
    if (settings.data / "organisation.yaml").exists():
        return ()
    files = [path for folder in pack_folders(settings) for path in sorted(Path(folder).glob("*/organisation.yaml"))]
    return tuple(group for path in files for group in read_organisation(path).groups)


def plant_groups(store: Store, plan: Plan, clock: Clock) -> None:
    """Bring the groups of organisation.yaml, and their common goal, into the database."""
    now = clock()

    def work(tx: Tx) -> None:
        for group in plan.groups:
            put_group(tx, group, now)
        if plan.federation:
            set_goal(tx, plan.federation, Aim(plan.goal, plan.goal_from, plan.goal_until) if plan.goal else None)

    store.call(work)


def build(chosen: Options, store: Store, adapters: Sequence[Adapter], knowledge: Callable[[], Knowledge]) -> Bot:
    """The bot, with its adapters told what they may say of it."""
    by_name = {adapter.name: adapter for adapter in adapters}
    world = World(
        knowledge=knowledge,
        clock=chosen.clock,
        language=chosen.settings.locale,
        capabilities=lambda place: (
            by_name[place.platform].capabilities(place) if place.platform in by_name else Capabilities()
        ),
        pulls=lambda name: name in by_name and by_name[name].pull,
        commands=commands.specs(),
        suggested_groups=suggested_groups(chosen.settings),
        workshop=Workshop(chosen.settings.data / OWN_PACK),
        previews={name: partial(_preview, chosen, by_name.get(name), name) for name in adapter_names()},
        local_roles=LOCAL_ROLES,
    )
    return Bot(store, world, handlers())


def _preview(chosen: Options, running: Adapter | None, name: str, post: Post) -> str:
    """A post about as the platform shows it, whether its adapter runs or not."""
    return (running or configure(chosen, load_adapter(name))).preview(post)


def configure(chosen: Options, adapter: Adapter) -> Adapter:
    """Give an adapter its settings and what it may say of the bot."""
    adapter.configure(section(chosen.raw, adapter.name, adapter.settings_model), commands.specs(), brand_of(chosen))
    return adapter


def brand_of(chosen: Options) -> Brand:
    """What adapters and pages may say of the bot."""
    return Brand(chosen.settings.locale, chosen.notice, chosen.clock_text)


def configured_adapters(chosen: Options) -> Sequence[Adapter]:
    """The adapters that `resfri run` starts."""
    found = [configure(chosen, load_adapter(name)) for name in adapter_names()]
    return [adapter for adapter in found if adapter.configured()]


def mount(adapters: Sequence[Adapter], pages: Sequence[tuple[str, ASGI]] = ()) -> None:
    """Give the pages, and the applications of those that come by HTTP, to the one that has a web server."""
    others = [adapter.asgi for adapter in adapters if not isinstance(adapter, Host)]
    for host in adapters:
        if isinstance(host, Host):
            host.extra_mounts = [*pages, *((path, application) for application, path in filter(None, others))]


def board_pages(chosen: Options, store: Store) -> Sequence[tuple[str, ASGI]]:
    """The board's page and where it is mounted; none unless the settings open it. Raises `UsageError` on wrong ones."""
    settings = section(chosen.raw, PAGES, PagesSettings)
    if not settings.on:
        return ()
    from chatbot.pages.app import PREFIX, build_pages  # brings a web framework that the command line does without

    return ((PREFIX, cast("ASGI", build_pages(settings, store, chosen.clock, brand_of(chosen)))),)


def page_checks(chosen: Options) -> Sequence[Check]:
    """For doctor: the board's pages. Nothing without a database, which is told by itself."""
    settings = section(chosen.raw, PAGES, PagesSettings)
    from chatbot.pages import checks

    with contextlib.suppress(ResfriError), open_reader(chosen.settings.database_url) as store:
        return checks.page_checks(settings, store)
    return ()


def serve(
    chosen: Options,
    adapters: Sequence[Adapter],
    ready: Callable[[], None] = lambda: None,
    problem: Callable[[Problem], None] = lambda _: None,
    changed: Callable[[Notice], None] = lambda _: None,
) -> None:
    """Run until stopped by a signal, or until every adapter has ended by itself.

    `ready` is called once all listen, `problem` with each error in the packs, `changed` when they have been read anew.
    """
    with ThreadPoolExecutor(1, "resfri-packs") as reading, opened_store(chosen.settings) as store:
        if store.dialect == "postgresql" and not chosen.own_clock:
            chosen = replace(chosen, clock=SharedClock(store))  # replicas' own clocks may differ
        mount(adapters, board_pages(chosen, store))
        if store.dialect == "sqlite":
            store.call(leases.forget)  # its file is locked by this process: whoever held one is dead
        shelf = shelf_of(chosen, problem, changed)
        shelf.open(reading)  # the page is there before the library is
        plant_groups(store, read_organisation(chosen.settings.data / "organisation.yaml"), chosen.clock)
        asyncio.run(_run(chosen, store, adapters, shelf, ready))


def shelf_of(chosen: Options, problem: Callable[[Problem], None], changed: Callable[[Notice], None]) -> Shelf:
    """The knowledge of the packs that are shipped and those in the settings, looked after."""
    settings, apart = chosen.settings, Apart()

    def read() -> Edition:
        seen = fingerprint(pack_folders(settings))  # before reading: a save meanwhile is seen at the next look
        loaded = load_packs(settings, chosen.clock)
        return Edition(knowledge_of(loaded, settings), loaded.problems, seen)

    def read_apart() -> Edition:
        folders = pack_folders(settings)
        seen = fingerprint(folders)
        loaded, bare = apart.read(Request(folders, local(chosen.clock()).date()))
        index = _with_weights(bare, settings, settings.tier, beside=True)
        return Edition(Knowledge(loaded.library, index), loaded.problems, seen)

    return Shelf(read, lambda: fingerprint(pack_folders(settings)), problem, changed, read_apart, apart.stop)


async def _run(
    chosen: Options,
    store: Store,
    adapters: Sequence[Adapter],
    shelf: Shelf,
    ready: Callable[[], None],
) -> None:
    bot = build(chosen, store, adapters, shelf.now)
    feed = OutboxFeed(store, bot.answered)
    owner = f"{platform.node()}:{os.getpid()}:{token_hex(4)}"
    clock, language = chosen.clock, chosen.settings.locale
    turn = partial(Turn, store, owner=owner, clock=clock)
    pulls = frozenset(adapter.name for adapter in adapters if adapter.pull).__contains__
    senders = [(a, Deliverer(store, a, owner, clock, language, pulls)) for a in adapters if not a.pull]
    posting = Posting(store, clock, pulls, language, bot.one_dialogue)
    news = PackNews(store, clock, pulls, lambda: shelf.errors, language)
    keeping = (purge_regularly(store, clock), shelf.watch(), posting.run(), news.run())
    signs = [turn(f"signs:{a.name}").take(Signs(store, a, clock).run) for a in adapters if not a.pull]
    sending = [turn(f"send:{a.name}").take(sender.run) for a, sender in senders]
    following = [clock.watch()] if isinstance(clock, SharedClock) else []
    background = [bot.run(), *keeping, *sending, *signs, *following]
    tasks = [asyncio.create_task(work) for work in background]
    listening = [
        asyncio.create_task(turn(f"listen:{a.name}").take(partial(a.run, bot, feed)) if a.single else a.run(bot, feed))
        for a in adapters
    ]
    try:
        await asyncio.sleep(0)  # each adapter takes its port now; one that cannot ends the start with its error
        for task in listening:
            if task.done():
                task.result()
        ready()
        tasks.append(asyncio.create_task(_warm()))
        await _until_stopped(tasks, listening)
    finally:
        shelf.close()
        await _cancel(listening)
        await _cancel(tasks)


async def _warm() -> None:
    await asyncio.to_thread(commands.warm)
    await asyncio.Event().wait()  # a task that ends would end the program


async def _until_stopped(tasks: list[asyncio.Task[None]], listening: list[asyncio.Task[None]]) -> None:
    """Until a signal, until all adapters have ended by themselves, or until something fails."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows has no signal handlers in its loop
            loop.add_signal_handler(number, stop.set)
    stopping = asyncio.create_task(stop.wait())
    running = set(listening)
    while running and not stop.is_set():
        done, _ = await asyncio.wait({*running, *tasks, stopping}, return_when=asyncio.FIRST_COMPLETED)
        for task in done - {stopping}:
            task.result()  # a failed one stops the program with its error
        running -= done
    stopping.cancel()


async def _cancel(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(outcome, ResfriError):
            raise outcome
