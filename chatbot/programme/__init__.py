"""The programme: organisations and their groups (goals, follow-ups, survey and report come here)."""
