"""Who hears or sees whom: "de hör inte mig" and "jag hör inte dem" have the same words and opposite answers."""

from collections.abc import Iterator, Sequence

ACTIVE = {"hor": "hor", "hora": "hor", "horde": "hor", "ser": "ser", "se": "ser", "sag": "ser"}
PASSIVE = {"hors": "hor", "syns": "ser", "horas": "hor", "synas": "ser"}
ME, MINE = frozenset({"jag", "vi"}), frozenset({"jag", "vi", "min", "mitt", "mina", "mig", "micken", "mikrofonen"})
OBJECT = frozenset({"mig", "oss"})
OTHERS = frozenset({"de", "dom", "andra", "ingen", "alla", "folk", "kollegorna", "kollegan", "hon", "han", "man"})


def directions(words: Sequence[str]) -> Iterator[str]:
    """Marks such as "hor>mig" and "hor>andra" (whom one does or does not hear) for the folded words, in order."""
    for place, word in enumerate(words):
        if word in ACTIVE:
            whom = _active(words[max(0, place - 3) : place], words[place + 1 : place + 6])
        elif word in PASSIVE:
            whom = _passive(words[max(0, place - 3) : place], words[place + 1 : place + 2])
        else:
            continue
        if whom:
            yield f"{ACTIVE.get(word) or PASSIVE[word]}>{whom}"


def _active(before: Sequence[str], after: Sequence[str]) -> str | None:
    if "sjalv" in after or "egen" in after:
        return "sjalv"
    if OBJECT.intersection(after[:4]):
        return "mig"
    if ME.intersection((*before, *after[:1])):
        return "andra"
    return "mig" if OTHERS.intersection((*before, *after[:1])) else None


def _passive(before: Sequence[str], after: Sequence[str]) -> str | None:
    if MINE.intersection((*before, *after)):
        return "mig"
    return "andra" if OTHERS.intersection((*before, *after)) else None
