"""Which language the interface speaks."""

from PySide6.QtCore import QLocale

from annotator.language import LANGUAGES

_WITHOUT_A_WORD = "en"


def choose_language(choice: str) -> str:
    """The code that a person chose, or for ``system`` the first of the system's languages that there is."""
    if choice in LANGUAGES:
        return choice
    spoken = (name.replace("_", "-").split("-")[0] for name in QLocale.system().uiLanguages())
    return next((code for code in spoken if code in LANGUAGES), _WITHOUT_A_WORD)
