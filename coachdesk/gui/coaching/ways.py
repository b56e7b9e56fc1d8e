"""Ways over the desk: from a row, an entry or a milestone to where it is talked about, written, or shown."""

from typing import TYPE_CHECKING

from coachdesk.gui.coaching.lettering import open_letter
from coachdesk.gui.milestone_rows import page_for
from coachdesk.gui.tools import Tools
from coachdesk.records.about import AboutLeaders
from coachdesk.records.consequence import Letter

if TYPE_CHECKING:
    from coachdesk.gui.desk_pane import DeskPane


def connect(desk: "DeskPane", tools: Tools) -> None:
    """Has the desk go where its panes ask it to."""

    def prepare(leader_id: str, entry_id: str) -> None:
        desk.leaders.pick(leader_id)
        desk.area.begin("prepare", entry_id)

    def show_record(record_id: str) -> None:
        page, entry_id = page_for(tools.session.view, record_id)
        record = tools.session.view.get(record_id).record
        if entry_id:
            desk.show_entry(desk.leader_id, entry_id)
        elif isinstance(record, Letter):
            desk.area.show_page(desk.leader_id, page, record.of_id)
        else:
            desk.area.show_page(desk.leader_id, page, record_id)

    def write_letter(leader_id: str, record_id: str) -> None:
        page, _entry_id = page_for(tools.session.view, record_id)
        desk.show_page(leader_id, page, record_id)
        record = tools.session.view.get(record_id).record
        assert isinstance(record, AboutLeaders)
        open_letter(tools, desk.window(), record)

    desk.timeline.record_wanted.connect(show_record)
    desk.timeline.prepare_wanted.connect(lambda: prepare(desk.leader_id, ""))
    desk.reading.prepare_wanted.connect(lambda entry_id: prepare(desk.leader_id, entry_id))
    desk.area.today.prepare_wanted.connect(prepare)
    desk.area.today.letter_wanted.connect(write_letter)
