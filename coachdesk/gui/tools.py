"""What every pane is given: the session, the look, the settings and the prompts, as constructor arguments."""

from dataclasses import dataclass

from coachdesk.gui.prompts import Prompts
from coachdesk.gui.session import Session
from coachdesk.gui.settings import SettingsFile
from coachdesk.gui.theme import Look


@dataclass(frozen=True)
class Tools:
    """The dependencies of a pane. Tests put their own in place of any of them."""

    session: Session
    look: Look
    settings: SettingsFile
    prompts: Prompts
