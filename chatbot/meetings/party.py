"""Counts people told by what they are: "ordföranden, kassören och tre suppleanter", "två lärare, en rektor och jag"."""

import re

from chatbot.meetings.numbers import NUM, number

# Nouns of people by their form; a sum needs one of them ("430 portioner, två allergier" is none).
PERSONS = (
    r"(?:\w*(?:are|arna|iker|ister|orer|torer|enter|anter|oter|loger|nomer|man|chef|chefer|skoterskor|rektorer)"
    r"|kollegor|grannar|syskon|barn|bekanta|kompisar|kamrater|\w*vanner|klienter|anhoriga|gubbar|kvinnor|damer|tanter|bonder|elever|\w*foraldrar|gaster|tolkar|praster|kockar|medlemmar"
    r"|representanter|konsulter|\w*personer|pers|st|stycken|ombud|parter|patienter|ungdomar|anstallda|folk"
    r"|ordforande\w*|\w*rad)\b"
)
SHORTENED = r"(?:[a-z]{2,6}\.\s*)?"  # "enh.chefer"
MORE = rf"(?P<n>{NUM})\s+(?:(?:till|andra)\b|{SHORTENED}(?:[a-z]+\s+)?{PERSONS})"
KIN = r"(?:svar)?dotter|(?:svar)?son|fru|man|sambo|granne|kompis|kollegan?|van"
ONE = (  # one person, by office or kinship
    rf"(?:(?:min|var|mitt|en|ett|vice|v\.|bitradande|tf|t\.f\.)\s+)*{SHORTENED}"
    r"(?:ordf(?:orande)?n?|sekreteraren?|\w*sekr|\w*chef(?:en)?|\w*rektor(?:n)?|\w*ekonom(?:en)?|\w*jurist(?:en)?"
    r"|\w*(?:ledare|larare|handlaggare|samordnare|utredare|planerare|vagledare|skotare|tekniker|politiker|ersattare)n?"
    r"|\w*(?:strateg|pedagog|kurator|psykolog|logoped|assistent|direktor|konsult|inspektor|koordinator|kommunikator"
    r"|administrator|controller|arkitekt|ingenjor|sjukskoterska|skoterska|kamrer|kassor|suppleant|revisor|tolk|vikarie"
    r"|praktikant|kommunalrad|ledamot|vaktmastare|bibliotekarie|prast|ombud)(?:en|n|an|et)?"
    rf"|{KIN})"
)
OF = r"(?:\s+(?:i|fran|pa|for)\s+[a-z\x00\ue000-\uefff]+)?"  # "från landsbygdsrådet"
ME = r"jag(?:\s+sjalv)?|undertecknad"
MEMBER = rf"(?:{MORE.replace('?P<n>', '?:')}|(?:{ONE})\b|(?:{ME})\b){OF}"
AND = r"(?:\s*(?:,\s*och|,\s*samt|,|;|\+|&)\s*|\s+(?:och|samt|plus|jamte)\s+)"
PARTY = re.compile(rf"(?<![\w-]){MEMBER}(?:{AND}{MEMBER})+(?!\w)")
OFFICE = re.compile(rf"(?<![\w.-])(?:{ONE})\b")
COUNTED = re.compile(MORE)
GOES_ON = re.compile(r"[a-z]\s*(?:,|\+|&|\boch|\bsamt)\s*$")
# Said of who would have gone.
GONE = (
    r"(?:akt|rest|aka|resa|flugit|flyga|kort|kora|tagit|ta|samakt|samaka|cyklat|cykla|bilat|bila|pendlat"
    r"|suttit\s+(?:pa|i)|gatt|ga|promenerat|rattat|ratta|skjutsats)"
)
TRAVEL = (
    r"(?:(?:hade\s+|har\s+)?(?:slapp|sluppit|slipper|slapper|slippa)\b"
    r"|sparade\s+(?:in\s+)?(?:en\s+)?resa\w*|behovde\s+(?:inte|ej|aldrig)\b"
    rf"|skulle\s+(?:\w+\s+){{0,2}}?{GONE}\b|hade\s+(?:\w+\s+){{0,3}}?{GONE}\b)"
)
TRAVELLING = re.compile(rf"\s+(?:som\s+)?{TRAVEL}")


def party(text: str, *, travelling: bool = False) -> tuple[int, re.Match[str]] | None:
    """How many people such a list names, with its stretch; None without one that names an office or kin.

    `travelling`: only a list of whom it is said that they would have gone; else only one of whom that is not said.
    """
    for match in PARTY.finditer(text):
        if GOES_ON.search(text, 0, match.start()):  # the list has begun with words that are not told apart here
            continue
        members = re.split(AND, match.group())
        going = TRAVELLING.match(text, match.end()) is not None
        if going is travelling and any(_is_office(member) for member in members):
            return sum(_count(member) for member in members), match
    return None


def _is_office(member: str) -> bool:
    return COUNTED.match(member) is None and OFFICE.match(member) is not None


def _count(member: str) -> int:
    found = COUNTED.match(member)
    return number(found["n"]) if found else 1
