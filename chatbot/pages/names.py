"""What a page is called in settings and addresses, and which federation's board it shows."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.store.groups import Organisation

NOT_PLAIN = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose page it is. An organisation's page shows its federation's board, the one its people get in the chat."""

    title: str
    federation: str
    federation_id: int


def slug(name: str) -> str:
    """A name as it stands in an address: "Dals-Eds kommun, Åmål" -> "dals-eds-kommun-amal"."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return NOT_PLAIN.sub("-", "".join(letter for letter in letters if not unicodedata.combining(letter))).strip("-")


def subject_of(name: str, known: Sequence[Organisation]) -> Subject | None:
    """The federation of that slug, else the organisation; None if there is none, or more than one to choose from."""
    federations = {Subject(one.federation, one.federation, one.federation_id) for one in known}
    organisations = {Subject(one.name, one.federation, one.federation_id) for one in known}
    for subjects in (federations, organisations):
        found = [subject for subject in subjects if slug(subject.title) == name]
        if found:
            return found[0] if len(found) == 1 else None
    return None
