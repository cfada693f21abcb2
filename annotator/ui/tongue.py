"""Which language the interface speaks."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from annotator.language import LANGUAGES

_WITHOUT_A_WORD = "en"
_NAME: Final = "qt-words"


def choose_language(choice: str) -> str:
    """The code that a person chose, or for ``system`` the first of the system's languages that there is."""
    if choice in LANGUAGES:
        return choice
    spoken = (name.replace("_", "-").split("-")[0] for name in QLocale.system().uiLanguages())
    return next((code for code in spoken if code in LANGUAGES), _WITHOUT_A_WORD)


def speak_with_qt(code: str) -> None:
    """Let Qt's own words (menus of fields, dialogs for files) be of that language; English is what it speaks itself."""
    application = QCoreApplication.instance()
    if application is None:
        return
    known = application.findChild(QTranslator, _NAME)
    if known is not None:
        if known.language().split("_")[0] == code:
            return
        application.removeTranslator(known)
        # Gone at once: the next window would find it by its name.
        known.setParent(None)
    words = QTranslator(application)
    words.setObjectName(_NAME)
    if words.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(words)
