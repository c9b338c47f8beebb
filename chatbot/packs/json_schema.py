"""The JSON Schema of a guide, from the model that reads the files, so that editors complete and explain the keys."""

from typing import Any

from chatbot.packs.schema import GuideModel

DRAFT = "https://json-schema.org/draft/2020-12/schema"
# What a coach reads in the editor when the pointer rests on a key.
EXPLAINED = {
    "id": "Guidens namn i systemet, samma som filnamnet. Bara a-z, siffror och bindestreck.",
    "titel": "Rubriken som deltagaren ser.",
    "område": "Vilket område guiden hör till, ett av områdena i pack.yaml.",
    "frågor": "8 till 12 sätt att fråga, som olika människor skulle säga det.",
    "nyckelord": "Ord som hör till saken.",
    "symptom": "Vad personen ser eller hör när det behövs.",
    "steg": "Det man gör, ett i taget. Varje steg börjar med ett verb.",
    "varianter": "Stegen för ett visst verktyg, när de skiljer sig från de gemensamma.",
    "förtydligande": "Frågan som skiljer den här guiden från dem den förväxlas med.",
    "se_även": "Andra guider som hör ihop med den här.",
    "förväxlas_med": "Guider som folk ofta blandar ihop med den här.",
    "källa": "Varifrån uppgiften kommer.",
    "ägare": "Vem som ansvarar: en roll eller ett namn.",
    "svårighet": "1 är lätt, 3 är svårt.",
    "coachråd": "Ett råd till coachen.",
    "granskad": "När någon klickade sig igenom stegen, och vem. Skriv det först när det är gjort.",
    "testfrågor": "Frågor som ska hitta guiden, och frågor som inte ska göra det.",
    "ersätter": "Märket på den guide i ett annat paket som den här ersätter. Kontrollen säger vilket det är.",
    "rätt": "Frågor som ska hitta guiden. Inte samma som står bland frågorna.",
    "fel": "Frågor som hör till en annan guide.",
    "text": "Vad man gör, i en mening.",
    "gick_det": "En fråga efter steget som man kan svara ja eller nej på.",
    "bild": "En bild till steget.",
    "gäller": "Vilka enheter eller roller steget är för.",
    "fil": "Bildens fil, räknat från paketets mapp.",
    "alt": "Vad man ser på bilden, för den som inte ser den.",
    "enhet": "Till exempel dator, mobil eller surfplatta.",
    "roll": "Till exempel deltagare eller mötesledare.",
    "belägg": "Hur säkert det är: provat (en människa har klickat), sett (läst i en källa) eller minne.",
    "fråga": "Frågan som ställs tillbaka.",
    "svar": "Varje svar och id på den guide det leder till.",
    "namn": "Källans namn.",
    "adress": "Källans adress på webben.",
    "datum": "Dagen, till exempel 2026-11-23.",
    "av": "Vem som provade.",
}


def guide_schema() -> dict[str, Any]:
    """The schema of a guide file, with a Swedish description of every key."""
    schema = GuideModel.model_json_schema(by_alias=True)
    parts = [schema, *schema.get("$defs", {}).values()]
    for part in parts:
        part.pop("title", None)
        part.pop("description", None)
        for key, value in part.get("properties", {}).items():
            value.pop("title", None)
            value["description"] = EXPLAINED[key]
    step = schema["$defs"]["StepModel"]
    schema["$defs"]["StepModel"] = {"anyOf": [{"type": "string", "description": EXPLAINED["text"]}, step]}
    return {"$schema": DRAFT, "title": "Resfri: en guide", **schema}
