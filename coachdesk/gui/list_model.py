"""What every list that is painted by hand has in common: how its model is asked for a row."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

ROW = Qt.ItemDataRole.UserRole
"""The role that gives the row itself."""

Index = QModelIndex | QPersistentModelIndex
"""Where in a model; Qt hands out both."""

NOWHERE = QModelIndex()
"""The parent of every row of a list."""
