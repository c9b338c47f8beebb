"""How fast one may send: so many in a span, by each name, with room asked for at once where several belong together."""

from hypothesis import given
from hypothesis import strategies as st

from chatbot.pace import FORGET_AT, Limit, Pace

CHAT = Limit("chat", 3, 3.0)
ALL = Limit("all", 5, 1.0)


class Watch:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0
        self.pace = Pace(lambda: self.now)


def test_a_burst_and_then_one_when_the_first_has_left() -> None:
    """Three at once; the fourth when three seconds have gone since the first, and what was refused is not counted."""
    watch = Watch()
    sent = []
    for _ in range(3):
        sent.append(watch.pace.wait(CHAT))
        watch.now += 0.5
    assert sent == [0.0] * 3
    assert [watch.pace.wait(CHAT) for _ in range(2)] == [1.5] * 2
    watch.now += 1.5
    assert watch.pace.wait(CHAT) == 0.0
    assert watch.pace.wait(CHAT) == 0.5


def test_all_limits_hold_and_names_are_apart() -> None:
    """The longest wait is told; what one chat waits for holds back no other."""
    watch = Watch()
    chats = [Limit(f"c{number}", 3, 3.0) for number in range(3)]
    assert [watch.pace.wait(ALL, chats[0]) for _ in range(4)] == [0.0, 0.0, 0.0, 3.0]
    assert [watch.pace.wait(ALL, chats[1]) for _ in range(3)] == [0.0, 0.0, 1.0]
    watch.now += 1
    assert watch.pace.wait(ALL, chats[2]) == 0.0


def test_room_for_several_that_belong_together() -> None:
    """They wait until all of them fit; more than ever fit are let through when nothing else was sent."""
    watch = Watch()
    assert watch.pace.wait(CHAT, count=2) == 0.0
    watch.now += 1
    assert watch.pace.wait(CHAT, count=2) == 2.0
    assert watch.pace.wait(CHAT) == 0.0
    watch.now += 2
    assert watch.pace.wait(CHAT, count=7) == 1.0
    watch.now += 1
    assert watch.pace.wait(CHAT, count=7) == 0.0
    assert watch.pace.wait(CHAT) == 3.0


@given(st.lists(st.tuples(st.floats(0, 2), st.integers(1, 3)), max_size=60))
def test_never_more_than_the_limit_in_its_span(asked: list[tuple[float, int]]) -> None:
    """Whenever one asks; and who waits as long as was said is let through."""
    watch, sent = Watch(), list[float]()
    for later, count in asked:
        watch.now += later
        while (wait := watch.pace.wait(CHAT, count=count)) > 0:
            watch.now += wait + 1e-9
        sent += [watch.now] * count
    assert all(fourth - first >= 3 for first, fourth in zip(sent, sent[3:], strict=False))


def test_quiet_chats_are_forgotten() -> None:
    """So that it holds no more than the chats of the last seconds."""
    watch = Watch()
    for number in range(3 * FORGET_AT):
        watch.pace.wait(Limit(str(number), 3, 3.0))
        watch.now += 0.1
    assert len(watch.pace._sent) <= FORGET_AT + 1
