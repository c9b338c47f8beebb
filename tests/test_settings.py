"""Settings: where they come from, which wins, and what is said of a wrong one."""

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from chatbot.errors import UsageError
from chatbot.settings import read_settings, root_settings, section

SECTIONS = ("web",)


class WebLike(BaseModel):
    """Stands for an adapter's own model."""

    model_config = ConfigDict(extra="forbid")
    port: int = 1
    token: str = ""


def test_the_stronger_source_wins(tmp_path: Path) -> None:
    """Defaults, then resfri.toml, then the environment, then secret files."""
    (tmp_path / "resfri.toml").write_text('locale = "en"\n[web]\nport = 2\ntoken = "toml"\n')
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "resfri_web__token").write_text("from-file\n")
    raw = read_settings({"RESFRI_WEB__PORT": "3", "RESFRI_WEB__TOKEN": "env"}, tmp_path, secrets)
    assert root_settings(raw, SECTIONS).locale == "en"
    assert section(raw, "web", WebLike) == WebLike(port=3, token="from-file")


def test_nothing_set_gives_a_file_in_the_users_folder(tmp_path: Path) -> None:
    """No setting is needed: the database is a file in the data folder."""
    settings = root_settings(read_settings({"RESFRI_DATA": str(tmp_path)}, tmp_path, tmp_path / "none"), SECTIONS)
    assert settings.database_url == f"sqlite:///{tmp_path / 'resfri.sqlite3'}"


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"RESFRI_DATABSE": "x"}, "Menade du RESFRI_DATABASE?"),
        ({"RESFRI_WBE__PORT": "1"}, "Menade du RESFRI_WEB?"),
        ({"RESFRI_XYZQWJ": "1"}, "RESFRI_XYZQWJ finns inte"),
    ],
)
def test_an_unknown_key_is_named_with_the_nearest(tmp_path: Path, environ: dict[str, str], expected: str) -> None:
    """A typo in a setting is refused, never ignored."""
    with pytest.raises(UsageError) as caught:
        root_settings(read_settings(environ, tmp_path, tmp_path / "none"), SECTIONS)
    assert expected in str(caught.value)


def test_an_adapters_key_and_value_are_checked_without_showing_the_value(tmp_path: Path) -> None:
    """The sentence names the setting, never what stood in it."""
    with pytest.raises(UsageError, match="RESFRI_WEB__PORT") as caught:
        section(read_settings({"RESFRI_WEB__PORT": "planted"}, tmp_path, tmp_path / "none"), "web", WebLike)
    assert "planted" not in str(caught.value)
    with pytest.raises(UsageError, match="Menade du RESFRI_WEB__TOKEN"):
        section(read_settings({"RESFRI_WEB__TOKN": "planted"}, tmp_path, tmp_path / "none"), "web", WebLike)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    """A resfri.toml that is no TOML gives its path and the reason."""
    (tmp_path / "resfri.toml").write_text("locale = \n")
    with pytest.raises(UsageError, match=r"resfri\.toml"):
        read_settings({}, tmp_path, tmp_path / "none")


def test_packs_are_split_at_colons(tmp_path: Path) -> None:
    """RESFRI_PACKS names several folders."""
    raw = read_settings({"RESFRI_PACKS": "/a:/b"}, tmp_path, tmp_path / "none")
    assert root_settings(raw, SECTIONS).packs == (Path("/a"), Path("/b"))
