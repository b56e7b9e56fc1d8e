"""Handing over: choose, gather the evidence, say it as a report, draw it, seal it, and let anybody verify it.

What is printed is a function of the evidence that is attached, so nothing can be in the one and not in
the other. ``evidence``, ``proof``, ``story``, ``report`` and ``verify`` need neither SQLCipher nor Qt.
"""
