"""Whether two logged meetings of a group are one and the same (pure)."""

from typing import Literal

from chatbot.meetings.meeting import Meeting

APART_MIN = 30  # starts this near each other are of the same meeting

Likeness = Literal["same", "maybe"]


def likeness(one: Meeting, other: Meeting) -> Likeness | None:
    """ "same" where day and start agree; "maybe" where a start is missing but people and place agree; else None."""
    if one.date != other.date:
        return None
    if one.start and other.start:
        apart = abs(_minutes(one) - _minutes(other))
        return "same" if apart <= APART_MIN else None
    agree = one.participants == other.participants and one.place == other.place
    return "maybe" if agree else None


def _minutes(meeting: Meeting) -> int:
    return meeting.start.hour * 60 + meeting.start.minute if meeting.start else 0
