"""Costing once more, by docs/RULES.md alone and as simply as it can be understood: all facts are read, every movement of
all pools is placed in one total order, and that is walked once. Nothing is kept between two answers.

Its worth is that it owes nothing to Sources: a rule that it needs and docs/RULES.md does not say is added there.
"""
