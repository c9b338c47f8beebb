"""Resfri's core: everything that knows no platform. Start reading in `bot.py`."""
