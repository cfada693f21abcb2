"""What a page is handed at its birth: language, colours, settings, and the project that is open."""

from dataclasses import dataclass

from annotator.language import Language
from annotator.settings import Settings
from annotator.ui.actions import Actions, Presses
from annotator.ui.ask import Ask
from annotator.ui.hub import Hub
from annotator.ui.jobs import Jobs
from annotator.ui.theme import Theme
from annotator.work.corpus import Corpus
from annotator.work.desk import Desk
from annotator.work.search import Search


@dataclass(frozen=True)
class Session:
    """Everything around a page. A new language, theme or project makes a new one, and new pages with it."""

    language: Language
    theme: Theme
    preferences: Settings
    memory: Settings
    hub: Hub
    actions: Actions
    ask: Ask
    jobs: Jobs
    desk: Desk | None = None
    corpus: Corpus | None = None
    search: Search | None = None

    @property
    def right_to_left(self) -> bool:
        """True if the interface runs from right to left; an article's own direction is another matter."""
        return self.language.right_to_left

    def say(self, key: str, **values: object) -> str:
        """A sentence in the language of the interface; keys that it names are those that hold at present."""
        if self.language.names_keys(key):
            values["press"] = Presses(self.actions.keymap, self.language)
        return self.language.say(key, **values)
