"""A grocery chain's real year (The Complete Journey) as Davtari's facts, and what its figures must come to.

`events` writes the year as CloudEvents, `compare` asks Davtari for its figures and DuckDB for the truth.
What the columns mean and which rules fill what the data lacks stands in docs/REAL-DATA.md.
"""
