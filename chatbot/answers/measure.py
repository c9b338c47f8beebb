"""Retrieval measured on any corpus: acc@1, recall@3, MRR@10 and nDCG@10 with 95 % intervals, time and memory."""

import math
import resource
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from chatbot.answers.result import Answer, SmallTalk
from chatbot.packs import Guide, Library, Step


@dataclass(frozen=True, slots=True)
class Query:
    """A question and the ids that answer it."""

    text: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """Per question: the place of the first right answer (1 is first, 0 not found) and the time, ms; seconds to load."""

    places: tuple[int, ...]
    times: tuple[float, ...]
    load_s: float

    def figures(self) -> Mapping[str, float | list[float]]:
        """All figures by their usual names; each share with [low, high] of its 95 % interval (Wilson)."""
        count = len(self.places) or 1
        first = sum(place == 1 for place in self.places)
        three = sum(0 < place <= 3 for place in self.places)
        ordered = sorted(self.times) or [0.0]
        return {
            "n": len(self.places),
            "acc@1": round(first / count, 4),
            "acc@1_95": wilson(first, count),
            "recall@3": round(three / count, 4),
            "recall@3_95": wilson(three, count),
            "mrr@10": round(sum(1 / place for place in self.places if place) / count, 4),
            "ndcg@10": round(sum(1 / math.log2(place + 1) for place in self.places if place) / count, 4),
            "ms_p50": round(ordered[len(ordered) // 2], 2),
            "ms_p95": round(ordered[int(len(ordered) * 0.95) - (len(ordered) > 1)], 2),
            "load_s": round(self.load_s, 2),
            "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        }


def measure(queries: Sequence[Query], ask: Callable[[str], Answer], load_s: float = 0.0) -> Measured:
    """Ask every question once, in order."""
    places, times = [], []
    for query in queries:
        began = time.perf_counter()
        found = ask(query.text)
        times.append((time.perf_counter() - began) * 1000)
        ids = [] if isinstance(found, SmallTalk) else [one.id for one in found.candidates]
        places.append(next((at for at, id in enumerate(ids, start=1) if id in query.ids), 0))
    return Measured(tuple(places), tuple(times), load_s)


def wilson(hits: int, count: int) -> list[float]:
    """The 95 % interval of a share (Wilson 1927)."""
    z = 1.96
    share = hits / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return [round(middle - half, 4), round(middle + half, 4)]


def corpus_library(rows: Iterable[Mapping[str, object]]) -> Library:
    """A library of plain texts: {"id", "title"?, "text", "questions"?} each."""
    guides = {}
    for row in rows:
        asked = row.get("questions")
        questions = tuple(map(str, asked)) if isinstance(asked, list) else ()
        body = str(row.get("text", ""))  # all there is to go by, so it counts like what is asked
        id = str(row["id"])
        title = str(row.get("title") or "")
        guides[id] = Guide(id, title, "allt", (*questions, body), steps=(Step(body),), file=Path(id))
    return Library(guides=guides)
