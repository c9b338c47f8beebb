"""The words a meeting line is made of, so that typing errors in them can be mended before reading."""

import re
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel

from chatbot.packs.places import FLAT


def words(text: str) -> tuple[str, ...]:
    """The words of a list written as running text."""
    return tuple(text.split())


def flat_words(text: str) -> tuple[str, ...]:
    """The same without å ä ö, as they stand in a line that is read."""
    return words(text.translate(FLAT))


def both(text: str) -> frozenset[str]:
    """The words of a list with å ä ö and without."""
    return frozenset((*words(text), *flat_words(text)))


WORDS = words("""
januari februari mars april maj juni juli augusti september oktober november december
måndag tisdag onsdag torsdag fredag lördag söndag måndags tisdags onsdags torsdags fredags lördags söndags
måndagen tisdagen onsdagen torsdagen fredagen lördagen söndagen
deltagare deltagarna personer person stycken politiker tjänstemän tjänsteman ledamöter handläggare chefer
teams webex jitsi skype google telefon telefonmöte telefonen telefonkonferens videomöte videokonferens
rumssystem rumssystemet
webbmöte hybrid hybridmöte hybridmötet möte mötet möten träff träffen avstämning
timme timmar timma minuter minut kvart halvtimme halvtimma heldag halvdag heldagsmöte halvdagsmöte klockan
förmiddag förmiddagen eftermiddag eftermiddagen kvällen morgonen
igår idag förrgår förra veckan sedan dagar veckor vecka
annars istället stället ersatte ersätter ersätta delvis fysiskt digitalt skulle slapp slippa behövde
återkommande veckomöte månadsmöte varannan varje
från totalt sammanlagt allihop tillsammans samåkning samåka samåkt samåkte flyga flugit flyget
tåget bussen bilen bilar elbil
tretton fjorton femton sexton sjutton nitton tjugo trettio fyrtio femtio elva fyra åtta tolv
första andra tredje fjärde femte sjätte sjunde åttonde nionde tionde elfte tolfte
trettonde fjortonde femtonde sextonde sjuttonde artonde nittonde tjugonde
mellan kollegor imorgon övermorgon dussin halvdussin tiotal femtontal tjugotal trekvart halvannan
började startade förresten rättelse resenärer telekonferens videolänk videosamtal ringde cykeln cykla veckovis
tvåtimmars minuters alltid deltog ledamot politikerna tjänstemännen närvarade kvällsmöte
plats datum längd antal färdmedel plattform platsen resa resan köra körde
""")
# Common words that lie one error from a word above and must be left alone.
KNOWN = frozenset(
    words("""
    annan annat andas mera mötte mote motet moten fattas trött träd tolka sexa fyran femma elvan resor resen
    hela halva
    tider tiden timing minut senast skulden sedda slapps plåt platt antar antag antas antalet orter person personal
    körs köper körd bilden bilder buss busses tågen tåga flygen varav varje vartannat tretti fyrti vecko
    dag dagen dagens kvar kvarter sedel marts mats maria juliana april andra andre första förste team teamet helst
    minst minus långt först talet avtal värde ställe ställer total ersatt digital digitala tagit tagits taga
    dalsland värmland hålla hade hann kommun kommunen nämnd nämnden styrelse styrelsen grupp gruppen projekt
    resten testar då all sidan redan länge kollegan chefen ersättare mötes ångra närvarande klart annans remsan sådan
    satte taket långa föredrag värre väcka törs sätte ställdes skull förstöra fysisk fysiska deltagande bitar tapet
    sändaren slipp plast middagen lånad inställt förstått flyta värme tomma ställen starkare motionen ersätts bossen
    salen företag företaga företagas företagen
    långed
""")
)
# Typed in two, meant as one.
JOINS = {
    first + " " + second: whole
    for first, second, whole in (
        ("tele", "fon", "telefon"), ("telefon", "möte", "telefonmöte"), ("rums", "system", "rumssystem"),
        ("rums", "systemet", "rumssystemet"), ("hel", "dag", "heldag"), ("halv", "dag", "halvdag"),
        ("halv", "timme", "halvtimme"), ("halv", "timma", "halvtimma"), ("halv", "dussin", "halvdussin"),
        *(("last", f"{english}day", f"{day}s") for english, day in (("mon", "måndag"), ("tues", "tisdag"),
        ("wednes", "onsdag"), ("thurs", "torsdag"), ("fri", "fredag"))),
        ("web", "möte", "webbmöte"), ("webb", "möte", "webbmöte"), ("video", "möte", "videomöte"),
        ("hybrid", "möte", "hybridmöte"), ("vecko", "möte", "veckomöte"), ("månads", "möte", "månadsmöte"),
        ("sam", "åkning", "samåkning"), ("el", "bil", "elbil"), ("el", "bilar", "elbilar"), ("te", "ams", "teams"),
        ("i", "går", "igår"), ("i", "dag", "idag"), ("i", "morron", "imorgon"),
        ("i", "förrgår", "förrgår"), ("för", "går", "förrgår"),
        ("i", "stället", "istället"), ("åter", "kommande", "återkommande"), ("fredag", "s", "fredags"),
        ("delta", "gare", "deltagare"), ("på", "gick", "pågick"), ("allihop", "a", "allihop"), ("tre",
        "kvart", "trekvart"),
        ("heldags", "möte", "heldagsmöte"), ("halvdags", "möte", "halvdagsmöte"), ("skype", "möte", "skypemöte"),
    )
}  # fmt: skip
# Before one of these a name of a place is a surname: "Erik Ystad".
FIRST_NAMES = frozenset(
    flat_words("""
    anna eva maria karin kristina lena sara emma malin ingrid marie birgitta linda marianne annika monica susanne jenny
    helena elin ida sofia kerstin berit gun gunilla ulla britt inger ann johanna hanna julia alice elsa maja ella wilma
    agneta camilla carina åsa lisa jessica barbro margareta siv ulrika madeleine therese josefin frida klara nora
    erik lars karl anders johan per nils carl mikael jan hans peter fredrik lennart olof gunnar sven daniel bengt bo
    andreas alexander göran magnus stefan mats åke thomas bertil martin jonas leif ulf emil mattias robert kjell
    håkan björn henrik roger kent tommy simon oskar olle sture rolf ingemar arne kurt tord ola pär axel hugo viktor
    """)
)
PLATFORMS = frozenset(words("teams zoom webex jitsi skype"))
MEETING = re.compile(r"([a-z]{3,7})m(?:ote|ot|toe)t?$")
SPOKEN = {  # by ear; without their dots these are other words
    "å": "och", "o": "och", "oxå": "och", "mån": "måndag", "sön": "söndag", "dä": "det", "mä": "med",
    "frå": "från", "fra": "från", "int": "inte", "ifrå": "ifrån", "te": "till", "nä": "nej", "tri": "tre",
}  # fmt: skip
OLD = {  # as they were written once, and the words of today; English ones of travel
    "voro": "var", "blevo": "blev", "deltogo": "deltog", "sutto": "satt", "höllo": "höll", "kommo": "kom",
    "infunno": "infann", "taga": "ta", "blott": "bara", "icke": "inte", "sistlidna": "förra",
    "nästkommande": "nästa", "instundande": "nästa", "likväl": "ändå", "afton": "kväll", "aftonen": "kvällen",
    "tatt": "tagit",
    "automobil": "bil", "automobilen": "bilen", "automobiler": "bilar", "car": "bil", "bus": "buss", "train": "tåg",
    "flight": "flyg", "from": "från", "yesterday": "igår", "today": "idag", "tomorrow": "imorgon", "next": "nästa",
    "monday": "måndag", "tuesday": "tisdag", "wednesday": "onsdag", "thursday": "torsdag", "friday": "fredag",
    "participants": "deltagare", "persons": "personer", "people": "personer", "two": "två", "three": "tre",
    "four": "fyra", "five": "fem", "seven": "sju", "eight": "åtta", "nine": "nio", "ten": "tio",
}  # fmt: skip
ENDINGS = frozenset(words("a ar at d de en er es et n na ne ns r rs s st t te ts"))
SHORT = {
    "tesdan": "tisdagen", "tesda": "tisdag", "tesdag": "tisdag", "tesdas": "tisdags",
    "zom": "zoom", "zomo": "zoom", "tms": "teams", "tmas": "teams", "lördes": "lördags", "freas": "fredags",
    "kölocka": "klockan", "vörte": "varit", "tot": "totalt", "led": "ledamöter", "mej": "mig", "tmme": "timme",
    "tmmar": "timmar", "timm": "timme", "toi": "tio", "oc": "och", "freadgs": "fredags", "skpye": "skype",
    "jisti": "jitsi", "weebx": "webex", "webx": "webex", "wbex": "webex", "jtsi": "jitsi", "skyppe": "skype",
    "skyp": "skype", "zoo": "zoom", "frn": "från", "time": "timme", "påå": "på", "blevv": "blev", "zoomm": "zoom",
    "soom": "zoom", "tims": "teams", "tams": "teams", "tens": "teams", "teas": "teams", "teamz": "teams",
    "hadde": "hade", "tosdan": "torsdagen", "skypet": "skype", "zoomet": "zoom", "köre": "köra", "me": "med",
    "tjm": "tjänstemän", "polit": "politiker", "ledm": "ledamöter", "mni": "min", "miin": "min", "tlil": "till",
    "tll": "till", "nvo": "nov", "zomm": "zoom", "rset": "rest", "körta": "körde", "sulle": "skulle",
    "timmer": "timmar", "timar": "timmar", "tor": "torsdag", "onsas": "onsdags", "tisas": "tisdags",
    "torsas": "torsdags", "måndar": "måndag", "mötte": "möte", "mtöe": "möte", "mtöet": "mötet", "zooom": "zoom",
    "temas": "teams", "tems": "teams", "teems": "teams", "timms": "teams", "teasm": "teams", "delt": "deltagare",
    "delt.": "deltagare", "deltag": "deltagare", "prs": "pers", "pesr": "pers", "perso": "pers", "ist": "istället",
    "istf": "istället för", "tis": "tisdag", "ons": "onsdag", "tosdag": "torsdag", "tosdags": "torsdags",
    "freda": "fredag", "tors": "torsdag", "fre": "fredag", "lör": "lördag", "tisd": "tisdag", "onsd": "onsdag",
    "torsd": "torsdag", "fred": "fredag", "måndan": "måndagen", "tisdan": "tisdagen", "onsdan": "onsdagen",
    "torsdan": "torsdagen", "fredan": "fredagen", "lördan": "lördagen", "söndan": "söndagen", "måndas": "måndags",
    "tisdas": "tisdags", "onsdas": "onsdags", "torsdas": "torsdags", "fredas": "fredags", "lördas": "lördags",
    "söndas": "söndags", "mondag": "måndag", "mondas": "måndags", "mondags": "måndags", "va": "var",
    "til": "till", "tl": "till", "fårn": "från", "minn": "min", "mim": "min", "bila": "bilar",
    "tfnmöte": "telefonmöte", "telmöte": "telefonmöte", "tlfmöte": "telefonmöte", "tlf": "telefon",
    "tfnkonferens": "telefonkonferens", "tfn": "telefon", "tel": "telefon", "fr": "från", "mellerö": "mellerud",
    "vgen": "vägen", "igåhr": "igår", "igor": "igår", "iförrgår": "förrgår",
    "idag": "idag", "kvartar": "kvart", "mn": "min", "telfn": "telefon", "telf": "telefon", "telephone": "telefon",
    "buus": "buss",
}  # fmt: skip


