"""Costing once more, by docs/RULES.md alone."""
