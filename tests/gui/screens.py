"""Renders every screen and dialog to PNG: light and dark, at 100 % and 200 %, and at the least size.

    python -m tests.gui.screens [--to build/screens] [--only desk-full,writing] [--quick]
    python -m tests.gui.screens --readme

``--readme`` draws the two pictures that the README shows. ``--quick`` leaves out 200 % and the least size. ``--pseudo`` shows the longer, bracketed texts instead.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QLocale, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QWidget

from coachdesk.gui import qt_texts, texts
from coachdesk.gui.app import make_application
from coachdesk.gui.main_window import LEAST_SIZE
from coachdesk.gui.theme import Look
from tests.gui.scenes import SCENES, Journals, make_journals, staged

THEMES = ("light", "dark")
OFFSCREEN = "This plugin does not support"
"""How Qt begins to say what a window without a screen cannot do: nobody needs to know."""
SIZE = (1240, 800)
SCALE = "QT_SCALE_FACTOR"
DOCS = Path("packaging/docs")
README = {"desk-light.png": ("desk-full", "light"), "desk-dark.png": ("writing-observation", "dark")}
README_SIZE = (1280, 800)


def main() -> int:
    """Renders what is asked for."""
    options = _options()
    if options.child is None:
        for scale in ("1",) if options.quick or options.pseudo or options.readme else ("1", "2"):
            command = [sys.executable, "-m", "tests.gui.screens", *sys.argv[1:], "--child", scale]
            environment = os.environ | {SCALE: scale, "QT_QPA_PLATFORM": "offscreen"}
            subprocess.run(command, env=environment, check=True)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
            os.environ[name] = folder
        _render(options, Path(folder))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--to", type=Path, default=Path("build/screens"))
    parser.add_argument("--only", type=lambda names: names.split(","), default=list(SCENES))
    parser.add_argument("--themes", type=lambda names: names.split(","), default=list(THEMES))
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--pseudo", action="store_true")
    parser.add_argument("--readme", action="store_true")
    parser.add_argument("--child", default=None, help=argparse.SUPPRESS)
    return parser.parse_args()


def _render(options: argparse.Namespace, folder: Path) -> None:
    qInstallMessageHandler(_pass_on)
    app = make_application()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    texts.speak(texts.PSEUDO if options.pseudo else "en")
    qt_texts.install(app)
    look = Look(app, "light", own_fonts=True)
    journals = make_journals(folder)
    if options.readme:
        for name, (scene, theme) in README.items():
            look.choose(theme)
            _picture(look, journals, scene, README_SIZE, DOCS / name)
        return
    options.to.mkdir(parents=True, exist_ok=True)
    sizes = {"": SIZE} if options.quick or options.child != "1" else {"": SIZE, "-least": LEAST_SIZE}
    for theme in options.themes:
        look.choose(theme)
        for name in options.only:
            for suffix, size in sizes.items():
                mark = (
                    f"{'-pseudo' if options.pseudo else ''}{suffix}{'' if options.child == '1' else '-200'}"
                )
                _picture(look, journals, name, size, options.to / f"{name}-{theme}{mark}.png")


def _pass_on(_kind: QtMsgType, _context: object, message: str) -> None:
    if not message.startswith(OFFSCREEN):
        print(message, file=sys.stderr)


def _picture(look: Look, journals: Journals, name: str, size: tuple[int, int], target: Path) -> None:
    with staged(look, journals, size) as stage:
        shown: QWidget = SCENES[name](stage)
        stage.settle()
        shown.grab().save(str(target))
    print(target)


if __name__ == "__main__":
    sys.exit(main())