def flat(text: str) -> str:
    """Lower-case text without å ä ö, the same length."""
    return text.translate(FLAT)


def _slips(word: str) -> list[str]:
    """The word with two letters exchanged, one left out, or its last letter doubled."""
    swapped = [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)]
    dropped = [word[:at] + word[at + 1 :] for at in range(1, len(word))] if len(word) > 4 else []
    return [slip for slip in (*swapped, *dropped, word + word[-1]) if slip != word]


VOCABULARY = {flat(word): word for word in WORDS}
_KNOWN_FLAT = frozenset(flat(word) for word in KNOWN)
_FLAT_JOINS = {flat(pair): whole for pair, whole in JOINS.items()}
_OFTEN = words(
    "jag idag igår från till pers zoom meet fyra åtta nio fem sex sju halv möte teams timme slapp och med var"
    " kvart tio elva tåg bil timma min hade slut"
)
_SLIPS = {flat(slip): word for word in _OFTEN for slip in _slips(word) if flat(slip) not in _KNOWN_FLAT}
_FLAT_SHORT = _SLIPS | {flat(word): whole for word, whole in (SHORT | OLD).items()}
_LONG = tuple(word for word in VOCABULARY if len(word) >= 5)


def joined(first: str, second: str) -> str | None:
    """The word that was typed in two, or None."""
    return _FLAT_JOINS.get(flat(first) + " " + flat(second))


