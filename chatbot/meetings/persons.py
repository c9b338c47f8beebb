"""Which words of a meeting line stand for people: nouns by their form, offices, kin, the writer."""

import re

from chatbot.meetings.lexicon import words

PERSONS = re.compile(  # nouns of people by their form
    r"(?:(?!bil|timm|dag|sal)\w*(?:are|arna|aren|arn|iker|ikerna|ister|orer|torer|enter|enten|anter|oter|loger|nomer"
    r"|man|mannen|chef|chefer|chefen|skoterskor|skoterska|rektorer|mastar|mastrar|personer|personal|rad|vanner|vannerna"
    r"|foraldrar|kollegor|kollega|strateger|pedagoger|kuratorer|jurister|assistenter|konsulter|direktorer|suppleanter"
    r"|revisorer|pojkar|flickor|bor)"
    r"|grannar|syskon|barn|bekanta|kompisar|kompis|kamrater|klienter|anhoriga|gubbar|kvinnor|damer?|herrar|herre|tanter|bonder|elever"
    r"|gaster|tolkar|praster|kockar|medlemmar|representanter|ombud|parter|patienter|ungdomar|anstallda|folk|manniskor"
    r"|\w*valda|ordforande\w*|pol|tjm|ers|tekn|ing|insp|repr|handl|suppl|tjman|led|devs?|killar|tjejer|vikarier|politiker)$"
)
OFFICE = re.compile(  # one person by office or kinship
    r"(?:[\w-]+-)?(?:vd|ordf|ordforanden?|viceordf\w*|\w*sekr|\w*chef(?:en)?|\w*rektorn?|\w*ekonom(?:en)?|\w*jurist(?:en)?"
    r"|\w*(?:ledare|larare|handlaggare|samordnare|utredare|planerare|vagledare|skotare|tekniker|politiker|ersattare"
    r"|mastare|sekreterare|havare|givare|betare|agare|tagare|forare|domare)n?"
    r"|\w*(?:strateg|pedagog|kurator|psykolog|logoped|assistent|direktor|konsult|inspektor|koordinator|kommunikator"
    r"|administrator|controller|arkitekt|ingenjor|sjukskoterska|skoterska|kamrer|kassor|suppleant|revisor|tolk|vikarie"
    r"|praktikant|kommunalrad|ledamot|bibliotekarie|prast|prost|ombud|kantor|vard|advokat|klient|patient|lakare)"
    r"(?:en|n|an|et)?"
    r"|(?:svar)?(?:dotter|son)|fru|herr|froken|pastor|sambo|granne|kompis|kollegan?|van|karringa?"
    r"|\w{3,}(?:aren|orn|enten|isten|mannen|logen|skan|radet|strategen|nomen|ikern|ekten|gogen|ronen|juristen))$"
)
THINGS = re.compile(  # counted in a meeting line, and no people
    r"(?!bilister|resande|resenar)(?:(?:kommun|bil|buss|mil|mote|punkt|arende|skol|enhet|forvaltning|organisation"
    r"|foretag|dator|skarm|rum|sal|dag|veck|manad|timm|minut|kron|kilometer|kwh|kg|resor|resa|gang|flyg|avdelning|namnd"
    r"|kvart|halv|portion|smorgas|stol|bulla|kak|procent|kanel|allergier|sid|rader|verk|meter|grader|orter|byar|platser"
    r"|uppdrag|bygge)\w*|tim|min|kr|km|tag|ar|h|kok)$"
)
TOTALS = frozenset(words("pers personer person deltagare deltagarna delt st stycken styck man folk p pax manniskor"))
ME = frozenset(words("jag undertecknad mig mej"))
PRONOUNS = frozenset(words("hon han ho"))
DETERMINERS = frozenset(
    words(
        "min mitt mina var vart vara hans hennes deras de di dem dom den det dessa han hon ho oss vi alla bada bagge "
        "samtliga vice v bitradande tf"
    )
)
NOT_ONE = frozenset(words("varje ingen nagon fran ifran i till pa hos"))  # after these a word is nobody
AND = frozenset(words("och samt plus jamte + & ihop"))
COMMA = frozenset((",", ";", "/"))
FROM = frozenset(words("fran ifran"))
EACH = frozenset(words("vardera varsin"))
VERBS = frozenset(words("hade skulle slapp fick rattade korde slipper skippade ville behovde orkade"))
STOP = frozenset(  # words of a clause that are no nouns and no names
    words(
        "att vi sen och men det som den sa har hade var ska skulle fick tog korde slapp slipper slippa dar nar ar "
        "blev ju nu da till fran ifran pa med dit hem bara alltsa egentligen fysiskt hela alla annars ocksa sedan i "
        "av om vid via for per kl inte ej aldrig istallet stallet satt sitter kom kommer reste akte rest akt aka resa "
        "kort kora tagit ta behovde sparade skippade ville orkade hann ratta ratade bor jobbar hos eller utan fast "
        "samt plus ifall ringde pratade talade traffades sags motte hit bort hemma mellan under over efter innan fore "
        "ovan inklusive stannade gick ersatte ersatter loggade deltog lat fanns sade sager tyckte tankt tankte "
        "planerat tack hej tag taget buss bussen bil bilen taxi flyg flyget elbil resan samakning bilar resande "
        "resenarer akande darifran harifran kvar bade varav varsin vardera samma andra forsta sista nasta ny nytt nya "
        "god bra vart varit hallit mot trots enligt vilka vem vad hur nagon nagra ingen inga inget allt man mycket "
        "mer dessutom tyvarr ensam samrad samradet foraldraradet byaradet nej nja nae ja jo jaha joda hm"
    )
)


def is_thing(word: str) -> bool:
    """A noun of what is counted and is no people."""
    return THINGS.match(word) is not None and PERSONS.match(word) is None


def is_people(word: str) -> bool:
    """A noun of people, in any number."""
    if word in {"var", "vara"}:
        return False
    return any(form.match(one) for form in (PERSONS, OFFICE) for one in (word, word.removesuffix("er")) if len(one) > 2)
