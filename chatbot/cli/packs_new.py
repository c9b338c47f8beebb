"""`resfri packs new`: five questions, and a guide to go on with. What is wrong is told where it was typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from chatbot import app
from chatbot.answers import Unsure, answer
from chatbot.clock import local, system_clock
from chatbot.errors import N_, ResfriError, UsageError
from chatbot.fallback import pick
from chatbot.i18n import Translator, translator
from chatbot.messages import Action
from chatbot.packs import Guide, Library, Sketch, guide_id, scaffold

MANIFEST = "pack.yaml"


@click.command(name="new")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def new_command(folder: Path) -> None:
    """Börja på en ny guide i ett paket genom att svara på fem frågor. Får köras medan Resfri kör."""
    if not (folder / MANIFEST).is_file():
        said = N_("{folder} är inget kunskapspaket, för där finns ingen pack.yaml. Välj paketets mapp.")
        raise UsageError(said, folder=folder)
    chosen = app.options()
    asking = Asking(folder, app.load_packs(chosen.settings, system_clock).library, translator(chosen.settings.locale))
    title = asking.title()
    if not asking.goes_on(_likes(title, asking.library, chosen), guide_id(title)):
        return
    sketch = asking.rest(title)
    file = asking.file(title)
    day = local(system_clock()).date()
    head = f"# Påbörjad {day}. Skriv 8 till 12 frågor, minst 3 testfrågor rätt och 2 fel.\n"
    _save(file, head + scaffold(sketch))
    asking.tell_done(file, sketch)


@dataclass(frozen=True, slots=True)
class Asking:
    """The questions, in the coach's language; `library` holds what is there already."""

    folder: Path
    library: Library
    t: Translator

    def title(self) -> str:
        """What the guide is called: a name that no guide of the pack has."""
        while True:
            title = str(click.prompt(self.t._("1. Vad ska guiden heta?"))).strip()
            if not guide_id(title):
                click.echo(self.t._("Skriv en titel med bokstäver."))
            elif self._taken(title):
                said = N_("Det finns redan en guide i {file}. Skriv ett annat namn, eller ändra i filen.")
                click.echo(self.t._(said, file=str(self._taken(title))))
            else:
                return title

    def _taken(self, title: str) -> Path | None:
        """The file of the pack that has the title's id already."""
        there = self.library.guide(guide_id(title))
        if there and there.file.resolve().is_relative_to(self.folder.resolve()):
            return there.file
        file = self.file(title)
        return file if file.exists() else None

    def file(self, title: str) -> Path:
        """Where the guide is written."""
        return self.folder / "guider" / f"{guide_id(title)}.yaml"

    def goes_on(self, likes: Sequence[Guide], id: str) -> bool:
        """Whether a coach who has heard of a like one goes on."""
        t = self.t
        there = self.library.guide(id)
        if there:
            said = N_("Det finns redan en guide som heter {title}. Din ersätter den. Vill du det? Svara ja eller nej")
            likes, asked = (there,), t._(said, title=there.title)
        else:
            said = N_("Det finns en guide som liknar din: {titles}. Vill du skriva en ny ändå? Svara ja eller nej")
            asked = t._(said, titles=", ".join(one.title for one in likes))
        if not likes or self._yes(asked):
            return True
        click.echo(t._("Inget är skrivet. Titta på den som finns med: resfri packs preview {id}", id=likes[0].id))
        return False

    def _yes(self, asked: str) -> bool:
        """Whether the coach says yes: "ja", "j" and "yes" do."""
        return str(click.prompt(asked, default=self.t._("nej"))).strip().lower()[:1] in {"j", "y"}

    def rest(self, title: str) -> Sketch:
        """The four other questions."""
        t = self.t
        area = self._area()
        question = click.prompt(t._("3. Hur frågar en deltagare efter det här?"))
        step = click.prompt(t._("4. Vad gör man först? Börja med ett verb"))
        test = click.prompt(t._("5. Hur skulle någon annan fråga, med helt andra ord?"))
        return Sketch(title, area, (question,), (step,), (test,))

    def _area(self) -> str:
        """One of the areas that are there, by its number, name or id; a new one only after a yes."""
        t = self.t
        choices = [Action(name, "", id) for id, name in self.library.areas.items()]
        for number, choice in enumerate(choices, 1):
            click.echo(f"  {number}. {choice.label} ({choice.value})")
        while True:
            said = str(click.prompt(t._("2. Vilket område hör den till? Skriv numret eller namnet")))
            picked = said.strip() if said.strip() in self.library.areas else getattr(pick(said, choices), "value", "")
            if picked:
                return picked
            new = guide_id(said)
            if not new or said.strip().isdecimal():
                click.echo(t._("Välj ett av områdena ovanför."))
            elif self._yes(t._("Området {area} finns inte. Vill du göra ett nytt? Svara ja eller nej", area=new)):
                return new

    def tell_done(self, file: Path, sketch: Sketch) -> None:
        """Where it is, and what to do next."""
        t = self.t
        said = N_("Guiden är påbörjad i {file}. Kontrollera den med: resfri packs lint {folder}")
        click.echo(t._(said, file=str(file), folder=str(self.folder)))
        if sketch.area not in self.library.areas:
            said = N_("Området är nytt. Ge det ett namn i {file}, under områden: så här: {area}: Områdets namn")
            click.echo(t._(said, file=str(self.folder / MANIFEST), area=sketch.area))


def _save(file: Path, contents: str) -> None:
    """Write a new file. Where that cannot be, what was typed is shown, and `ResfriError` raised."""
    try:
        file.parent.mkdir(exist_ok=True)
        with file.open("x", encoding="utf-8") as opened:
            opened.write(contents)
    except OSError:
        click.echo(contents)
        said = N_(
            "Filen {file} går inte att skriva. Guiden står här ovanför: spara den som en fil i paketets mapp guider."
        )
        raise ResfriError(said, file=file) from None


def _likes(title: str, library: Library, chosen: app.Options) -> list[Guide]:
    """The guide that answers the title as a question, if there is one."""
    found = answer(title, app.index_of(library, chosen.settings))
    ids = [found.choices[0]] if isinstance(found, Unsure) else [getattr(found, "guide_id", "")]
    return [library.guides[id] for id in ids if id in library.guides]
