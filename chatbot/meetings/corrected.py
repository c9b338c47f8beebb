"""What is taken back while writing: "50 min, nej 60 min" says sixty; the earlier words of that kind are left out."""

import re
from dataclasses import replace

from chatbot.meetings.line import PLACE
from chatbot.meetings.numbers import DECIMAL, NUM
from chatbot.meetings.reading import Reading

BACK = (
    r"(?:nej|nja|nae|forlat|ursakta|oj|hoppsan|vanta(?:\s+lite)?|rattelse|rattare\s+sagt|(?:jag\s+)?menar|menade"
    r"|fel(?:\s+av\s+mig)?)"
)
NO = (
    rf"(?P<no>[\s,;.(-]*\b(?:eller\s+)?{BACK}\b"
    rf"(?:[\s,]*\b(?:{BACK}|forresten|lite|just\s+det|det\s+(?:var|blev)|vi\s+var|var\s+det|faktiskt|visst)\b)*[\s,:-]*)"
)
LENGTH = rf"(?:{DECIMAL}\s*(?:min\w*|tim\w*|h\b|kvart\b)|en\s+kvart|halv\s?timme|heldag|halvdag)"
CLOCK = r"(?<![\w/])(?:\d{1,2}(?:[.:]\d\d)?|\d{4})(?:\s*-\s*\d{1,2}(?:[.:]\d\d)?)?(?![\w/:]|[.,]\d)"
PLATFORM = r"\b(?:teams|zoom|meet|webex|jitsi|skype)\b"
UNIT = r"(?:\s*(?:pers\w*|deltag\w*|st\b|stycken|politiker|ledamoter|min\w*|tim\w*|h\b|kvart|bil\w*|fran))"
WORDS = r"(?:\s+[a-z\x00]+){0,3}?"  # "5 min teams, nej 50 min"
SPOKEN = rf"(?:(?:{NUM}|kvart)\s+(?:i|over)\s+(?:halv\s+)?{NUM}|halv\s*{NUM}|{NUM})"
HOURS = rf"(?:{CLOCK}|{SPOKEN})"
FROM_THERE = rf"{NUM}\s+(?:st\s+|pers\w*\s+)?fran\s+{PLACE}"
# The old words stand in `old`; `way` is a preposition that goes with them if the new ones bring their own.
KINDS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<old>{LENGTH}){WORDS}{NO}(?={LENGTH})",
        rf"(?P<old>{NUM}\s+bil(?:ar)?\b){NO}(?={NUM}\s+(?:\w+\s+)?bil(?:ar)?\b)",
        rf"(?P<old>{FROM_THERE}){NO}(?={FROM_THERE})",
        rf"(?P<old>{NUM}\s+(?P<who>[a-z]{{4,}})\b{WORDS}){NO}(?={NUM}\s+(?P=who)\b)",
        rf"(?P<way>\b(?:i|till|fran)\s+)(?P<old>{PLACE}){WORDS}{NO}(?=(?P<new>\b(?:i|till|fran)\s+)?{PLACE})",
        rf"(?P<old>{PLATFORM}){NO}(?={PLATFORM})",
        rf"\b(?P<way>(?:kl|klockan|vid)\.?\s*)(?P<old>{HOURS})(?!{UNIT}){WORDS}{NO}"
        rf"(?=(?P<new>(?:kl|klockan|vid)\.?\s*)?{HOURS}(?!{UNIT}))",
    )
)


def leave_corrected(reading: Reading) -> Reading:
    """The line without what the writer took back at once."""
    for kind in KINDS:
        for match in kind.finditer(reading.line.work):
            groups = match.groupdict()
            start = match.start("way") if groups.get("way") and groups.get("new") else match.start("old")
            line = reading.line.blank(start, match.end("old")).blank(*match.span("no"))
            reading = replace(reading, line=line)
    return reading
