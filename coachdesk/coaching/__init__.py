"""What the notes ask of the manager next. Pure: values in, values out; no clock, no database, no window.

Imports nothing but ``records`` and its own data in ``resources``. A rule is given records as they stand now and
the day, and answers with record ids and keys; the words for those are elsewhere.
"""
