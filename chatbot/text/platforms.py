"""Which meeting platforms a text names, with nicknames and typing errors; "zooma in" is not Zoom."""

import re
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA

from chatbot.text.normal import LOOKALIKES, words

SPELLINGS: Mapping[str, str] = {
    "teams": "teams team msteams teamsen teamsmöte teamsmötet teamsmöten tims timms teamz",
    "zoom": "zoom zoomen zooms zoommöte zoommötet zoommöten zoomappen zum",
    "meet": "meet googlemeet gmeet meets meetmöte hangouts hangout",
    "webex": "webex webexmöte ciscowebex webexet webx",
    "jitsi": "jitsi jitsimeet jitsimöte",
    "rumssystem": """rumssystem rumssystemet pekpanel pekpanelen pekplatta mötesrum mötesrummet konferensrum
        konferensrummet sammanträdesrum sammanträdesrummet videorum videorummet videokonferensrummet""",
    "telefon": """telefonmöte telefonmötet telefonmöten telefonkonferens telefonkonferensen telekonferens
        telefonsammanträde telefonsammanträdet""",
}
# Ordinary words that a nickname or a near typing error would hit.
ORDINARY = "meta mera teamet zooma zoomar zoomade zoomat zoomning inzoomad mest met möte mote"
NEVER = frozenset(ORDINARY.split())
FIRST = {word.translate(LOOKALIKES): name for name, known in SPELLINGS.items() for word in known.split()}
FUZZY = ("teams", "webex", "jitsi", "zoom")
START = re.compile(
    r"^(teams|zoom|webex|jitsi)s?(?=mot|app|lank|inbjud|samtal|klient|knapp|chatt|webb|kont|vers|rum|kan)"
)
MAX_WORDS = 400


def platforms_in(text: str) -> tuple[str, ...]:
    """The platforms named, each once, in order: teams, zoom, meet, webex, jitsi, rumssystem, telefon."""
    found = (platform_of(word) for word in words(text)[:MAX_WORDS])
    return tuple(dict.fromkeys(name for name in found if name))


@lru_cache(maxsize=20_000)
def platform_of(word: str) -> str | None:
    """The platform that the (normalised) word names."""
    folded = word.translate(LOOKALIKES)
    if folded in NEVER:
        return None
    if folded in FIRST:
        return FIRST[folded]
    started = START.match(folded)
    return started.group(1) if started else _near(folded)


def _near(folded: str) -> str | None:
    """One typing error; the first letter must stand, and in a short name only two letters may have changed places."""
    for name in FUZZY:
        may = len(name) > 4 or sorted(folded) == sorted(name)
        if may and folded[:1] == name[:1] and OSA.distance(folded, name, score_cutoff=1) <= 1:
            return name
    return None
