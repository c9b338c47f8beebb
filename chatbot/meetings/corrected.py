"""What is taken back while writing: "50 min, nej 60 min" says sixty; the earlier words of that kind are left out."""

import re
from dataclasses import replace

from chatbot.meetings.line import PLACE
from chatbot.meetings.numbers import DECIMAL, NUM
from chatbot.meetings.reading import Reading

NO = (
    r"[\s,;.(-]*\b(?:eller\s+)?(?:nej|nja|nae|forlat|oj|hoppsan|vanta|rattelse|jag\s+menar|menar|menade|fel(?:\s+av\s+mig)?)\b"
    r"(?:[\s,]*\b(?:nej|fel(?:\s+av\s+mig)?|forresten|forlat|vanta|jag\s+menar|menar|just\s+det|det\s+(?:var|blev)|vi\s+var|var\s+det)\b)*"
    r"[\s,:-]*"
)
LENGTH = rf"(?:{DECIMAL}\s*(?:min\w*|tim\w*|h\b|kvart\b)|en\s+kvart|halv\s?timme|heldag|halvdag)"
CLOCK = r"(?<![\w/])(?:\d{1,2}(?:[.:]\d\d)?|\d{4})(?:\s*-\s*\d{1,2}(?:[.:]\d\d)?)?(?![\w/:]|[.,]\d)"
PLATFORM = r"\b(?:teams|zoom|meet|webex|jitsi|skype)\b"
UNIT = r"(?:\s*(?:pers\w*|deltag\w*|st\b|stycken|politiker|ledamoter|min\w*|tim\w*|h\b|kvart|bil\w*|fran))"
TAIL = r"(?:\s+[a-z\x00]+){0,2}?"  # "5 min teams, nej 50 min"
# The old words stand in `old`; `way` is a preposition that goes with them if the new ones bring their own.
KINDS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<old>{LENGTH}{TAIL}{NO})(?={LENGTH})",
        rf"(?P<old>{NUM}\s+bil(?:ar)?\b{NO})(?={NUM}\s+(?:\w+\s+)?bil(?:ar)?\b)",
        rf"(?P<old>{NUM}\s+(?:st\s+|pers\w*\s+)?fran\s+{PLACE}{NO})(?={NUM}\s+(?:st\s+|pers\w*\s+)?fran\s+{PLACE})",
        rf"(?P<way>\b(?:i|till|fran)\s+)(?P<old>{PLACE}{NO})(?=(?P<new>\b(?:i|till|fran)\s+)?{PLACE})",
        rf"(?P<old>{PLATFORM}{NO})(?={PLATFORM})",
        rf"\b(?P<way>(?:kl|klockan)\.?\s*)(?P<old>(?:{CLOCK}|{NUM}){NO})"
        rf"(?=(?P<new>(?:kl|klockan)\.?\s*)?(?:{CLOCK}|{NUM})(?!{UNIT}))",
    )
)


def leave_corrected(reading: Reading) -> Reading:
    """The line without what the writer took back at once."""
    for kind in KINDS:
        for match in kind.finditer(reading.line.work):
            groups = match.groupdict()
            start = match.start("way") if groups.get("way") and groups.get("new") else match.start("old")
            reading = replace(reading, line=reading.line.blank(start, match.end("old")))
    return reading
