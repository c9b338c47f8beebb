"""Meetings so unusual that they are confirmed before they count, and shown to a coordinator (pure)."""

from collections.abc import Iterator

from chatbot.errors import N_, Notice, notice
from chatbot.meetings.meeting import Meeting
from chatbot.packs.distances import Distances
from chatbot.packs.places import Places

MOST_TRAVELLERS = 50
FARTHEST_M = 300_000  # metres one way
MOST_A_DAY = 8  # meetings one person logs in a day


def doubts(meeting: Meeting, logged_today: int, distances: Distances, places: Places) -> Iterator[Notice]:
    """What to ask about before it is stored."""
    travelling = sum(who.count for who in meeting.travellers)
    if travelling > MOST_TRAVELLERS:
        yield notice(N_("{count} personer hade rest. Det är ovanligt många."), count=travelling)
    for who in meeting.travellers:
        metres = distances.between(who.origin or "", meeting.place or "", places).metres
        if metres > FARTHEST_M:
            said = N_("Från {origin} till {place} är det {km} km. Det är ovanligt långt.")
            yield notice(said, origin=who.origin or "", place=meeting.place or "", km=round(metres / 1000))
    if logged_today >= MOST_A_DAY:
        yield notice(N_("Du har loggat {count} möten i dag. Det är ovanligt många."), count=logged_today)
