"""Talking with one person: the context a handler gets, questions, small talk, groups, forms asked one by one."""
