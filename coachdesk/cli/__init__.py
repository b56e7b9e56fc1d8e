"""The command line: a shell around the core. What it prints goes through its Terminal, nothing else prints.

A command is a module in ``commands``: what it takes and what it does. It is loaded when it is called for,
so that ``coachdesk -h`` is quick and ``coachdesk verify FILE.pdf`` never loads the database.
"""
