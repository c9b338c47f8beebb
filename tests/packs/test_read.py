"""Folders of packs read into one library."""

from datetime import date
from pathlib import Path

from chatbot.i18n import translator
from chatbot.packs import Loaded, problem_line, read_packs
from chatbot.resources import packs_folder

TODAY = date(2026, 11, 23)
GUIDE = "id: {id}\ntitel: {title}\nområde: {area}\nfrågor: [{title}?]\nsteg: [Gör så.]\n"


def make_pack(folder: Path, manifest: str = "", **guides: str) -> Path:
    """A pack with guides by id (underscore for hyphen) and title."""
    (folder / "guider").mkdir(parents=True)
    (folder / "pack.yaml").write_text(f"namn: {folder.name}\n{manifest}", "utf-8")
    for name, title in guides.items():
        id = name.replace("_", "-")
        text = GUIDE.format(id=id, title=title, area="ljud")
        (folder / "guider" / f"{id}.yaml").write_text(text, "utf-8")
    return folder


def rules(loaded: Loaded) -> list[str]:
    """The rules broken."""
    return [problem.rule for problem in loaded.problems]


def test_a_folder_of_packs_and_a_pack(tmp_path: Path) -> None:
    """A folder that is no pack is walked one level; a pack is read itself."""
    make_pack(tmp_path / "alla" / "ett", a="A")
    make_pack(tmp_path / "eget", b="B")
    loaded = read_packs([tmp_path / "alla", tmp_path / "eget"], TODAY)
    assert set(loaded.library.guides) == {"a", "b"}
    assert loaded.problems == ()


def test_guides_stand_in_swedish_order(tmp_path: Path) -> None:
    """Å, Ä and Ö come last, in that order."""
    make_pack(tmp_path / "p", a="Ärta", b="Zon", c="Åka", d="Öra")
    library = read_packs([tmp_path / "p"], TODAY).library
    assert [guide.title for guide in library.guides.values()] == ["Zon", "Åka", "Ärta", "Öra"]
    assert [guide.id for guide in library.in_area("ljud")] == ["b", "c", "a", "d"]


def test_a_broken_guide_is_left_out_and_the_rest_works(tmp_path: Path) -> None:
    """One broken file is told of with file and line; the others are read."""
    folder = make_pack(tmp_path / "p", a="A", b="B")
    broken = folder / "guider" / "b.yaml"
    broken.write_text("id: b\n\ttitel: B\n", "utf-8")
    loaded = read_packs([folder], TODAY)
    assert set(loaded.library.guides) == {"a"}
    assert [problem_line(problem, translator()) for problem in loaded.problems] == [
        f"{broken}:2: Raden är indragen med en tabb. Byt tabben mot mellanslag."
    ]


def test_a_later_pack_replaces_and_hides(tmp_path: Path) -> None:
    """Priority decides over the order given; `dölj` takes a guide away."""
    local = make_pack(tmp_path / "lokalt", "prioritet: 50\ndölj: [b]\n", a="Vårt A")
    base = make_pack(tmp_path / "bas", a="A", b="B", c="C")
    library = read_packs([local, base], TODAY).library
    assert {guide.title for guide in library.guides.values()} == {"Vårt A", "C"}


def test_the_same_id_twice_in_a_pack(tmp_path: Path) -> None:
    """Two files with one id: the first holds, and it is told."""
    folder = make_pack(tmp_path / "p", a="A")
    (folder / "guider" / "b.yaml").write_text(GUIDE.format(id="a", title="B", area="ljud"), "utf-8")
    loaded = read_packs([folder], TODAY)
    assert loaded.library.guides["a"].title == "A"
    assert "duplicate-id" in rules(loaded)


def test_no_pack_in_the_folder(tmp_path: Path) -> None:
    """An empty or missing folder is a finding."""
    assert rules(read_packs([tmp_path, tmp_path / "saknas"], TODAY)) == ["no-pack", "no-pack"]


def test_a_broken_manifest_does_not_lose_the_guides(tmp_path: Path) -> None:
    """The guides are read even when pack.yaml is wrong."""
    folder = make_pack(tmp_path / "p", "versjon: 1\n", a="A")
    loaded = read_packs([folder], TODAY)
    assert set(loaded.library.guides) == {"a"}
    assert rules(loaded) == ["extra-forbidden"]


def test_reviewed_in_the_future(tmp_path: Path) -> None:
    """A review dated after today is told of."""
    folder = make_pack(tmp_path / "p")
    text = GUIDE.format(id="a", title="A", area="ljud") + "granskad: {datum: 2027-01-01, av: Eva}\n"
    (folder / "guider" / "a.yaml").write_text(text, "utf-8")
    assert rules(read_packs([folder], TODAY)) == ["reviewed-ahead"]


def test_catalogue_words_and_referrals(tmp_path: Path) -> None:
    """The other files of a pack are read, and their broken rows told of."""
    folder = make_pack(tmp_path / "p", "områden: {ljud: Ljud}\n")
    header = "id\ttitel\tomrade\tplattformar\tsvarighet\tforvaxlas_med\n"
    rows = "a\tA\tljud\tteams,zoom\t2\tb,c\nb\tB\tljud\tnone\t9\t\n"
    (folder / "katalog.tsv").write_text(header + rows, "utf-8")
    (folder / "ordlista.yaml").write_text("synonymer: [[mick, mikrofon]]\nlånord: {mute: [tysta]}\n", "utf-8")
    (folder / "utanfor.yaml").write_text("hänvisningar: [{id: x, svar: Nej., ord: [toner]}]\n", "utf-8")
    loaded = read_packs([folder], TODAY)
    library = loaded.library
    assert library.catalogue["a"].platforms == ("teams", "zoom")
    assert library.lexicon.synonyms == (("mick", "mikrofon"),)
    assert library.lexicon.loans == {"mute": ("tysta",)}
    assert library.referrals["x"].sentence == "Nej."
    assert library.area_name("ljud") == "Ljud"
    assert [(problem.line, problem.rule) for problem in loaded.problems] == [(3, "catalogue-row")]


def test_search_by_word(tmp_path: Path) -> None:
    """Browsing by word: every word must be there, titles first, with or without dots, also inside compounds."""
    make_pack(tmp_path / "p", a="Dela skärmen", b="Möteslänk", c="Lämna mötet")
    library = read_packs([tmp_path / "p"], TODAY).library
    assert [guide.id for guide in library.search("skarm")] == ["a"]
    assert [guide.id for guide in library.search("länk")] == ["b"]
    assert library.search("finns inte alls") == ()
    assert library.search("") == ()


def test_the_hash_follows_the_contents(tmp_path: Path) -> None:
    """The same files give the same 16 digits; a change gives others."""
    folder = make_pack(tmp_path / "p", a="A")
    first = read_packs([folder], TODAY).library.hash
    assert first == read_packs([folder], TODAY).library.hash
    assert len(first) == 16
    (folder / "guider" / "a.yaml").write_text(GUIDE.format(id="a", title="Annat", area="ljud"), "utf-8")
    assert read_packs([folder], TODAY).library.hash != first


def test_the_shipped_packs_are_without_fault() -> None:
    """What is shipped gives no finding; every area of a guide or topic has a name, and every topic is in an area."""
    loaded = read_packs([packs_folder()], TODAY)
    assert [problem_line(problem, translator()) for problem in loaded.problems] == []
    library = loaded.library
    assert len(library.catalogue) == 200
    assert {topic.area for topic in library.catalogue.values()} == set(library.areas)
    assert {guide.area for guide in library.guides.values()} <= set(library.areas)
    assert set(library.guides) <= set(library.catalogue)
