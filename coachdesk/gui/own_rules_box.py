"""The user's own rules of wording, in the preferences: taken in from a file, told of their mistakes, forgotten.

They are kept in the journal, encrypted, and not as a path: the file may change or go without any harm.
"""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from coachdesk import sentences
from coachdesk.coaching import own_rules
from coachdesk.coaching.wording_rules import LARGEST, RuleProblem
from coachdesk.gui.flow import FlowLayout
from coachdesk.gui.texts import _, ngettext
from coachdesk.gui.tokens import XS
from coachdesk.gui.tools import Tools
from coachdesk.gui.widgets import MessageBar, button, column, label, section
from coachdesk.journal import files
from coachdesk.journal.errors import JournalError

_MOST = 5
_EXAMPLE = '[[list]]\nrule = "L2"\nwords = ["round the clock", "not once"]'


class OwnRulesBox(QWidget):
    """What rules there are, and the ways to change that."""

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self.message = MessageBar(tools.look)
        self.state, self.problems = label("", "caption", wraps=True), label("", "warning", wraps=True)
        example = label(_EXAMPLE, "caption", wraps=True)
        example.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.choose = button(_("Take in a file…"), self.take_in)
        self.drop = button(_("Forget them"), self.forget, role="quiet")
        acts, held = FlowLayout(XS), QWidget()
        for act in (self.choose, self.drop):
            acts.addWidget(act)
        held.setLayout(acts)
        within = column(gap=XS)
        within.addWidget(section(_("My own rules of wording")))
        within.addWidget(self.state)
        within.addWidget(example)
        within.addWidget(self.message)
        within.addWidget(self.problems)
        within.addWidget(held)
        self.setLayout(within)
        self._example = example
        self.refresh()

    def refresh(self) -> None:
        """Says how things stand."""
        session = self._tools.session
        kept = session.view.setting(own_rules.SETTING) if session.is_open else None
        self.choose.setEnabled(session.is_open)
        self.drop.setVisible(bool(kept))
        self._example.setVisible(session.is_open and not kept)
        self._say_problems(own_rules.checker_with(kept).problems if kept else ())
        if not session.is_open:
            self.state.setText(_("They are kept in the journal. Open it first."))
        elif kept:
            self.state.setText(_("Your own rules are in use, beside those that come with CoachDesk."))
        else:
            self.state.setText(
                _("None yet. A text file with words of your own for a rule, L1 to L13, written like this:")
            )

    def _say_problems(self, problems: tuple[RuleProblem, ...]) -> None:
        said = [sentences.rule_problem(one.reason, one.line, one.value, _) for one in problems[:_MOST]]
        if len(problems) > _MOST:
            others = len(problems) - _MOST
            more = ngettext("{count} more line is wrong.", "{count} more lines are wrong.", others)
            said.append(more.format(count=others))
        self.problems.setText("\n".join(said))
        self.problems.setVisible(bool(said))

    def take_in(self) -> None:
        """Copies a file's content into the journal, with whatever of it can be used."""
        session = self._tools.session
        chosen = self._tools.prompts.choose_file(
            self, _("Which file has your rules?"), Path.home(), _("Text (*.toml *.txt)")
        )
        if chosen is None or not session.is_open:
            return
        self.message.clear()
        try:
            rules = _read(chosen)
            problems = own_rules.checker_with(rules).problems
            unusable = next((one for one in problems if one.reason in own_rules.WHOLE_FILE), None)
            if unusable is not None:
                self.message.show_sentence(
                    sentences.rule_problem(unusable.reason, unusable.line, unusable.value, _)
                )
                return
            session.change_setting(own_rules.SETTING, rules)
        except JournalError as error:
            self.message.show_error(error)
            return
        self._changed()

    def forget(self) -> None:
        """Takes the user's rules out of the journal, after asking."""
        prompts, session = self._tools.prompts, self._tools.session
        question, words = (
            _("Forget your own rules?"),
            _("The rules that come with CoachDesk go on working. Your file stays where it is."),
        )
        if prompts.confirm(self, question, words, _("Forget them")) and session.is_open:
            try:
                session.change_setting(own_rules.SETTING, b"")
            except JournalError as error:
                self.message.show_error(error)
                return
            self._changed()

    def _changed(self) -> None:
        self.message.clear()
        self.refresh()
        self._tools.settings.changed.emit()  # what is being written is looked at again


def _read(path: Path) -> bytes:
    """The file, or one byte more than is allowed of it. Raises a storage error."""
    with files.storage_errors(path), path.open("rb") as file:
        return file.read(LARGEST + 1)
