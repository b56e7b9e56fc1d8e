"""Data, not code: fonts, entry kinds, schema, the demo journal. Nothing here is computed."""

from pathlib import Path


def path(*parts: str) -> Path:
    """Where a resource file is, in a checkout and in an installed package alike."""
    return Path(__file__).parent.joinpath(*parts)
