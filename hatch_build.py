"""Build hook: a standard wheel carries the packs and the catalogues (compiled) under `chatbot/_data`."""

import io
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class DataHook(BuildHookInterface[Any]):
    """Puts `knowledge/` and `locales/` where `chatbot.resources` looks for them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Only a standard wheel: an editable install reads the checkout."""
        if self.target_name != "wheel" or version != "standard":
            return
        root = Path(self.root)
        include: dict[str, str] = build_data["force_include"]
        include[str(root / "knowledge")] = "chatbot/_data/knowledge"
        for source in sorted((root / "locales").glob("*/LC_MESSAGES/chatbot.po")):
            language = source.parent.parent.name
            include[str(_compiled(source, Path(self.directory)))] = (
                f"chatbot/_data/locales/{language}/LC_MESSAGES/chatbot.mo"
            )


def _compiled(source: Path, folder: Path) -> Path:
    buffer = io.BytesIO()
    with source.open("rb") as file:
        write_mo(buffer, read_po(file))
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{source.parent.parent.name}.mo"
    target.write_bytes(buffer.getvalue())
    return target
