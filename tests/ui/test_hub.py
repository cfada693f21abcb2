"""Pages that are thrown away hear nothing any more: what the hub tells reaches those that stand now."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import pytest
from PySide6.QtWidgets import QApplication

from annotator.ui.hub import Hub
from annotator.ui.sections import SECTIONS
from annotator.ui.window import Window

NEWS: Mapping[str, Callable[[Hub], None]] = MappingProxyType(
    {
        "stepped": lambda hub: hub.stepped.emit(()),
        "documents_touched": lambda hub: hub.documents_touched.emit(()),
        "said": lambda hub: hub.said.emit("done"),
        "mode_changed": lambda hub: hub.mode_changed.emit("caret"),
        "focus_mode_changed": lambda hub: hub.focus_mode_changed.emit(False),
    }
)


@pytest.mark.parametrize("news", NEWS)
def test_news_reach_no_page_that_is_gone(window: Window, news: str) -> None:
    for section in SECTIONS:
        window.show_section(section)
    window.session.preferences.change({"ui.language": "ar"})
    NEWS[news](window.hub)
    QApplication.processEvents()
