"""Keeps the message catalogues in step: `--check` says what is wrong (exit 1), `--update` mends what a program can."""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "locales" / "chatbot.pot"
KEYWORDS = {"_": None, "N_": None, "n": (1, 2)}
SOURCES = ("chatbot", "adapters/chatbot_adapters")
METHODS = [("**/templates/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]
FIELD = re.compile(r"\{(\w*)")


def extracted() -> Catalog:
    """Everything the code marks, sorted."""
    catalog = Catalog(project="Resfri", charset="utf-8", fuzzy=False)
    for folder in SOURCES:
        found = extract_from_dir(ROOT / folder, METHODS, keywords=KEYWORDS, comment_tags=())
        for _, _, message, _, _ in found:
            if message:
                catalog.add(message)
    return catalog


def ids(catalog: Catalog) -> set[str | tuple[str, str]]:
    """The messages of a catalogue without its header."""
    return {_key(message) for message in catalog if message.id}


def _key(message: Message) -> str | tuple[str, str]:
    return tuple(message.id) if isinstance(message.id, (list, tuple)) else message.id


def read(path: Path, locale: str | None = None) -> Catalog:
    """A catalogue from its file, empty if there is none."""
    if not path.exists():
        return Catalog(locale=locale, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def write(catalog: Catalog, path: Path) -> None:
    """Without dates and line numbers, which only make noise in the history."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=110, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    plural = f'"Plural-Forms: {catalog.plural_forms}\\n"\n' if catalog.locale else ""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(header + plural + "\n" + buffer.getvalue().decode("utf-8"), encoding="utf-8")


def translations() -> Iterator[tuple[str, Path]]:
    """The languages and their files."""
    for path in sorted((ROOT / "locales").glob("*/LC_MESSAGES/chatbot.po")):
        yield path.parent.parent.name, path


def update() -> None:
    """Write the template anew and bring each language to it, keeping what is translated."""
    template = extracted()
    write(template, TEMPLATE)
    for language, path in translations():
        catalog = read(path, language)
        catalog.update(template, no_fuzzy_matching=True)
        write(catalog, path)


def problems() -> Iterator[str]:
    """What is out of step, a line each."""
    template = extracted()
    if ids(template) != ids(read(TEMPLATE)):
        yield f"{TEMPLATE.name}: not in step with the code; run make catalogue"
    for language, path in translations():
        catalog = read(path, language)
        for missing in sorted(map(str, ids(template) - ids(catalog))):
            yield f"{language}: missing {missing!r}"
        for message in catalog:
            if message.id:
                yield from (f"{language}: {fault}: {message.id!r}" for fault in faults(message))


def faults(message: Message) -> Iterator[str]:
    """What is wrong with one translation."""
    sources = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
    targets = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    if message.fuzzy:
        yield "fuzzy"
    if not all(targets) or len(targets) < len(sources):
        yield "not translated"
        return
    wanted = {name for source in sources for name in FIELD.findall(source)}
    if any(set(FIELD.findall(target)) - wanted for target in targets) or wanted - set(FIELD.findall(targets[-1])):
        yield "other placeholders than the source"


def main() -> int:
    """See the module's docstring."""
    if "--update" in sys.argv:
        update()
        return 0
    found = list(problems())
    print("\n".join(found) if found else "The catalogues are in step.")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
