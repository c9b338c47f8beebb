"""How answering grows with the library: 200, 2,000 and 20,000 guides beside bm25s over the same texts, in one run.

Guides beyond the shipped ones are made of their sentences, drawn anew, with a share of words that only they have. Times
are per question on one core with analysis (ms), and ours as a multiple of bm25s with its tokenising.
"""

import gc
import importlib.util
import random
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import cast

from chatbot.answers import answer, build_index
from chatbot.answers.measure import corpus_library
from chatbot.packs import Library, read_packs
from chatbot.resources import packs_folder
from chatbot.text import stems

SIZES = (200, 2_000, 20_000)
QUESTIONS = 300
OWN_WORDS = 0.02  # share of a made guide's words that stand in no other


def sentences(library: Library) -> list[str]:
    """What the shipped guides say and are asked."""
    found = [step.text for guide in library.guides.values() for step in guide.steps]
    return found + [question for guide in library.guides.values() for question in guide.questions]


def texts(size: int, pool: Sequence[str], chance: random.Random) -> list[dict[str, object]]:
    """`size` made guides: a title, eight questions and six steps each."""
    rows: list[dict[str, object]] = []
    for number in range(size):
        drawn = [own(chance.choice(pool), number, chance) for _ in range(15)]
        rows.append({"id": f"g{number}", "title": drawn[0], "questions": drawn[1:9], "text": " ".join(drawn[9:])})
    return rows


def own(sentence: str, number: int, chance: random.Random) -> str:
    """The sentence with some of its words made the guide's own."""
    return " ".join(word + f"x{number}" if chance.random() < OWN_WORDS else word for word in sentence.split())


def timed(asks: Sequence[Callable[[str], object]], questions: Sequence[str]) -> list[tuple[float, float]]:
    """For each engine p50 and p95 in ms of processor time, asked question by question side by side."""
    for ask in asks:
        for question in questions[:20]:
            ask(question)
    gc.collect()
    took: list[list[float]] = [[] for _ in asks]
    for question in questions:
        for times, ask in zip(took, asks, strict=True):
            began = time.process_time()
            ask(question)
            times.append((time.process_time() - began) * 1000)
    return [(sorted(times)[len(times) // 2], sorted(times)[int(len(times) * 0.95)]) for times in took]


def peer(rows: Sequence[Mapping[str, object]]) -> Callable[[str], object]:
    """bm25s over the same texts, with its tokenising."""
    import bm25s

    model = bm25s.BM25()
    said = [" ".join([str(row["title"]), *cast("list[str]", row["questions"]), str(row["text"])]) for row in rows]
    model.index([list(stems(text)) for text in said], show_progress=False)
    return lambda question: model.get_scores(list(stems(question)) or ["-"])


def main() -> None:
    """The table."""
    if importlib.util.find_spec("bm25s") is None:
        print("bm25s: not installed: pip install bm25s")
        return
    library = read_packs([packs_folder()], date(2026, 11, 25)).library
    pool, chance = sentences(library), random.Random(7)
    questions = [line.text for lines in library.bank.values() for line in lines]
    asked = chance.sample(questions, QUESTIONS)
    print(f"{'guides':>7}{'load s':>8}{'p50':>7}{'p95':>7}{'bm25s p50':>11}{'p95':>7}{'x bm25s p95':>13}")
    for size in SIZES:
        rows = texts(size, pool, chance)
        began = time.process_time()
        index = build_index(corpus_library(rows)).ready()
        loaded = time.process_time() - began
        (half, most), (other, others) = timed((partial(answer, index=index), peer(rows)), asked)
        print(
            f"{size:>7}{loaded:>8.1f}{half:>7.2f}{most:>7.2f}{other:>11.2f}{others:>7.2f}{most / others:>13.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