@lru_cache(maxsize=8192)
def mended(word: str) -> str:
    """The word as it should be spelt, when it is near exactly one word of a meeting line; else as it is."""
    if word in SPOKEN:  # "jag å tre till"
        return SPOKEN[word]
    key = flat(word)
    if key in _FLAT_SHORT:
        return _FLAT_SHORT[key]
    if head := MEETING.match(key):  # "temsmöte"
        platform = mended(head[1])
        if platform in PLATFORMS:
            return platform + word[len(head[1]) :]
    if len(key) < 5 or is_word(word):
        return word
    allowed = 1 if len(key) < 8 else 2
    hits = process.extract(key, _LONG, scorer=OSA.distance, score_cutoff=allowed, limit=5)
    near = [(score, Indel.distance(key, name), name) for name, score, _ in hits if name[0] == key[0]]
    return VOCABULARY[min(near)[2]] if near else word  # of equally near ones, a letter too few before a wrong letter


def is_listed(word: str) -> bool:
    """True for the words themselves, without those that are joined on: no "mellanbysala" for its "mellan"."""
    return flat(word) in VOCABULARY or flat(word) in _KNOWN_FLAT


def is_spelt(word: str) -> bool:
    """True for a word by ear, a short one or one with a usual slip."""
    return word in SPOKEN or flat(word) in _FLAT_SHORT


@lru_cache(maxsize=8192)
def is_word(word: str) -> bool:
    """True for words that a meeting line is made of (no place, no name)."""
    key = flat(word)
    return is_listed(key) or _inflects(key)


def _inflects(key: str) -> bool:
    """A known word with a Swedish ending or a word joined on; a stray letter or two is an error instead."""
    stem = next((key[:end] for end in range(len(key), 4, -1) if key[:end] in VOCABULARY), "")
    return bool(stem) and (len(key) - len(stem) > 2 or key[len(stem) :] in ENDINGS)
