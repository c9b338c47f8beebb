"""Replicas whose clocks are a minute apart."""

import itertools
from pathlib import Path

import pytest

from tests.contract.chat.server import ChatServer
from tests.faults.replicas import Replicas
from tests.faults.test_sending import fill, until_all_sent

pytestmark = pytest.mark.faults


@pytest.mark.postgres
def test_clocks_a_minute_apart(postgres_database: str, tmp_path: Path) -> None:
    """Three replicas whose clocks are 60 s apart send two thousand posts: each arrives exactly once."""
    ids = fill(postgres_database)
    with ChatServer().running() as chat:
        chat.faults.lag_s = 0.1  # so that sends are on their way when another replica looks for what ran out
        replicas = Replicas(tmp_path, postgres_database, chat, "none", ahead_s=itertools.cycle((0.0, 60.0, -60.0)))
        with replicas.running():
            replicas.until_more()
            until_all_sent(postgres_database)
        marks = sorted(int(message.mark) for message in chat.messages)
    assert marks == sorted(ids)
