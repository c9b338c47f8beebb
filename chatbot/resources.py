"""Where the data lies: in the wheel under `chatbot/_data`, or beside the package in a checkout."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
MARKUP = PACKAGE / "markup"  # templates that everything which shows posts as HTML shares


def data_folder(name: str) -> Path:
    """The folder `knowledge` or `locales`; the wheel's copy if there is one, else the checkout's."""
    packed = PACKAGE / "_data" / name
    return packed if packed.is_dir() else PACKAGE.parent / name


def packs_folder() -> Path:
    """The folder of the packs that are shipped."""
    return data_folder("knowledge")


def locales_folder() -> Path:
    """The folder of the message catalogues."""
    return data_folder("locales")
