"""Meetings: a line of Swedish becomes a draft, a meeting and an honest saving (pure).

`chatbot.meetings.parse` is not imported here: its two hundred patterns take half a second to compile.
"""

from chatbot.meetings.choosing import Choice, Cost, choice
from chatbot.meetings.completing import Habits, complete
from chatbot.meetings.days import day_ahead, days_ahead
from chatbot.meetings.form import draft_from_form, draft_of, form_values, log_form, with_origin
from chatbot.meetings.likeness import likeness
from chatbot.meetings.meeting import Draft, Meeting, Question, Refusal, Row, Traveller, draft_json, without
from chatbot.meetings.plausible import doubts
from chatbot.meetings.savings import Line, Saving, saving
from chatbot.meetings.telling import calculation, summary

__all__ = [
    "Choice",
    "Cost",
    "Draft",
    "Habits",
    "Line",
    "Meeting",
    "Question",
    "Refusal",
    "Row",
    "Saving",
    "Traveller",
    "calculation",
    "choice",
    "complete",
    "day_ahead",
    "days_ahead",
    "doubts",
    "draft_from_form",
    "draft_json",
    "draft_of",
    "form_values",
    "likeness",
    "log_form",
    "saving",
    "summary",
    "with_origin",
    "without",
]
