"""Whether a sentence tells somebody to do something: Swedish imperatives that stand in help texts."""

from chatbot.packs.lint.scene import words_of

# The imperative of the second and third conjugation is the stem, which no rule tells from a noun: hence a list.
SHORT = """
    skriv välj tryck håll dra sätt ställ lägg ta ge gör gå kom se säg ring byt följ stäng släng vänd böj rör låt
    läs hör höj sänk lyft skjut flytt stryk sök slå stå sitt bjud bind fyll känn glöm kör köp lär led leta lös
    räck ryck skilj skicka ström styr stöd svep sväng tänd tänk vik väg vänta värm var vidta utse utgå
    be bed bered bestäm begär börja beskriv beslut betänk erbjud förbered fördel förklara förtydliga försök
    genomför inled inför inse intyg koppla kalla meddel motta mät möt nämn placera ordna pröva pek planer påminn
    redogör rekommender rensa rita räkna samla samråd spela spar skydd skaffa starta stanna stava strunta
    tillåt släpp ha fäll beställ fortsätt felanmäl vrid väck återställ jämför utför välkomna
    tillfråga titta trösta träna underlätta undvik uppge upprepa ursäkta utnyttja utgör utred utse
    välkomna vägled överlåt överlägg överväg understryk fäst riktatill rikta dämp sudda behåll återgå återkom
    avsluta avstå avbryt avboka anslut anmäl anteckna anpassa använd ange anlita avtala avgör lämna logga
    """
IMPERATIVES = frozenset(SHORT.split())
# The first conjugation's imperative ends in -a: "klicka", "öppna", "kontrollera".
NOT_A_VERB = """
    alla andra bara samma sista första flera gärna sedan sidan rutan raden delen gånger dina mina era våra egna
    denna dessa detta inga många båda bra ja sitta höra nya rätta vanliga lilla stora gamla röda gröna blå vita svarta
    grå extra hela kamera meta data schema tema panorama agenda propaganda villa kvarta veta vara kunna ska måste
    vilja få lika olika övre nedre vissa annat andra ofta ibland ungefära tredje fjärde enda förra
    """
NOT_VERBS = frozenset(NOT_A_VERB.split())
LEAD = 12  # words: a place or condition may stand first ("I mobilen:", "Om du inte ser knappen,")


def has_imperative(text: str) -> bool:
    """Whether one of the first words is an imperative."""
    return any(_imperative(word) for word in words_of(text)[:LEAD])


def _imperative(word: str) -> bool:
    return word in IMPERATIVES or (len(word) > 3 and word.endswith("a") and word not in NOT_VERBS)
