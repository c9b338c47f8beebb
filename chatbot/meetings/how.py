"""How the meeting was held and how people would have travelled: form, platform, recurring, replaces, mode."""

import re

from chatbot.meetings.meeting import MeetingForm, Mode, Platform, Replaces
from chatbot.meetings.reading import Reading

PLATFORMS: tuple[tuple[re.Pattern[str], Platform], ...] = (
    (re.compile(r"\b(?:ms[- ]?|microsoft[- ]?)?teams\w*|\btimsm\w+\b"), "teams"),
    (re.compile(r"\bzoom\w*"), "zoom"),
    (re.compile(r"\bgoogle[ -]?meet\w*|\bg-?meet\b|\bmeet\b|\bmeet(?:mote\w*|et|en)\b|\bgoogle\b"), "meet"),
    (re.compile(r"\bweb[ -]?ex\w*"), "webex"),
    (re.compile(r"\bjitsi\w*"), "jitsi"),
    (re.compile(r"\bskyp\w*"), "skype"),
)
NOT_THIS = re.compile(r"\binte\s+(?:teams|zoom|meet|webex|jitsi|skype)\b")  # "nej inte teams, zoom menar jag"
HYBRID = re.compile(r"\bhybrid\w*|\bhalvdigital\w*")
PHONE = re.compile(
    r"\b(?:grupp)?telefon\w*|\btele(?:mote|konf)\w*|\btele\b|\bper\s+tele\w*"
    r"|\bringmote\w*|\bkonferenssamtal\w*"
    r"|(?:(?<=\bi )|(?<=via )|(?<=per ))luren\b|(?<=\bpa )(?:linjen|luren|traden)\b"
)
CALLED = re.compile(r"\bring(?:des?|ts?\s+(?:ihop|upp))\b(?!\s+(?:inte|aldrig|efter)\b)")  # where nothing else says how
VIDEO = re.compile(r"\bvideo\w*|\brumssystem\w*|\brumsystem\w*|\bkonferenssystem\w*")
WEB = re.compile(
    r"\b(?:webb?\s?mote\w*|webb\w*|webinar\w*|onlinemote\w*|online|natmote\w*|pa\s+natet|over"
    r"\s+natet)\b|\bform\s*[:=]\s*(?:digital\w*|web\w*)"
)

RECURRING = re.compile(
    r"\b(?:veckomote\w*|manadsmote\w*|kvartalsmote\w*|veckoavstamning\w*|manadsavstamning\w*"
    r"|veckotraff\w*|var\s+(?:\d\d?:[ae]|fjortonde)\s+dag|manadstraff\w*|weekly|monthly|(?:vecko|manads)m\b|(?:man|v)\.\s?mote\w*|morgonmote\w*\s+varje"
    r"|varannan\s+(?:vecka|manad|dag|mandag|tisdag|onsdag|torsdag|fredag|lordag|sondag)\w*|varannan\b|vartannat\b"
    r"|varje\s+(?:vecka|manad|dag|kvartal|mandag|tisdag|onsdag|torsdag|fredag|lordag|sondag|tredje|fjarde)\w*"
    r"|(?<!det\s)(?<!motet\s)(?<!vi\s)(?<!traffen\s)vart?\s+(?:vecka|manad|dag|kvartal|mandag|tisdag|onsdag|torsdag"
    r"|fredag|lordag|sondag|tredje|fjarde)\b"
    r"|(?:en|ett)\s+gang(?:er)?\s+(?:i\s+veckan|i\s+manaden|per\s+\w+)|aterkommande|staende"
    r"|veckovis\w*|manadsvis\w*|dagligen"
    r"|(?:mandag|tisdag|onsdag|torsdag|fredag|lordag|sondag)ar(?:na)?)\b"
)
NOT_RECURRING = re.compile(r"\b(?:aterkommande\s*[:=]?\s*(?:nej|inte|ej)|(?:inte|ej)\s+aterkommande)\b")

