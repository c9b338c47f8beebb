"""Which meeting platforms a text names, with nicknames and typing errors; "zooma in" is not Zoom."""

import re
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA

from chatbot.text.normal import LOOKALIKES, words

NAMES: Mapping[str, frozenset[str]] = {
    "teams": frozenset("teams team msteams teamsen teamsmöte teamsmötet teamsmöten tims timms teamz".split()),
    "zoom": frozenset("zoom zoomen zooms zoommöte zoommötet zoommöten zoomappen zum".split()),
    "meet": frozenset("meet googlemeet gmeet meets meetmöte hangouts hangout".split()),
    "webex": frozenset("webex webexmöte ciscowebex webexet webx".split()),
    "jitsi": frozenset("jitsi jitsimeet jitsimöte".split()),
    "rumssystem": frozenset(
        """rumssystem rumssystemet pekpanel pekpanelen pekplatta mötesrum mötesrummet konferensrum konferensrummet
        sammanträdesrum sammanträdesrummet videorum videorummet videokonferensrummet konferenssystemet""".split()
    ),
    "telefon": frozenset(
        "telefonmöte telefonmötet telefonmöten telefonkonferens telefonkonferensen telekonferens telefonsammanträde".split()
    ),
}
# Words of the platforms that are ordinary words too, or that a near typing error would hit.
NEVER = frozenset("meta mera team teamet zooma zoomar zoomade zoomat zoomning inzoomad mest met möte mote meta".split())
FIRST = {word.translate(LOOKALIKES): name for name, known in NAMES.items() for word in known}
FUZZY = {"teams": "teams", "webex": "webex", "jitsi": "jitsi", "zoom": "zoom"}
START = re.compile(
    r"^(teams|zoom|webex|jitsi)s?(?=mot|app|lank|inbjud|samtal|klient|knapp|chatt|webb|kont|vers|rum|kan)"
)
MAX_WORDS = 400


def platforms_in(text: str) -> tuple[str, ...]:
    """The platforms named, in the order they come, each once: of teams, zoom, meet, webex, jitsi, rumssystem, telefon."""
    found = (platform_of(word) for word in words(text)[:MAX_WORDS])
    return tuple(dict.fromkeys(name for name in found if name))


@lru_cache(maxsize=20_000)
def platform_of(word: str) -> str | None:
    """The platform that the (normalised) word names."""
    folded = word.translate(LOOKALIKES)
    if folded in NEVER and folded != "team":
        return None
    if folded in FIRST:
        return FIRST[folded]
    started = START.match(folded)
    return started.group(1) if started else _near(folded)


def _near(folded: str) -> str | None:
    """One typing error, for names long enough; the first letter must stand."""
    for name, platform in FUZZY.items():
        swapped = sorted(folded) == sorted(name)
        enough = len(name) > 4 or swapped
        if enough and folded[:1] == name[:1] and OSA.distance(folded, name, score_cutoff=1) <= 1:
            return platform
    return None
