"""For doctor: whether each page in the settings has a board to show."""

from collections.abc import Sequence

from chatbot.errors import N_, notice
from chatbot.pages.names import slug, subject_of
from chatbot.pages.settings import PagesSettings
from chatbot.ports import Check
from chatbot.store import Store
from chatbot.store.groups import organisations


def page_checks(settings: PagesSettings, store: Store) -> Sequence[Check]:
    """A line for each name with a token; never the token."""
    known = store.read(organisations)
    hint = notice(
        N_("Inget förbund och ingen organisation heter så, eller så heter flera det. Rätta RESFRI_PAGES__TOKENS.")
    )
    found = [(name, subject_of(slug(name), known) is not None) for name in settings.tokens]
    text = N_("Topplistans sida: {name}")
    return [Check("sida", ok, notice(text, name=name), None if ok else hint) for name, ok in found]
