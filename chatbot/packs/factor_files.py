"""Reads a factor set from its YAML file; what is wrong is a finding with its line and the set is left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import yaml

from chatbot.errors import N_, notice
from chatbot.packs.factors import (
    CERTAINTIES,
    EVIDENCE,
    Factor,
    FactorSet,
    Method,
    Period,
    Source,
    gaps,
    month_end,
    month_start,
)
from chatbot.packs.problems import Problem


@dataclass(slots=True)
class _Reader:
    """One file being read: the lines of its factors, and what was found wrong so far."""

    file: Path
    lines: Mapping[str, int]
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, where: str, rule: str, message: str, **fields: object) -> None:
        """Note a finding about a key or a factor."""
        line = self.lines.get(where, 0)
        self.problems.append(Problem(self.file, line, rule, "error", notice(message, factor=where, **fields)))


def read_factor_sets(files: Iterable[Path]) -> tuple[Mapping[str, FactorSet], tuple[Problem, ...]]:
    """The sets by name, a later file replacing an earlier one of the same name, with the findings."""
    sets: dict[str, FactorSet] = {}
    problems: list[Problem] = []
    for file in files:
        read, wrong = read_factor_set(file)
        problems += wrong
        if read is not None:
            sets[read.name] = read
    return sets, tuple(problems)


def read_factor_set(file: Path) -> tuple[FactorSet | None, tuple[Problem, ...]]:
    """The set of a file, or None with what must be mended first."""
    try:
        text = file.read_text(encoding="utf-8")
        node, data = yaml.compose(text, Loader=yaml.CSafeLoader), yaml.load(text, Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError, ValueError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        text_ = notice(N_("Filen går inte att läsa som YAML."))
        return None, (Problem(file, mark.line + 1 if mark else 0, "factor-yaml", "error", text_),)
    reader = _Reader(file, _lines(node))
    found = _set(reader, data)
    return (None if reader.problems else found), tuple(reader.problems)


def _lines(node: yaml.Node | None) -> Mapping[str, int]:
    """The line of each key on the first level and of each factor."""
    lines: dict[str, int] = {}
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        lines[str(key.value)] = key.start_mark.line + 1
        if key.value == "faktorer" and isinstance(value, yaml.MappingNode):
            lines |= {str(k.value): k.start_mark.line + 1 for k, _ in value.value}
    return lines


def _set(reader: _Reader, data: object) -> FactorSet | None:
    if not isinstance(data, dict):
        reader.wrong("", "factor-yaml", N_("Filen är ingen faktorsats: den börjar inte med nycklar."))
        return None
    for key in ("namn", "version", "källor", "faktorer"):
        if not data.get(key):
            reader.wrong(key, "factor-key", N_("Nyckeln {factor} saknas."))
    if reader.problems:
        return None
    sources, rows = data["källor"], data["faktorer"]
    if not isinstance(sources, dict) or not isinstance(rows, dict):
        reader.wrong("faktorer", "factor-key", N_("Under källor och faktorer ska det stå namn med värden."))
        return None
    known = {str(key): source for key, row in sources.items() if (source := _source(reader, str(key), row))}
    factors = {str(key): factor for key, row in rows.items() if (factor := _factor(reader, str(key), row, known))}
    method: Method = "schablon" if data.get("metod") == "schablon" else "fysik"
    note = str(data.get("upplysning") or "")
    return FactorSet(str(data["namn"]), str(data["version"]), method, str(data.get("titel") or ""), note, factors)


def _source(reader: _Reader, key: str, row: object) -> Source | None:
    if not isinstance(row, dict) or not row.get("titel") or row.get("belägg") not in EVIDENCE:
        message = N_("Källan {source} ska ha titel och belägg: sett, härledd eller minne.")
        reader.wrong("källor", "factor-source", message, source=key)
        return None
    return Source(key, str(row["titel"]), str(row.get("url") or ""), EVIDENCE[row["belägg"]])


def _factor(reader: _Reader, key: str, row: object, sources: Mapping[str, Source]) -> Factor | None:
    if not isinstance(row, dict) or not row.get("enhet") or not row.get("benämning"):
        reader.wrong(key, "factor-unit", N_("Faktorn {factor} saknar enhet eller benämning."))
        return None
    series = row.get("serie")
    raw = _yearly(row, series) if isinstance(series, dict) else row.get("perioder")
    if not isinstance(raw, list) or not raw:
        reader.wrong(key, "factor-period", N_("Faktorn {factor} saknar perioder eller serie."))
        return None
    periods = [period for item in raw if (period := _period(reader, key, item, sources))]
    ordered = tuple(sorted(periods, key=lambda period: period.first))
    for end, start in gaps(ordered):
        message = N_("Faktorn {factor} har ett glapp eller en krock mellan {end} och {start}.")
        reader.wrong(key, "factor-gap", message, end=end.isoformat(), start=start.isoformat())
    return Factor(key, str(row["benämning"]), str(row["enhet"]), ordered, yearly=isinstance(series, dict))


def _yearly(row: Mapping[str, object], series: Mapping[object, object]) -> list[object]:
    """A series as periods that reach to the year before the next one named; the last holds its own year."""
    years = sorted(series, key=str)
    shared = {key: row.get(key) for key in ("källa", "osäkerhet", "säkerhet", "not")}
    ends = [int(str(year)) - 1 for year in years[1:] if str(year).isdigit()] + [years[-1] if years else 0]
    return [
        {"värde": series[year], "från": year, "till": end, **shared} for year, end in zip(years, ends, strict=False)
    ]


def _period(reader: _Reader, key: str, item: object, sources: Mapping[str, Source]) -> Period | None:
    if not isinstance(item, dict):
        reader.wrong(key, "factor-period", N_("Faktorn {factor} har en period som inte går att läsa."))
        return None
    source = sources.get(str(item.get("källa")))
    if source is None:
        reader.wrong(key, "factor-source", N_("Faktorn {factor} har ett värde utan källa."))
        return None
    certainty = CERTAINTIES.get(str(item.get("säkerhet")))
    if certainty is None:
        reader.wrong(key, "factor-certainty", N_("Faktorn {factor}: säkerhet ska vara hög, medel eller låg."))
        return None
    try:
        value, spread = Decimal(str(item.get("värde"))), float(str(item.get("osäkerhet")))
        first, last = month_start(str(item.get("från"))), _until(item.get("till"))
    except (ValueError, TypeError, InvalidOperation):
        reader.wrong(key, "factor-period", N_("Faktorn {factor} har ett värde utan tal, osäkerhet eller giltighet."))
        return None
    if value < 0 or not 0 <= spread <= 2 or (last is not None and last < first):
        reader.wrong(key, "factor-period", N_("Faktorn {factor} har ett orimligt värde eller en bakvänd giltighet."))
        return None
    return Period(value, first, last, source, spread, certainty, str(item.get("not") or ""))


def _until(value: object) -> date | None:
    return None if value is None else month_end(str(value))
