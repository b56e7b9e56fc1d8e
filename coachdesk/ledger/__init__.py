"""The ledger: canonical bytes, commitments, the hash tree that only grows, and proofs about it.

Pure Python over values: no database, no files, no clock of its own. A stranger's verifier runs on this
room and ``records`` alone.
"""
