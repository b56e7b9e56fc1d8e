"""CoachDesk: a manager's private, encrypted journal about the leaders who report to them."""

__version__ = "0.1.0"
