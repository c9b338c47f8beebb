"""How fast Slack lets an app call: one message a second to a channel, and so many calls of a kind a minute.

Slack counts by the minute and tells no more than a floor ("100+"). Here a fifth of it is kept to a fifth of the time,
so that nobody waits long behind a crowd.
"""

from collections.abc import Sequence

from chatbot.messages import Delete, Edit, Home, Item, Place, Post, Upload
from chatbot.pace import Limit

BURST = 3  # messages to one channel that may follow each other at once: an answer of several parts
SPAN_S = 12.0
MESSAGES = Limit("messages", 60, SPAN_S)  # to all channels: several hundred a minute
FEW = 10  # tier 3: 50 a minute
MORE = 20  # tier 4: 100 a minute


def limits(item: Item, place: Place, *, private: bool) -> Sequence[Limit]:
    """What holds for showing an item; `private` = to one person in a channel.

    Forms have none: a ticket holds three seconds, so Slack is asked rather than waited for.
    """
    match item:
        case Post() if private:
            return (Limit("private", MORE, SPAN_S),)
        case Post():
            return Limit(place.channel, BURST, float(BURST)), MESSAGES
        case Upload():
            return Limit(place.channel, BURST, float(BURST)), Limit("files", MORE, SPAN_S)
        case Edit():
            return (Limit("edits", FEW, SPAN_S),)
        case Delete():
            return (Limit("deletions", FEW, SPAN_S),)
        case Home():
            return (Limit("pages", MORE, SPAN_S),)
        case _:
            return ()
