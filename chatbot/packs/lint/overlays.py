"""Rules for what a pack replaces or hides of the packs below it, and whether that has changed since."""

from collections.abc import Iterator

from chatbot.errors import N_, notice
from chatbot.packs.document import Document, read_document
from chatbot.packs.lint.scene import GuideFile, Scene
from chatbot.packs.overlay import mark
from chatbot.packs.problems import Problem
from chatbot.packs.read import MANIFEST, Pack


def replaced(one: GuideFile, scene: Scene) -> Iterator[Problem]:
    """A guide that stands in another's place says which edition it was written from, so that drift is seen."""
    overlay = scene.over.get(one.guide.id)
    if overlay is None or overlay.guide is None:
        if one.guide.replaces:
            text = notice(N_("Det finns ingen guide i ett annat paket att ersätta."))
            hint = notice(N_("Ta bort raden ersätter, eller rätta id."))
            yield one.document.problem(("ersätter",), "base-gone", text, hint, "warning")
        return
    pack, now = overlay.base.pack, mark(overlay.base)
    if overlay.drift == "changed":
        text = notice(N_("Guiden i paketet {pack} har ändrats sedan den ersattes."), pack=pack)
        hint = notice(N_("Jämför med {file} och skriv sedan ersätter: {mark}"), file=overlay.base.file, mark=now)
        yield one.document.problem(("ersätter",), "base-changed", text, hint, "warning")
    elif overlay.drift == "unmarked":
        text = notice(N_("Guiden ersätter en i paketet {pack}, men säger inte vilken utgåva av den."), pack=pack)
        hint = notice(N_("Skriv ersätter: {mark} så får du veta när den ändras."), mark=now)
        yield one.document.problem(("id",), "replaces-unmarked", text, hint, "warning")
    else:
        text = notice(N_("Guiden ersätter en i paketet {pack}, som inte har ändrats sedan dess."), pack=pack)
        yield one.document.problem(("ersätter",), "replaces", text, None, "info")


def hidden(pack: Pack, scene: Scene) -> Iterator[Problem]:
    """What the pack hides, and whether that is there to be hidden."""
    document = read_document(pack.folder / MANIFEST)
    for at, id in enumerate(pack.manifest.hide):
        if not isinstance(document, Document):
            return
        overlay = scene.over.get(id)
        if overlay is None:
            text = notice(N_("Det finns ingen guide med id {id} att dölja."), id=id)
            hint = notice(N_("Rätta id eller ta bort det."))
            yield document.problem(("dölj", at), "hides-nothing", text, hint, "warning")
        elif overlay.guide is None:
            text = notice(
                N_("Paketet döljer {title} i paketet {pack}."), title=overlay.base.title, pack=overlay.base.pack
            )
            yield document.problem(("dölj", at), "hides", text, None, "info")


RULES = (replaced,)
