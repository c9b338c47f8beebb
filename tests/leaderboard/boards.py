"""Boards to test with: the six kinds that a picture must be good for."""

from datetime import date

from chatbot.leaderboard import Board, Period, Tally, period, standings

WEEK: Period = period("week", date(2026, 11, 18))


def tally(
    id: int,
    group: str,
    meetings: int,
    *,
    members: int | None = 8,
    fte: float | None = None,
    organisation: str = "Åmåls kommun",
) -> Tally:
    """A group whose meetings saved 2 kWh, 650 g, 90 minutes and 3 km each."""
    return Tally(id, group, organisation, members, fte, None, meetings, *(meetings * n for n in (2000, 650, 90, 3000)))


def six_boards() -> dict[str, Board]:
    """One group, five groups, ties, long and strange names, forty groups, empty."""
    one = [tally(1, "Kommunledningen", 3)]
    five = [
        tally(n, name, meetings, fte=fte)
        for n, (name, meetings, fte) in enumerate(
            [
                ("Åmål", 12, 4.5),
                ("Dals-Ed", 7, 3.0),
                ("Bengtsfors", 7, 6.0),
                ("Färgelanda", 1, 9.0),
                ("Mellerud", 4, 8.0),
            ]
        )
    ]
    ties = [tally(n, name, count) for n, (name, count) in enumerate([("Öst", 4), ("Ås", 4), ("Ängen", 2), ("Berg", 2)])]
    long = [
        tally(1, "Samverkansnämnden för miljö, energi och samhällsbyggnad i hela kommunalförbundet " * 3, 12),
        tally(2, "Kostnad$x^2$ \u202eabc \U0001f9a9 会议\n\tny rad", 5),
        tally(3, "W" * 200, 4),
        tally(4, "Kommunstyrelsen", 3, organisation="Mellerud"),
        tally(5, "Kommunstyrelsen", 1, organisation="Åmål"),
    ]
    forty = [tally(n, f"Arbetslag {n}", n * 37 % 61 + 1) for n in range(40)]
    kinds = {"one": one, "five": five, "ties": ties, "long": long, "forty": forty, "empty": []}
    return {name: standings(tallies, WEEK) for name, tallies in kinds.items()}
