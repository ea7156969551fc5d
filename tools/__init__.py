"""Davtari's Python tools: what is easier to say beside the program than inside it."""