PARTLY = re.compile(
    r"\bdelvis\b|\btill\s+(?:viss\s+)?del(?:en)?\b|\bbara\s+en\s+del\b|\bhalften\s+(?:av\s+\w+\s+)?"
    r"(?:hade|skulle|var)\b"
    r"|\btill\s+halften\b|\ben\s+del\s+(?:av\s+\w+\s+)?(?:hade|skulle)\s+(?:anda|varit)\b"
)
# What people say of a meeting nobody would have travelled to.
NOT_REPLACED = re.compile(
    r"\b(?:ersatt(?:er|e)?(?:\s+resan?|\s+resor)?\s*[:=]?\s*(?:nej|inget|ingen|inte|ej|inga|ingenting)\b|ersatt(?:er|e)\s+(?:alltsa\s+"
    r"|egentligen\s+)?(?:inget|ingen|inte|inga|ingenting)\b"
    r"|ersatt(?:er|e)\s+(?:det\s+)?(?:inte|ej)\b"
    r"|ers\.?\s*[:=]?\s*nej\b|ej\s+ers\b|(?:hade|var|ar|skulle|blivit|varit|brukar)\s+(?:\w+\s+){0,4}?(?:digital\w*|\x00+|pa\s+\x00+"
    r"|via\s+\x00+|online|pa\s+distans)\s+(?:anda|oavsett|i\s+alla\s+fall|hur\s+som\s+helst|i"
    r"\s+vilket\s+fall|annars\s+(?:ocksa|med)|(?:aven|ocksa)\s+annars|anda\w*)"
    r"|(?:hade|skulle)\s+(?:\w+\s+){0,2}?(?:anda|alltid|oavsett)\s+(?:\w+\s+){0,3}?(?:digital\w*"
    r"|\x00+|online|pa\s+distans|setts\s+digital\w*)"
    r"|anda\s+(?:varit|blivit|hallits|haft|skett|korts|tagits|skulle\s+varit)\s+(?:\w+\s+){0,2}?"
    r"(?:digital\w*|\x00+|online|pa\s+distans)"
    r"|digital\w*\s+(?:anda|annars\s+(?:ocksa|med)|under\s+alla\s+omstandigheter|i\s+alla\s+handelser)"
    r"|under\s+alla\s+omstandigheter\s+(?:\w+\s+){0,3}?digital\w*"
    r"|resa\w*\s+(?:inte|ej)\s+(?:ersat\w+|sparad\w+)|ersattes\s+(?:inte|ej)\b"
    r"|ingen\s+(?:\w+\s+){0,2}?(?:hade|skulle|behovde|behovt|slapp)\s+(?:\w+\s+){0,2}?(?:akt|rest|aka|resa|kort|kora)"
    r"|(?:hade|skulle)\s+(?:\w+\s+){0,2}?(?:ingen|inte|inga|aldrig)\s+(?:\w+\s+){0,2}?(?:akt|rest|aka"
    r"|resa|kort|kora|traffats|setts)\b"
    r"|(?:ingen|inga|inget)\s+(?:\w+\s+)?(?:resa|resor|resande|fysiskt\s+mote)\b"
    r"(?!\s+(?:for\s+\w+\s+)?(?:fran|till|i)\s+[\ue000-\uefff])"
    r"|(?:alltid|bara|brukar\s+vara|brukar\s+alltid\s+vara|ar\s+alltid)\s+digital\w*|hade\s+inte\s+"
    r"(?:blivit|varit)\s+(?:nagot|av)\b)"
)
REPLACED = re.compile(
    r"\b(?:ersatt(?:er|e)?\s*[:=]\s*(?:ja|helt)\b|ersatt(?:er|e)\b|istallet\s+for\s+(?:att\s+|en\s+"
    r"|ett\s+)?(?:fysisk\w*|aka|resa|traffas|ses|mot\w*|kora)"
    r"|(?:slapp|slipper)\s+(?:\w+\s+){0,2}?(?:aka|resa|kora|resan)|sparade\s+(?:in\s+)?(?:en\s+)?resa\w*"
    r"|(?:annars\s+hade|hade\s+annars)\s+(?:vi\s+)?(?:\w+\s+)?(?:setts|traffats|akt|rest|kort|mott)\b|annars\s+fysiskt)"
)

