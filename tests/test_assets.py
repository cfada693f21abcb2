"""What ships with the program is found and can be read."""

import json

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from annotator import assets


def test_the_fonts_load(qapp: QApplication) -> None:
    for weight in ("Regular", "Bold"):
        number = QFontDatabase.addApplicationFont(str(assets.path("fonts", f"NotoNaskhArabic-{weight}.ttf")))
        assert QFontDatabase.applicationFontFamilies(number) == ["Noto Naskh Arabic"]


def test_the_schema_is_a_schema() -> None:
    schema = json.loads(assets.path("schema", "gold-record-1.0.schema.json").read_bytes())
    assert schema["$schema"].startswith("https://json-schema.org/")


def test_the_seeds_are_found() -> None:
    assert len(list(assets.seed().glob("*.txt"))) == 5
