"""Meetings: a line of Swedish becomes a draft, a meeting and an honest saving (pure)."""
