"""One module for each command: ``arguments(parser)`` says what it takes, ``run(desk, options)`` does it.

``run`` returns the exit code. Errors are raised, never printed: ``coachdesk.sentences`` has their words.
"""
