"""What stands in a meeting line and says nothing of the meeting: amounts, paragraphs, rooms, where the writer sits."""

import re
from dataclasses import replace

from chatbot.meetings.numbers import WORDS
from chatbot.meetings.reading import Reading

WORD = rf"(?:{'|'.join(sorted(WORDS, key=len, reverse=True))})"
MONEY = r"(?:miljoner\s+kr\w*|kr|kronor|sek|tkr|mkr|miljoner|:-)"
NUMBERED = (
    r"(?:§+|motion(?:en)?|paragraf(?:en|erna)?|punkt(?:en)?|arendenr|arende|dnr|diarienr|diarienummer|linje|rum|sal|lokal|plan|detaljplan|vag|faktura|fakturanr|konto|ansvar|uppdrag|order"
    r"|sammantradesrum|konferensrum|kap|kapitel|sid|sida|bilaga|version|protokoll|nummer|nr|artikel)"
)
COUNTED = (
    r"(?:bilder|anmald\w*(?:\s+franvarande)?|franvarande|§|arenden?|punkter|paragrafer|grader|procent|%|sidor|motioner"
    r"|bilagor|changes|tickets|ggr|ganger|stolar|smorgasar|invanare|smorgastartor)"
)
SOME = rf"(?:\d{{1,3}}|{WORD})"
DELAY = r"(?:lag\s+)?nere|strul\w*|krangl\w*|for\s?sen\w*|sen[at]?|for\s+sent|vanta\w*|hackade"
BREAK = (
    r"paus|rast|fika\w*|vantan|vantetid|restid|benstrackare|sparad\w*|sjalva\s+resan"
    r"|i\s+bil(?:en)?\b|pa\s+(?:taget|bussen|vagen)"
)
ASIDES = re.compile(
    rf"(?<![\w.,:/-])\d{{1,3}}(?:[ .]\d{{3}})*(?:,\d\d?)?\s*{MONEY}(?!\w)"
    r"|\b(?:punkt|paragraf)(?:er|erna)?\s+\d+\s*(?:-|till|och)\s*\d+\b(?!\s*(?:pers|st\b|delt|politi|led))"
    rf"|(?<!\w){NUMBERED}\.?\s*[:=]?\s*\d[\d/:.-]*\d|(?<!\w){NUMBERED}\.?\s*[:=]?\s*\d(?![\d\w])"
    rf"|(?<!\w){WORD}\s+(?:anmalda\s+)?franvarande\b"
    rf"|(?<!\w)(?:punkt|paragraf|bilaga|nummer)\s+{WORD}\b|\bsid(?:a|an|or|orna)\s+\d+\s*(?:-|till|och)\s*\d+"
    rf"|(?<![\w.,:/-])\d{{1,4}}\s+{COUNTED}(?!\w)"
    r"|\b(?:startade|startat|sedan|stangdes|byggdes|fran|ar)\s+(?:19|20)\d\d\b(?!-)|\bnasta\s+mote\s+borjar\s+[\d.:]+"
    r"|(?<![\w-])20\d\d[/:]\d{1,5}\b"  # a register number
    r"|(?<![\w.,:/-])(?!20\d{6})\d{5,}(?!\d)(?!\s*(?:pers|deltag))"
    r"|\b(?:fyll(?:er|de|t)|(?:(?<=jag )|(?<=hon )|(?<=han ))(?:som\s+)?ar)\s+(?:nu\s+)?\d{2,3}\b"  # an age
    r"(?!\s*(?:pers|st\b|delt))"
    r"|(?<=[a-z]),\s*\d\d\s+ar\s*,|(?<![\d.,])\d{1,3}\s\d{3}(?=\s+[a-z]{4,})|(?<![\w.,-])\d{1,4}:[ae]?n\b"
    rf"|\b(?:{DELAY})\s+(?:i\s+|ca\s+)*{SOME}\s*(?:min|tim)\w*|(?<!\w){SOME}\s*(?:min|tim)\w*\s+(?:{DELAY}|{BREAK})\b"
    rf"|\b(?:taget|bussen|bilen)\s+(?:till\s+\S\s+)?(?P<part>i\s+{SOME}\s*(?:min|tim)\w*)"
    r"|\b(?:sitter|skriver)\b[^.,]{0,30}\bi\s+bilen\b"
    r"|\b(?:sitter|star)\s+(?:just\s+)?(?:nu\s+)?(?:pa|i)\s+(?:bussen|taget|bilen)(?:\s+hem)?\b"
)


def skip_asides(reading: Reading) -> Reading:
    """The line with such stretches masked, so that none of their numbers is taken for people or a time."""
    for match in ASIDES.finditer(reading.line.work):
        reading = replace(reading, line=reading.line.take(*match.span("part" if match["part"] else 0)))
    return reading
