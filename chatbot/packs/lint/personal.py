"""Personal data in a text: personnummer, phone numbers and e-mail addresses."""

import re

from chatbot.errors import N_, Notice, notice

PERSON = re.compile(r"(?<!\d)(?:19|20)?(\d{2})(0[1-9]|1[0-2])(\d{2})[-+ ]?(\d{4})(?!\d)")
PHONE = re.compile(r"(?<![\d/.])(?:\+46|0046|0)[ -]?\d(?:[ -]?\d){6,10}(?!\d)")
ANY = re.compile(r"[\d@]")  # none of them is without
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w{2,}")


def personal_data(text: str) -> Notice | None:
    """What kind of personal data the text seems to hold, as a sentence."""
    if not ANY.search(text):
        return None
    for found in PERSON.finditer(text):
        day = int(found[3])
        if (1 <= day <= 31 or 61 <= day <= 91) and _luhn("".join(found.groups())):
            return notice(N_("Texten har ett personnummer."))
    if MAIL.search(text):
        return notice(N_("Texten har en e-postadress."))
    if PHONE.search(text):
        return notice(N_("Texten har ett telefonnummer."))
    return None


def _luhn(digits: str) -> bool:
    """The check digit of a personnummer (Skatteverket: modulus 10 with weights 2, 1, 2, 1 …)."""
    total = 0
    for at, digit in enumerate(digits):
        product = int(digit) * (2 - at % 2)
        total += product // 10 + product % 10
    return total % 10 == 0
