"""How long the meeting was, in minutes."""

import re
from collections.abc import Callable

from chatbot.errors import N_, notice
from chatbot.meetings.numbers import DECIMAL, NUM, decimal, number
from chatbot.meetings.reading import Reading

ABOUT = r"(?:(?:drygt|drygan?|dryg|knappt?a?|ca|cirka|runt|typ|ungefar|nastan|bara|kanske|god)\.?\s+)?"
HOURS = r"(?:timm\w*|tim|h|t)\b\.?"
MINUTES = r"(?:minut\w*|min|m)\b\.?"
KEY = r"(?:langd|dur|duration|varaktighet|tidsatgang|motestid|minuter|antal minuter)"
NEGATIVE = re.compile(rf"(?:^|(?<=[\s:=]))-\d+\s*(?:{MINUTES}|{HOURS})")
LONGEST = 24 * 60

Say = Callable[[re.Match[str]], float]
WAYS: tuple[tuple[re.Pattern[str], Say], ...] = tuple(
    (re.compile(pattern), say)
    for pattern, say in (
        (
            rf"(?P<h>{DECIMAL})\s*{HOURS}\s*(?:och|,)?\s*{ABOUT}(?P<m>{NUM})\s*{MINUTES}",
            lambda m: decimal(m["h"]) * 60 + number(m["m"]),
        ),
        (
            r"(?<![\w.,:])(?P<h>\d{1,2})\s?(?:h|tim)\s?(?P<m>[0-5]\d)\b(?!\s*(?:pers|deltag|p\b|st\b))",
            lambda m: number(m["h"]) * 60 + number(m["m"]),
        ),
        (
            rf"(?P<h>{NUM})\s*{HOURS}\s+och\s+(?P<m>fem|tio|tie|tjugo|tjugofem|trettiofem|fyrtio|fyrtiofem|femtio|[1-5]?[05])\b"
            r"(?!\s*(?:pers|deltag|st\b|politi|ledam))",
            lambda m: number(m["h"]) * 60 + number(m["m"]),
        ),
        (rf"(?P<h>{NUM})\s+och\s+en\s+kvarts?\s+{HOURS}", lambda m: number(m["h"]) * 60 + 15),
        (rf"(?P<h>{NUM})\s*{HOURS}\s+och\s+en\s+kvart\b", lambda m: number(m["h"]) * 60 + 15),
        (rf"(?P<h>{NUM})\s*{HOURS}\s+och\s+(?:tre\s+kvart|trekvart)\b", lambda m: number(m["h"]) * 60 + 45),
        (rf"(?P<h>{NUM})\s*{HOURS}\s+och\s+en\s+halv(?:timm[ea])?\b", lambda m: number(m["h"]) * 60 + 30),
        (rf"(?P<h>{NUM})\s+(?:och|o)\s+(?:en\s+)?halv\s*{HOURS}", lambda m: number(m["h"]) * 60 + 30),
        (rf"\b(?:halvannan|halvannat|anderthalv)\s*{HOURS}", lambda _: 90),
        (
            rf"{ABOUT}(?:en\s+|ett\s+)?{ABOUT}\bhalv\s*(?:timm[ea]|tim|h)s?\b|\b(?:en"
            rf"\s+)?{ABOUT}halvtimm[ea]s?\w*\b|\bhalvtimmen\b",
            lambda _: 30,
        ),
        (r"\btre\s?kvart\b(?!\s*(?:i|over)\b)(?:s\b)?(?:\s+timme)?", lambda _: 45),
        (rf"(?P<m>{NUM})\s+(?:{ABOUT})kvart(?:s|ar|er)?\b(?!\s*(?:i|over)\b)", lambda m: 15 * number(m["m"])),
        (r"\b(?:drygt?|drygan?|knappt?a?|god|dryga)\s+timm[ea]\b", lambda _: 60),
        (r"\b(?:nagon|nan)\s+timm[ea]\b", lambda _: 60),
        (r"\be\s+timm[ea]\b", lambda _: 60),
        (r"\bkvarts(?:lang\w*|mote\w*|avst\w*)\b", lambda _: 15),
        (r"\b(?:hela\s+(?:dan|dagen|da\b)|heldag\w*)", lambda _: 480),
        (r"\b(?:en\s+)?(?:halva\s+(?:dan|dagen|da\b)|halv\s?dag\w*|halva\s+arbetsdagen)", lambda _: 240),
        (
            rf"{ABOUT}(?P<h>{DECIMAL})\s*-?\s*(?:{ABOUT})(?:timm\w*|tim|h|t(?!\s*,\s*r\b))"
            rf"(?:s?(?:mote\w*|langt?))?\b",
            lambda m: decimal(m["h"]) * 60,
        ),
        (
            r"\b(?P<h>tva|tre|fyra|fem|sex|en|ett|sju|atta)timm(?:ars?|es?)(?:s?mote\w*)?\b",
            lambda m: decimal(m["h"]) * 60,
        ),
        (
            rf"{ABOUT}(?P<m>{DECIMAL})\s*-?\s*(?:minut\w*|min|m|')(?:s?"
            rf"(?:mote\w*|langt?))?(?!\w)",
            lambda m: decimal(m["m"]),
        ),
        (rf"\b{KEY}\s*[:=]\s*(?P<h>\d)[:.](?P<m>[0-5]\d)\b", lambda m: int(m["h"]) * 60 + int(m["m"])),
        (rf"\b{KEY}\s*[:=]?\s*(?P<m>{NUM})\b", lambda m: number(m["m"])),
        (r"\btid\s*[:=]\s*(?P<m>(?:2[5-9]|[3-9]\d|1\d\d|2\d\d|3\d\d|480))\b(?![.:]\d)", lambda m: int(m["m"])),
    )
)


def read_duration(reading: Reading) -> Reading:
    """Minutes; must agree with a start and an end already read."""
    if match := reading.search(NEGATIVE):
        return _settle(reading, match, -1)
    for pattern, say in WAYS:
        if match := reading.search(pattern):
            return _settle(reading, match, round(say(match)))
    return reading


def _settle(reading: Reading, match: re.Match[str], minutes: int) -> Reading:
    before = reading.draft.duration_min
    if not 0 < minutes <= LONGEST:
        text = notice(N_("Ett möte kan vara mellan 1 minut och 24 timmar. Skriv till exempel 90 min."))
        return reading.taken(match).wrong("impossible_number", text, "duration_min")
    if before is None:
        return reading.found(match, duration_min=minutes)
    if before == minutes or _rounded(match):
        return reading.taken(match)
    text = notice(
        N_("Klockslagen ger {range} minuter, men du skrev {said} minuter. Skriv bara det som är rätt."),
        range=before,
        said=minutes,
    )
    return reading.taken(match).wrong("contradiction", text, "duration_min")


def _rounded(match: re.Match[str]) -> bool:
    """ "hela dagen" and "drygt en timme" need not fit the clock to the minute."""
    return re.search(r"dag|dan|drygt?|knapp|ca\b|cirka|ungefar|nastan", match.group()) is not None
