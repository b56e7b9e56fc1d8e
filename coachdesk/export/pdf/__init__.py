"""How a printed document is drawn: layout, PDF, archive form, and the comparison with a re-layout.

What comes in is :class:`coachdesk.export.blocks.Document`; records, journals and sentences may not
come in. ``draw`` needs ReportLab only; pikepdf belongs to ``archive``, pypdfium2 to ``text_check``.
"""
