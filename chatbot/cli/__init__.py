"""The command line. Commands and flags are English, what they print is Swedish (or `--lang en`).

Each command says whether it only reads (may run beside a server) or is refused while one runs on the same SQLite
file. A command's module is imported when it is used.
"""

import contextlib
import importlib
import logging
import os
import sys
from collections.abc import Iterator, Sequence

import click

from chatbot.errors import ResfriError
from chatbot.i18n import translator

COMMANDS = ("ask", "chat", "db", "demo", "doctor", "groups", "meetings", "outbox", "packs", "parse", "people", "run")


class Lazy(click.Group):
    """Finds a command's module by its name, so that `resfri --help` and each start stay quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted((*COMMANDS, *_adapters_with_commands()))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return _of_adapter(cmd_name)
        command: click.Command = importlib.import_module(f"chatbot.cli.{cmd_name}").command
        return command


def _adapters_with_commands() -> Iterator[str]:
    """Those that `resfri --help` lists; a wrong setting must not take the help away, so its adapter is left out."""
    from chatbot.plugins import adapter_names

    for name in adapter_names():
        with contextlib.suppress(ResfriError):
            if name not in COMMANDS and _of_adapter(name) is not None:
                yield name


def _of_adapter(name: str) -> click.Command | None:
    """The commands that an adapter brings: `resfri slack manifest`."""
    from chatbot import app
    from chatbot.plugins import adapter_names, load_adapter

    return app.configure(app.options(), load_adapter(name)).cli if name in adapter_names() else None


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--lang", metavar="SPRÅK", help="Språk för det som skrivs ut: sv eller en.")
@click.version_option(package_name="resfri", prog_name="resfri")
def root(lang: str | None) -> None:
    """Resfri hjälper grupper att mötas utan att resa. Börja med: resfri run"""
    if lang:
        os.environ["RESFRI_LOCALE"] = lang


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; a fault of the user's or the surroundings is one sentence and exit code 1 or 2."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        root.main(arguments, prog_name="resfri", standalone_mode=False)
    except ResfriError as error:
        _fail(translator(os.environ.get("RESFRI_LOCALE", "sv")).tell(error), error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone; nothing is left to say
        sys.exit(1)


def _fail(sentence: str, code: int) -> None:
    click.echo(sentence, err=True)
    sys.exit(code)


__all__ = ["COMMANDS", "main", "root"]
