"""The first minute: what the app is and is not, a passphrase, where the journal lives, when it locks."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QProgressBar, QStackedWidget, QWidget

from coachdesk.gui.passphrase import NewPassphrase
from coachdesk.gui.preferences import minutes_box
from coachdesk.gui.session import DEMO_NAME
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tokens import XS, XXL, L, M, S
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import MessageBar, Sign, button, centred, column, label, row
from coachdesk.journal.places import is_synced

_CARD_WIDTH = 560
_MARK = 48
SUFFIX = ".coachdesk"

PROMISES = (
    (
        "lock-simple",
        N_(
            "Everything is encrypted on this computer. Nothing is sent anywhere, and nobody can reset your passphrase."
        ),
    ),
    (
        "clock-counter-clockwise",
        N_(
            "What you save is never overwritten: you add, correct or withdraw, and the original stays legible."
        ),
    ),
    (
        "scales",
        N_(
            "Private is not undisclosable: notes about people at work can be asked for by them, a court or your employer."
        ),
    ),
    (
        "buildings",
        N_(
            "Check your employer’s policy first. A computer that your company manages is usually the right one."
        ),
    ),
)


def default_path() -> Path:
    """Where a journal is kept unless the manager says otherwise."""
    return Path.home() / "CoachDesk" / f"Notes{SUFFIX}"


class FirstRunScreen(QWidget):
    """Two pages: what this is, and the few choices. ``another_wanted``: open a journal that exists;
    ``demo_found``: the demo was made before and only wants opening.
    """

    another_wanted = Signal()
    demo_found = Signal(Path)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self.setProperty("surface", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.message, self.welcome_message = MessageBar(tools.look), MessageBar(tools.look)
        self.new = NewPassphrase(tools.look, tools.session.background)
        self.place = QLineEdit(str(default_path()))
        self.place.setAccessibleName(_("Where the journal is kept"))
        self.cloud_warning = label(
            _(
                "This looks like a folder that is copied to a server. Two computers writing there can damage the journal; a folder of your own is safer."
            ),
            "warning",
            wraps=True,
        )
        self.minutes = minutes_box(tools.settings.current.lock_minutes)
        self.minimise = QCheckBox(_("Lock when the window is minimised, too"))
        self.minimise.setChecked(tools.settings.current.lock_on_minimise)
        self.remember = QCheckBox(_("Remember this place on this computer"))
        self._progress = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self._progress.setAccessibleName(_("Making the journal"))
        self.go = button(_("Make my journal"), self.create_journal, role="primary")
        self._back = button(_("Back"), self.show_welcome)
        self.pages = QStackedWidget()
        self._welcome, self._form = self._welcome_page(), self._form_page()
        self.pages.addWidget(self._welcome)
        self.pages.addWidget(self._form)
        within = column()
        within.addWidget(self.pages)
        self.setLayout(within)
        self.new.finished.connect(self.create_journal)
        self.place.textChanged.connect(self._on_place)
        self._on_place()
        self._set_busy(busy=False)

    def _welcome_page(self) -> QWidget:
        card = column(margin=XXL, gap=M)
        card.addWidget(Sign(self._tools.look, "notebook", _MARK, "accent_text"))
        card.addWidget(label(_("CoachDesk"), "display"))
        card.addWidget(
            label(
                _(
                    "A private journal about the leaders who report to you: what happened, what you said, and what they answered."
                ),
                "lead",
                wraps=True,
            )
        )
        card.addSpacing(S)
        for icon, sentence in PROMISES:
            said = row(gap=M)
            said.addWidget(Sign(self._tools.look, icon, 20, "quiet"), 0, Qt.AlignmentFlag.AlignTop)
            said.addWidget(label(_(sentence), wraps=True), 1)
            card.addLayout(said)
        card.addWidget(self.welcome_message)
        card.addSpacing(S)
        self.begin_button = button(_("Begin my journal"), self.show_form, role="primary")
        self.demo = button(_("Look around in a demo"), self.open_demo)
        choices = row(gap=S)
        choices.addWidget(self.begin_button)
        choices.addWidget(self.demo)
        choices.addStretch(1)
        card.addLayout(choices)
        others = row()
        others.addStretch(1)
        others.addWidget(button(_("Open a journal that exists…"), self.another_wanted.emit, role="link"))
        others.addStretch(1)
        return centred(card, _CARD_WIDTH, others)

    def _form_page(self) -> QWidget:
        card = column(margin=XXL, gap=XS)
        card.addWidget(label(_("Your journal"), "title"))
        card.addWidget(
            label(_("Nobody can look this passphrase up or reset it for you."), "quiet", wraps=True)
        )
        card.addSpacing(M)
        card.addWidget(self.message)
        card.addWidget(self.new)
        card.addSpacing(L)
        place = row(gap=S)
        place.addWidget(self.place, 1)
        self._choose = button(_("Choose…"), self.choose_place)
        place.addWidget(self._choose)
        kept = label(_("&Where it is kept"), "strong")
        kept.setBuddy(self.place)
        card.addWidget(kept)
        card.addLayout(place)
        card.addWidget(self.cloud_warning)
        card.addWidget(self.remember)
        card.addSpacing(L)
        when = label(_("When to &lock"), "strong")
        when.setBuddy(self.minutes)
        self.minutes.setAccessibleName(_("When to lock"))
        card.addWidget(when)
        card.addWidget(self.minutes)
        card.addWidget(self.minimise)
        card.addSpacing(M)
        card.addWidget(self._progress)
        card.addSpacing(S)
        buttons = row(gap=S)
        buttons.addWidget(self._back)
        buttons.addStretch(1)
        buttons.addWidget(self.go)
        card.addLayout(buttons)
        return centred(card, _CARD_WIDTH)

    def show_welcome(self) -> None:
        """What the app is and is not."""
        self.clear()
        self.pages.setCurrentWidget(self._welcome)
        self.begin_button.setFocus()

    def show_form(self) -> None:
        """The few choices there are."""
        self.clear()
        self.pages.setCurrentWidget(self._form)
        self.new.first.setFocus()

    def clear(self) -> None:
        """Forgets what was typed."""
        self.new.clear()
        self.message.clear()
        self.welcome_message.clear()
        self.begin_button.setEnabled(True)
        self.demo.setEnabled(True)
        self.demo.setText(_("Look around in a demo"))
        self._set_busy(busy=False)

    def create_journal(self) -> None:
        """Makes the journal, or says why not."""
        if self.new.problem:
            self.message.show_sentence(self.new.problem)
            self.new.first.setFocus()
            return
        self.message.clear()
        self._set_busy(busy=True)
        path = self.path
        self._tools.settings.change(
            lock_minutes=self.minutes.currentData(),
            lock_on_minimise=self.minimise.isChecked(),
            journal=str(path) if self.remember.isChecked() and path != default_path() else "",
        )
        self._tools.session.create(self, path, self.new.text, self._on_refused)

    @property
    def path(self) -> Path:
        """Where the journal shall be, as it was typed."""
        typed = Path(self.place.text().strip() or str(default_path())).expanduser()
        return typed if typed.name.endswith(SUFFIX) else typed.with_name(typed.name + SUFFIX)

    def open_demo(self) -> None:
        """Makes the journal of invented people, or opens it if it is there already."""
        folder = default_path().parent
        if (folder / DEMO_NAME).exists():
            self.demo_found.emit(folder / DEMO_NAME)
            return
        self.message.clear()
        self.begin_button.setEnabled(False)
        self.demo.setEnabled(False)
        self.demo.setText(_("Making the demo…"))
        self._tools.session.create_demo(self, folder, self._on_refused, self._on_demo_progress)

    @property
    def visible_message(self) -> MessageBar:
        """Where the page that is seen says what went wrong."""
        return self.message if self.pages.currentWidget() is self._form else self.welcome_message

    def _on_demo_progress(self, share: float) -> None:
        self.demo.setText(_("Making the demo… {percent} %").format(percent=round(share * 100)))

    def _on_refused(self, error: Exception) -> None:
        if self.pages.currentWidget() is self._welcome:
            self.clear()
        self._set_busy(busy=False)
        self.visible_message.show_error(error)

    def _on_place(self) -> None:
        self.cloud_warning.setVisible(is_synced(self.path))
        self.remember.setVisible(self.path != default_path())

    def choose_place(self) -> None:
        """Asks for a folder to keep the journal in."""
        chosen = self._tools.prompts.choose_folder(self, _("Where shall the journal be kept?"), Path.home())
        if chosen is not None:
            self.place.setText(str(chosen / default_path().name))

    def _set_busy(self, *, busy: bool) -> None:
        self._progress.setVisible(busy)
        self.go.setText(_("Making the journal…") if busy else _("Make my journal"))
        for widget in (
            self.new,
            self.place,
            self._choose,
            self.minutes,
            self.minimise,
            self.remember,
            self.go,
            self._back,
        ):
            widget.setEnabled(not busy)
