"""What doctor tells of Telegram: whether the token is right, what the bot hears in groups, and the webhook."""

from collections.abc import Sequence

from telegram import Bot, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from chatbot.errors import N_, notice
from chatbot.ports import Check
from chatbot_adapters.telegram.opening import WRONG_TOKEN


async def checked(bot: Bot, url: str) -> Sequence[Check]:
    """Asked of Telegram now; `url` is the webhook's address in the settings, "" when it is polled."""
    try:
        async with bot:
            me, webhook = bot.bot, await bot.get_webhook_info()
    except InvalidToken:
        return [Check("telegram", False, notice(WRONG_TOKEN))]
    except TelegramError:
        hint = notice(N_("Kontrollera nätet och RESFRI_TELEGRAM__BASE_URL."))
        return [Check("telegram", False, notice(N_("Telegram går inte att nå")), hint)]
    told = notice(N_("Telegram svarar som @{name}"), name=me.username or "")
    hears = notice(N_("I grupper hör boten bara det som börjar med / eller nämner den. Det räcker för Resfri."))
    answers = Check("telegram", True, told, None if me.can_read_all_group_messages else hears)
    return [answers, *_webhook(webhook, url)]


def _webhook(known: WebhookInfo, url: str) -> Sequence[Check]:
    if url and known.url == url and known.last_error_message:
        failed = notice(N_("Telegram kunde senast inte skicka till oss: {reason}"), reason=known.last_error_message)
        hint = notice(N_("Se till att {url} går att nå från internet, med ett certifikat som gäller."), url=url)
        return [Check("telegram webhook", False, failed, hint)]
    if url and known.url == url:
        return [Check("telegram webhook", True, notice(N_("Telegram skickar till {url}"), url=url))]
    if url:
        away = notice(N_("Telegram har inte vår adress än. Resfri lämnar den vid start."))
        return [Check("telegram webhook", True, away)]
    if known.url:
        other = notice(N_("Telegram skickar till {url}, så ingen annan får fråga."), url=known.url)
        hint = notice(N_("Stoppa den som tar emot där, eller starta om Resfri: då tas adressen bort."))
        return [Check("telegram webhook", False, other, hint)]
    return []
