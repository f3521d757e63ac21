"""The check-in: questions, rules, judgement, advice.

What is said lives in TOML, with a source and a review date; ``loader`` reads it with the standard library alone, so
that the check-in works with no settings, no database, no daemon and no snapshot. ``interview``, ``assess``,
``history``, ``follow_up``, ``nerve_lines`` and ``emergency`` judge, and know nothing of files, clocks or systems.
Answers stay in the process that asks for them.
"""
