"""Resfri in a terminal: plain lines in, plain lines out; for people, pipes and screen readers."""

from chatbot_adapters.terminal.adapter import TerminalAdapter

ADAPTER = TerminalAdapter

__all__ = ["ADAPTER", "TerminalAdapter"]
