"""The weekly number: one randomised answer a week, from a process of its own, if an organisation and the person agree.

``randomised`` turns a week's share into an answer that proves nothing about anybody; ``week`` knows the calendar;
``terms`` says whether anything may go at all; ``memory`` is the small file beside it; ``prepare`` puts these together;
``otlp`` alone can send, and is the only module of ergobreak that ever meets a network. The daemon imports ``due`` and
what that needs, never ``otlp``.
"""
