"""How long from the command to a page and to the first answer: `python bench/startup.py` (seconds, best of three)."""

import subprocess
import sys
import tempfile
import time
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.running import RESFRI, Running


def page(server: Running) -> float:
    """Seconds until the first page of a server that is started now."""
    began = time.perf_counter()
    with server:
        urllib.request.urlopen(server.address).read()
        seconds = time.perf_counter() - began
        server.stop()
    return seconds


def answer(server: Running) -> float:
    """Seconds until the first question is answered on a server that is started now."""
    began = time.perf_counter()
    with server:
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        browser.open(server.address).read()
        said = urlencode({"text": "hur delar jag skärmen i teams?", "key": "bench-key-1"}).encode()
        asked = urllib.request.Request(f"{server.address}/say", said, {"Sec-Fetch-Site": "same-origin"})
        browser.open(asked).read()
        seconds = time.perf_counter() - began
        server.stop()
    return seconds


def nothing() -> float:
    """Seconds of a Python that does nothing: the floor."""
    began = time.perf_counter()
    subprocess.run([RESFRI.with_name("python"), "-c", "pass"], check=True)
    return time.perf_counter() - began


def main() -> None:
    """Print the figures."""
    floor = min(nothing() for _ in range(3))
    with tempfile.TemporaryDirectory() as folder:
        first = page(Running(Path(folder)))
        second = min(page(Running(Path(folder))) for _ in range(3))
        answered = min(answer(Running(Path(folder))) for _ in range(3))
    print(f"python alone {floor:.2f} s, first page of a new install {first:.2f} s")
    print(f"first page again {second:.2f} s, first answer {answered:.2f} s")


if __name__ == "__main__":
    main()
