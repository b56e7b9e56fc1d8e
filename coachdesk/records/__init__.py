"""The nouns: small frozen values, checked when they are made, with one canonical JSON form.

A record knows nothing of databases, ledgers, windows or printing. Nothing may be imported here from
elsewhere in CoachDesk but the resources.
"""
