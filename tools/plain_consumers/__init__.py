"""The same job by a plain consumer: three read models folded from Kafka into Postgres, as a streaming library's own
documents advise. It is what Davtari's figures stand beside (`davtari bench plain`), and no part of Davtari.

Less is asked of it than of Davtari: no costing that a late fact can change, no check of a repeat, no order of arrival
that does not matter, no completeness. Offsets are the library's own business.
"""
