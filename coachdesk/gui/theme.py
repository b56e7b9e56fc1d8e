"""The look of the application: palette, style sheet, fonts and icons of the chosen theme, at once."""

import sys

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from coachdesk import resources
from coachdesk.gui import icons, tokens
from coachdesk.gui.settings import ThemeChoice
from coachdesk.gui.sheet import sheet
from coachdesk.gui.tokens import THEMES, TYPE, Colours, TextStyle
from coachdesk.records.kinds import KINDS

_FONTS = (
    "NotoSans-Regular.ttf",
    "NotoSans-Bold.ttf",
    "NotoSansMono-Regular.ttf",
    "NotoSansHebrew-Regular.ttf",
    "NotoSansArabic-Regular.ttf",
    "NotoSansSymbols2-Regular.ttf",
    "DroidSansFallbackFull.ttf",
)
_SANS = ("Noto Sans", "Noto Sans Hebrew", "Noto Sans Arabic", "Noto Sans Symbols2", "Droid Sans Fallback")
_MONO = "Noto Sans Mono"
_MARK, _SAID = 3.0, 4.5
"""What a mark and what a word in a kind's colour must reach against what is behind it (WCAG 2.2)."""


class Look(QObject):
    """The one place where colours, fonts and icons come from. ``changed`` tells of another theme.

    ``choice`` may be ``system``; then it follows the system as that changes from day to night.
    """

    changed = Signal()

    def __init__(
        self, app: QApplication, choice: ThemeChoice = "system", *, own_fonts: bool | None = None
    ) -> None:
        super().__init__(app)
        self._app, self.choice, self._glyphs = app, choice, icons.Glyphs()
        self.name, self.colours = "", tokens.LIGHT
        self._icons: dict[tuple[str, str], QIcon] = {}
        app.setStyle("Fusion")
        self._load_fonts(sys.platform.startswith("linux") if own_fonts is None else own_fonts)
        app.styleHints().colorSchemeChanged.connect(self._follow)
        self._follow()

    def choose(self, choice: ThemeChoice) -> None:
        """Changes the theme, or follows the system's from now on."""
        self.choice = choice
        self._follow()

    def _follow(self) -> None:
        name: str = self.choice
        if name == "system":
            dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
            name = "contrast" if _wants_contrast(self._app) else "dark" if dark else "light"
        if name != self.name:
            self.name, self.colours = name, THEMES[name]
            self._app.setPalette(palette(self.colours))
            self._app.setStyleSheet(sheet(self.colours, _more(self.colours, name)))
            self.changed.emit()

    def _load_fonts(self, own: bool) -> None:  # noqa: FBT001  # private, and said by name where it matters
        for name in _FONTS:
            QFontDatabase.addApplicationFont(str(resources.path("fonts", name)))
        families = [*_SANS] if own else [self._app.font().family(), *_SANS]
        font = QFont(families)
        font.setPointSizeF(TYPE["body"].points)
        self._app.setFont(font)

    def colour(self, name: str) -> QColor:
        """A colour of the theme by what it is for (the names of :class:`tokens.Colours`)."""
        return QColor(getattr(self.colours, name))

    def kind_colour(self, kind: str, ground: str = "surface") -> QColor:
        """The colour of a kind of entry for a mark: 3:1 on ``ground``."""
        return QColor(tokens.readable(KINDS[kind].colour, getattr(self.colours, ground), _MARK))

    def kind_ink(self, kind: str, ground: str = "surface") -> QColor:
        """The colour of a kind of entry for a word: 4.5:1 on ``ground``."""
        return QColor(tokens.readable(KINDS[kind].colour, getattr(self.colours, ground), _SAID))

    def font(self, style: TextStyle) -> QFont:
        """The font of one step of the type scale, for what is painted by hand."""
        step, font = TYPE[style], QFont(self._app.font())
        if step.family == "mono":
            font.setFamilies([_MONO])
        font.setPointSizeF(step.points)
        font.setBold(step.bold)
        return font

    def icon(self, name: str, colour: str = "text") -> QIcon:
        """A Phosphor icon (``ph.lock``, or short ``lock``) in a colour of the theme."""
        key = (name, colour)
        if key not in self._icons:
            self._icons[key] = icons.icon_of(
                self._glyphs.path(name), lambda mode: self._icon_colour(mode, colour)
            )
        return self._icons[key]

    def _icon_colour(self, mode: QIcon.Mode, colour: str) -> QColor:
        return self.colour("faint" if mode == QIcon.Mode.Disabled else colour)


def _wants_contrast(app: QApplication) -> bool:
    """Whether the system asks for high contrast (Qt 6.10 and newer know)."""
    hints = getattr(app.styleHints(), "accessibility", None)
    return hints is not None and hints().contrastPreference() == Qt.ContrastPreference.HighContrast


def _more(colours: Colours, name: str) -> dict[str, str]:
    shade = "dark" if name == "light" else "light"
    return {
        "chevron": resources.path("icons", f"chevron-{shade}.svg").as_posix(),
        "tick": resources.path(
            "icons", "tick-dark.svg" if name == "contrast" else "tick-light.svg"
        ).as_posix(),
        "mono_family": _MONO,
        "accent_hover": tokens.mixed(colours.on_accent, colours.accent, 0.1),
        "focus_on_accent": colours.text,
        "scroll": tokens.mixed(colours.edge, colours.surface, 0.5),
    }


def palette(colours: Colours) -> QPalette:
    """The theme as Qt knows colours, for what no style sheet reaches."""
    made = QPalette()
    roles = QPalette.ColorRole
    for role, name in {
        roles.Window: "ground",
        roles.WindowText: "text",
        roles.Base: "surface",
        roles.AlternateBase: "ground",
        roles.Text: "text",
        roles.PlaceholderText: "quiet",
        roles.Button: "raised",
        roles.ButtonText: "text",
        roles.BrightText: "danger",
        roles.ToolTipBase: "raised",
        roles.ToolTipText: "text",
        roles.Highlight: "accent",
        roles.HighlightedText: "on_accent",
        roles.Link: "accent_text",
        roles.LinkVisited: "accent_text",
        roles.Light: "raised",
        roles.Midlight: "hover",
        roles.Mid: "hairline",
        roles.Dark: "edge",
        roles.Shadow: "faint",
    }.items():
        made.setColor(role, QColor(getattr(colours, name)))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.faint))
    return made
