"""The one style sheet: Fusion's controls in our colours, corners and spacing, told apart by a property.

A widget says what it is (``role`` of a button, ``voice`` of a label, ``surface`` of a frame); how that looks
is written here and nowhere else.
"""

from collections.abc import Mapping

import msgspec

from coachdesk.gui.tokens import HIT, RADIUS, TYPE, XS, Colours, L, M, S

_INNER = HIT - 2
"""The height of a control within its border."""

_TEMPLATE = """
* { outline: 0; }
QWidget { font-size: $body; }
QToolTip { background: $raised; color: $text; border: 1px solid $edge; padding: $xs; }

QFrame[surface="ground"], QWidget[surface="ground"] { background: $ground; }
QFrame[surface="page"], QWidget[surface="page"] { background: $surface; }
QFrame[surface="card"] { background: $raised; border: 1px solid $hairline; border-radius: 10px; }
QFrame[surface="card"][chosen="true"] { border: 2px solid $accent; }
QFrame[surface="palette"] { background: $raised; border: 1px solid $edge; }
QFrame[surface="well"] { background: $sunken; border-radius: $radius; }
QFrame[surface="line"] { background: $hairline; border: 0; }
QFrame[surface="warning_banner"] { background: $warning_soft; border: 0; border-bottom: 1px solid $hairline; }
QFrame[surface="danger_banner"] { background: $danger_soft; border: 0; border-bottom: 1px solid $danger; }
QFrame[surface="good_banner"] { background: $good_soft; border: 0; border-bottom: 1px solid $hairline; }
QFrame[surface="note_banner"] { background: $selected; border: 0; border-bottom: 1px solid $hairline; }
QFrame[surface="warning"] { background: $warning_soft; border: 0; border-radius: $radius; }
QFrame[surface="danger"] { background: $danger_soft; border: 1px solid $danger; border-radius: $radius; }
QFrame[surface="note"] { background: $selected; border: 0; border-radius: $radius; }
QFrame[surface="good"] { background: $good_soft; border: 0; border-radius: $radius; }

QLabel { background: transparent; color: $text; }
QLabel[voice="caption"] { font-size: $caption; color: $quiet; }
QLabel[voice="quiet"] { color: $quiet; }
QLabel[voice="strong"] { font-weight: bold; }
QLabel[voice="lead"] { font-size: $lead; color: $quiet; }
QLabel[voice="title"] { font-size: $title; font-weight: bold; }
QLabel[voice="display"] { font-size: $display; font-weight: bold; }
QLabel[voice="talk"] { font-size: $title; }
QLabel[voice="section"] { font-size: $caption; font-weight: bold; color: $quiet; }
QLabel[voice="mono"] { font-family: "$mono_family"; font-size: $mono; }
QLineEdit[role="mono"] { font-family: "$mono_family"; }
QLabel[voice="danger"] { color: $danger; }
QLabel[voice="warning"] { color: $warning; }
QLabel[voice="good"] { color: $good; }
QLabel:disabled { color: $faint; }

QPushButton {
    background: $raised; color: $text; border: 1px solid $edge; border-radius: $radius;
    min-height: ${inner}px; padding: 0 $l; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $sunken; }
QPushButton:focus { border: 2px solid $focus; padding: 0 15px; min-height: ${inner_focus}px; }
QPushButton:disabled { color: $faint; border-color: $hairline; background: $ground; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: bold; }
QPushButton[role="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[role="primary"]:focus { border: 2px solid $focus_on_accent; }
QPushButton[role="primary"]:disabled { background: $sunken; color: $faint; border-color: $hairline; }
QPushButton[role="danger"] { color: $danger; border-color: $danger; }
QPushButton[role="danger"]:focus { border-color: $focus; }
QPushButton[role="danger"]:disabled { color: $faint; border-color: $hairline; }
QPushButton[role="quiet"], QPushButton[role="link"] { background: transparent; border: 1px solid transparent; }
QPushButton[role="quiet"] { padding: 0 $s; color: $text; }
QPushButton[role="quiet"]:hover { background: $hover; }
QPushButton[role="row"] {
    background: transparent; border: 1px solid transparent; padding: 0 $s; text-align: left; color: $quiet; }
QPushButton[role="row"]:hover { background: $hover; color: $text; }
QPushButton[role="row"]:focus { border: 2px solid $focus; padding: 0 7px; }
QPushButton[role="row"]:checked { background: $selected; color: $accent_text; }
QPushButton[role="due"] {
    background: $raised; border: 1px solid $hairline; border-radius: $radius; min-height: 46px; max-height: 46px; }
QPushButton[role="due"]:hover { background: $hover; }
QPushButton[role="due"]:focus { border: 2px solid $focus; }
QPushButton[role="quiet"]:checked { background: $selected; color: $accent_text; }
QPushButton[role="link"] { color: $accent_text; padding: 0 $xs 0 -1px; text-align: left; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="quiet"]:focus { border: 2px solid $focus; }
QPushButton[role="quiet"]:focus { padding: 0 7px; }
QPushButton[role="link"]:focus {
    background: $selected; border: 0; border-bottom: 2px solid $focus; border-radius: 0;
    padding: 0 5px 0 0; min-height: ${inner}px; }
QPushButton[role="quiet"]:disabled, QPushButton[role="link"]:disabled { color: $faint; }
QPushButton[role="held"] {
    background: transparent; border: 1px solid transparent; padding: 0 2px; min-height: 20px; text-align: left;
    font-size: $caption; color: $quiet; }
QPushButton[role="held"]:hover { color: $text; text-decoration: underline; }
QPushButton[role="held"]:focus { border: 2px solid $focus; padding: 0 1px; min-height: 18px; }
QPushButton[role="alarm"] { background: $warning_soft; border: 0; padding: 0 $s; color: $warning; font-weight: bold; }
QPushButton[role="chip"] {
    background: $raised; border: 1px solid $hairline; border-radius: 13px; min-height: 24px; padding: 0 10px;
    font-size: $caption; color: $quiet; }
QPushButton[role="chip"]:hover { border-color: $edge; color: $text; }
QPushButton[role="chip"]:checked, QPushButton[role="chip"][lit="true"] { background: $selected; border-color: $accent_text; color: $accent_text; }
QPushButton[role="chip"]:focus { border: 2px solid $focus; padding: 0 9px; min-height: 22px; }
QPushButton[role="chip"][opens="true"] { padding: 0 8px 0 12px; }
QPushButton[role="chip"][opens="true"]:focus { padding: 0 7px 0 11px; }

QToolButton {
    background: transparent; border: 1px solid transparent; border-radius: $radius; padding: $xs;
    min-width: 22px; min-height: 22px; color: $text; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $selected; }
QToolButton:focus { border: 2px solid $focus; padding: 3px; }
QToolButton:disabled { color: $faint; }
QLineEdit QToolButton { border: 0; padding: 0; margin: 0; min-width: 0; min-height: 0; background: transparent; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QComboBox, QSpinBox, QDateEdit, QTimeEdit, QPlainTextEdit, QTextEdit {
    background: $surface; color: $text; border: 1px solid $edge; border-radius: $radius;
    selection-background-color: $accent; selection-color: $on_accent; placeholder-text-color: $quiet; }
QLineEdit, QComboBox, QSpinBox, QDateEdit, QTimeEdit { min-height: ${inner}px; padding: 0 $s; }
QPlainTextEdit, QTextEdit { padding: $xs; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDateEdit:focus, QTimeEdit:focus {
    border: 2px solid $focus; min-height: ${inner_focus}px; padding: 0 7px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $focus; padding: 3px; }
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled { background: $ground; color: $faint; border-color: $hairline; }
QLineEdit[invalid="true"] { border: 2px solid $danger; padding: 0 7px; min-height: ${inner_focus}px; }
QLineEdit[role="search"] { background: $surface; border-color: $hairline; }
QLineEdit[role="search"]:focus { border: 2px solid $focus; }
QLineEdit[role="palette"], QLineEdit[role="palette"]:focus {
    background: transparent; border: 0; padding: 0 $s; min-height: 48px; font-size: $lead; }
QTextEdit[role="reading"], QTextEdit[role="reading"]:focus { background: $surface; border: 0; padding: 0; }
QPlainTextEdit[role="writing"], QLineEdit[role="title"] {
    background: $surface; border: 0; border-left: 2px solid $hairline; border-radius: 0; padding: 0 0 0 $s; }
QPlainTextEdit[role="writing"]:focus, QLineEdit[role="title"]:focus {
    border: 0; border-left: 2px solid $focus; padding: 0 0 0 $s; }
QLineEdit[role="title"] { font-size: $title; font-weight: bold; }
QComboBox::drop-down { border: 0; width: 24px; }
QComboBox::down-arrow { image: url("$chevron"); width: 12px; height: 12px; }
QComboBox QAbstractItemView {
    background: $raised; border: 1px solid $edge; selection-background-color: $selected;
    selection-color: $text; padding: $xs; }
QComboBox QAbstractItemView::item { min-height: 28px; }
QComboBox QAbstractItemView::item:selected { background: $selected; color: $text; }
QSpinBox::up-button, QSpinBox::down-button { border: 0; width: 0; }

QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QCheckBox, QRadioButton { color: $text; spacing: $s; min-height: 24px; background: transparent; }
QCheckBox:disabled, QRadioButton:disabled { color: $faint; }
QCheckBox::indicator, QRadioButton::indicator { width: 16px; height: 16px; border: 1px solid $edge; background: $surface; }
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent_text; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$tick"); }
QRadioButton::indicator:checked { background: $surface; border: 5px solid $accent; width: 8px; height: 8px; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid $focus; width: 14px; height: 14px; }
QCheckBox::indicator:checked:focus { border: 2px solid $focus; }
QRadioButton::indicator:checked:focus { border: 5px solid $focus; width: 8px; height: 8px; }

QTabBar { background: $surface; }
QTabBar::tab { background: transparent; color: $quiet; padding: $s $l; border: 0; border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $accent_text; border-bottom: 2px solid $accent_text; }
QTabBar::tab:focus { color: $focus; }

QListView { background: transparent; border: 0; color: $text; }
QListView[role="offers"] { background: $raised; border: 1px solid $edge; padding: $xs; }
QListView[role="offers"]::item { min-height: 28px; padding: 0 $xs; }
QListView[role="offers"]::item:selected { background: $selected; color: $text; }
QListView[surface="page"] { background: $surface; }
QListView[role="ticks"] { border: 1px solid $edge; border-radius: $radius; padding: 3px; }
QListView[role="ticks"]:focus { border: 2px solid $focus; padding: 2px; }
QListView[role="ticks"]::item { height: 28px; padding: 0 $xs; border-radius: $radius; }
QListView[role="ticks"]::item:selected { background: $selected; color: $text; }
QListView[role="ticks"]::indicator { width: 16px; height: 16px; border: 1px solid $edge; border-radius: 4px; background: $surface; }
QListView[role="ticks"]::indicator:checked { background: $accent; border-color: $accent; image: url("$tick"); }
QListView[role="told"] { border: 1px solid $edge; border-radius: $radius; padding: 3px; }
QListView[role="told"]:focus { border: 2px solid $focus; padding: 2px; }
QListView[role="told"]::item { padding: $xs; border-radius: $radius; }
QListView[role="told"]::item:selected { background: $selected; color: $text; }
QScrollArea { background: transparent; border: 0; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollArea > QWidget > QDialog { background: $surface; }
QScrollArea[role="reading"] { border: 1px solid transparent; border-radius: $radius; }
QScrollArea[role="reading"]:focus { border-color: $focus; }
QSplitter::handle { background: $hairline; }
QSplitter::handle:hover { background: $focus; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $scroll; border-radius: 3px; margin: 3px; }
QScrollBar::handle:hover { background: $edge; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenuBar { background: $ground; border-bottom: 1px solid $hairline; padding: 2px $s; }
QMenuBar::item { background: transparent; padding: $xs $s; border-radius: 4px; }
QMenuBar::item:selected { background: $selected; }
QMenu { background: $raised; border: 1px solid $edge; padding: $xs; }
QMenu::item { padding: 6px 24px 6px $s; border-radius: 4px; }
QMenu::item:selected { background: $selected; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $hairline; margin: $xs $s; }
QMenu::icon { padding-left: $s; }
QStatusBar { background: $ground; border-top: 1px solid $hairline; color: $quiet; }
QStatusBar::item { border: 0; }
QStatusBar QPushButton { min-height: 22px; font-size: $caption; }
QStatusBar QPushButton[role="quiet"] { color: $quiet; }
QStatusBar QPushButton:focus { min-height: 20px; }
QStatusBar QLabel { font-size: $caption; color: $quiet; }

QProgressBar { background: $sunken; border: 0; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QProgressBar[level="weak"]::chunk { background: $danger; }
QProgressBar[level="fair"]::chunk { background: $warning; }
QProgressBar[level="strong"]::chunk { background: $good; }
QTabBar::tab { background: transparent; border: 0; border-bottom: 2px solid transparent; padding: $s $m; color: $quiet; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabWidget::pane { border: 0; border-top: 1px solid $hairline; }
QDialog, QMessageBox { background: $surface; }
QMainWindow { background: $ground; }
QHeaderView::section { background: $ground; color: $quiet; border: 0; border-bottom: 1px solid $hairline; padding: $xs $s; }
QGroupBox { border: 0; margin-top: $l; font-weight: bold; }
"""


def sheet(colours: Colours, more: Mapping[str, str]) -> str:
    """The style sheet of a theme. ``more`` has what is no colour: image files and the mono family."""
    from string import Template  # noqa: PLC0415  # only here, and starting is to be quick

    sizes = {name: f"{step.points}pt" for name, step in TYPE.items()}
    grid = {"xs": f"{XS}px", "s": f"{S}px", "m": f"{M}px", "l": f"{L}px", "radius": f"{RADIUS}px"}
    own = {"inner": str(_INNER), "inner_focus": str(_INNER - 2)}
    return Template(_TEMPLATE).substitute(msgspec.structs.asdict(colours) | sizes | grid | own | dict(more))