# "köra mötet på Teams", "kört det digitalt": to hold a meeting is also "köra".
NOT_THE_MEETING = (
    r"(?!\s+(?:det|den|digital\w*|igenom|avst\w*|samtal|traff|stund|check|mote\w*|(?:\w+\s+){0,2}(?:\x00|mote)))"
)
KEY = r"(?:fardmedel|fardsatt|transport|ressatt|resesatt)\s*[:=]\s*"
UMLAUTS = re.compile("[åäöÅÄÖ]")
_HAD = r"(?:hade|ha|fatt|har|att|skulle)\s+(?:(?!inte\b|aldrig\b)(?:[a-z]+|\d+|\x00+|[\ue000-\uefff])\s+){0,3}?"
MODES: tuple[tuple[re.Pattern[str], Mode], ...] = (
    (re.compile(r"\bsamak\w*|\baka\s+ihop\b"), "samåkning"),
    (re.compile(r"\b(?:el-?bil\w*|tesla\w*)"), "elbil"),
    (re.compile(r"\b(?:flyg(?:a|it|et|plan\w*|resa\w*|er|ning\w*)?|flog|flugit|flygs)\b|\binrikesflyg\w*"), "flyg"),
    (
        re.compile(
            r"\btaget\b|\b(?:med|aka|ta|akt|tagit|tog|kora|av)\s+(?:\w+\s+)?tag(?:et)?\b|\btag"
            rf"(?:resa\w*|biljett\w*)\b|[\ue000-\uefff]\s+tag\b|\b{KEY}tag\b|\btag\b"
        ),
        "tåg",
    ),
    (re.compile(r"\b(?:buss(?:en|ar|arna|resa\w*)?|bussa\w*|lanstrafik\w*)\b"), "buss"),
    (re.compile(r"\btaxi\w*"), "taxi"),
    (re.compile(r"\bcykl?\w*"), "cykel"),
    (
        re.compile(
            rf"\b(?:till\s+fots|promener\w*|{KEY}gang|(?:vi|jag|de|alla)\s+(?:hade\s+|annars\s+)*gatt\s+(?:dit|till)|ga\s+(?:dit|till)"
            r"|(?:skulle|hade|tankt)\s+(?:[a-z]+\s+){0,3}?(?:gatt|ga)\s+(?:bort\s+|ner\s+|upp\s+|over\s+)?(?:till|dit|hit))\b"
        ),
        "gång",
    ),
    (
        re.compile(
            r"\b(?:tjanste|hyr|pool)?bil(?:en|ar|arna|resa\w*|burna)?\b|\b(?:(?<!det )ratta(?:d|de|t|r)?\b|bila\w*)"
            rf"|\bfor\s+att\s+(?:\w+\s+){{1,2}}?korde\b|\bkora\b{NOT_THE_MEETING}|{_HAD}kort\b{NOT_THE_MEETING}"
        ),
        "bil",
    ),
)


VEHICLE = re.compile(r"\b(?:\w*bil(?:ar|en)?|buss(?:en|ar)?|taget)\b[^.!?;]*$")  # "två bilar hade gått till Ed"


def read_recurring(reading: Reading) -> Reading:
    """True when the meeting is said to come back."""
    if match := reading.search(NOT_RECURRING):
        return reading.taken(match)
    if match := reading.search(RECURRING):
        return reading.found(match, recurring=True)
    return reading


def read_form(reading: Reading) -> Reading:
    """Platform and form: hybrid goes before what the platform says, the platform before phone and video."""
    reading = _mask_all(reading, NOT_THIS)
    for pattern, platform in PLATFORMS:
        if match := reading.search(pattern):
            form: MeetingForm = "webb"
            reading = reading.found(match, platform=platform, form=form)
            reading = _mask_all(reading, pattern)
            break
    return _form(reading)


def _mask_all(reading: Reading, pattern: re.Pattern[str]) -> Reading:
    while match := reading.search(pattern):
        reading = reading.taken(match)
    return reading


def _form(reading: Reading) -> Reading:
    ways: tuple[tuple[re.Pattern[str], MeetingForm], ...] = (
        (HYBRID, "hybrid"),
        (PHONE, "telefon"),
        (VIDEO, "video"),
        (WEB, "webb"),
    )
    for pattern, form in ways:
        match = reading.search(pattern)
        if match and (form == "hybrid" or reading.draft.platform is None):
            return _mask_all(reading.found(match, form=form), pattern)
    if (match := reading.search(CALLED)) and reading.draft.form is None:
        return reading.kept(match.start(), match.end(), form="telefon")
    return reading


def read_mode(reading: Reading) -> Reading:
    """The means of travel, the most particular first; å ä ö tell "kört" from "kort" where they are typed."""
    for pattern, mode in MODES:
        for match in pattern.finditer(reading.line.work):
            if _really(reading, match, mode):
                return reading.kept(match.start(), match.end(), mode=mode)
    return reading


def _really(reading: Reading, match: re.Match[str], mode: Mode) -> bool:
    raw = reading.line.raw[match.start() : match.end()]
    if match.group() == "tag":
        return raw == "tåg" or (not UMLAUTS.search(reading.line.source) and _stands_alone(match))
    if mode == "bil" and match.group().endswith("kort"):
        return "kört" in raw or not UMLAUTS.search(reading.line.source)
    if mode == "gång":
        return not VEHICLE.search(reading.line.work[: match.end()])
    return True


def _stands_alone(match: re.Match[str]) -> bool:
    """A part of its own between signs: "annars Karlstad, tag, 2 fran Amal"."""
    before, after = match.string[: match.start()].rstrip(" "), match.string[match.end() :].lstrip(" ")
    return before[-1:] in ",;:" and after[:1] in ",;."


def read_replaces(reading: Reading) -> Reading:
    """Said: partly, no, yes; otherwise yes when a place, travellers or a mode was given."""
    ways: tuple[tuple[re.Pattern[str], Replaces], ...] = ((PARTLY, "delvis"), (NOT_REPLACED, "nej"), (REPLACED, "ja"))
    for pattern, replaces in ways:
        if match := reading.search(pattern):
            return reading.kept(match.start(), match.end(), replaces=replaces)
    return reading
