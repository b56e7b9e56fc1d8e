"""The form that says how a letter was handed over: when, to whom, how, and whether they signed for it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from coachdesk.export.letter_making import Copy, Kind, Made, Told, handed
from coachdesk.gui.coaching.inputs import Input
from coachdesk.gui.coaching.record_form import RecordForm
from coachdesk.gui.coaching.words import SIGNED
from coachdesk.gui.texts import N_, _
from coachdesk.gui.tools import Tools
from coachdesk.gui.unfinished import reopens
from coachdesk.records.base import InvalidRecord, Record
from coachdesk.records.people import Leader

_INPUTS = (
    Input("handed_on", N_("&When"), "day_past"),
    Input("to", N_("To &whom")),
    Input("how", N_("&How"), "line", N_("In person, by registered post, by e-mail …")),
    Input("signature", N_("&Receipt"), "choice", needed=True),
    Input("witness", N_("W&itness"), "line", N_("Who was there, above all if they declined to sign")),
)


@reopens
def handing_form(  # all that a draft must name, to be of this copy again
    tools: Tools, leader: Leader, record: Record, kind: Kind, day: str, digest: str, parent: QWidget
) -> RecordForm:
    """Asks how the very copy of a letter about ``record`` was handed over that has this SHA-256."""
    copy = Copy(kind=kind, leader=leader, record_id=record.id, day=day, digest=digest)
    signed = {key: _(words) for key, words in SIGNED.items()}
    inputs = [one._replace(options=signed) if one.key == "signature" else one for one in _INPUTS]

    def records(answers: dict[str, Any]) -> Sequence[Record]:
        if answers["handed_on"] is None:
            raise InvalidRecord("handed_on", "empty")
        if answers["handed_on"] < day:
            raise InvalidRecord("handed_on", "dates_run_backwards", answers["handed_on"])
        told = Told(
            day=answers["handed_on"],
            to=answers["to"],
            how=answers["how"],
            signature=answers["signature"],
            witness=answers["witness"],
        )
        return [handed(copy, told)]

    form = RecordForm(
        tools,
        _("Handed over"),
        inputs,
        records,
        parent,
        explanation=_(
            "It is put on file with the fingerprint of the file, so that nobody can say it was another."
        ),
        values={"handed_on": day, "to": leader.name, "signature": "not_asked"},
        action=_("Put it on file"),
    )
    form.advise("witness", lambda typed: _advice(form, typed))
    witness = form.answers["witness"]
    form.answers["signature"].chosen.connect(lambda _key: witness.textChanged.emit(witness.text()))
    return form


def handing(tools: Tools, made: Made, parent: QWidget) -> RecordForm:
    """The form for a letter that was just made."""
    record = tools.session.view.get(made.wanted.record_id).record
    return handing_form(tools, made.leader, record, made.wanted.kind, made.wanted.day, made.digest, parent)


def _advice(form: RecordForm, witness: str) -> str:
    if form.answers["signature"].value() == "refused" and not witness:
        return _("Who declines to sign may later say that it was never handed over. Who saw it?")
    return ""
