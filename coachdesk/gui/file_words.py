"""How files kept in the journal are shown: an icon by their sort, and their size."""

from PySide6.QtCore import QLocale

from coachdesk.records.attachment import Attachment

_ICONS = {
    "image": "image",
    "text": "file-text",
    "message": "envelope-simple",
    "audio": "file-audio",
    "video": "file-video",
}


def icon_of(attachment: Attachment) -> str:
    """The name of an icon for a sort of file."""
    if attachment.media_type == "application/pdf":
        return "file-pdf"
    return _ICONS.get(attachment.media_type.partition("/")[0], "file")


def size_of(attachment: Attachment) -> str:
    """How large a file is, as the locale writes it."""
    return QLocale().formattedDataSize(attachment.size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
