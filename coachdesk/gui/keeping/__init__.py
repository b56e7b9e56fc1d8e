"""The windows of what is kept and what goes: erasing for good, legal holds, reviews."""
