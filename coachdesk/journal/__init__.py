"""The encrypted store: keys, connection, schema, and the one door through which everything goes.

Errors are typed and carry data (``errors``); what a person reads about them is written elsewhere. Nothing
here prints, exits, or knows of windows.
"""
