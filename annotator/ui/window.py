"""The window: rail, header, pages and status line around one project, built anew for each language and theme."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import shiboken6
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from annotator import assets
from annotator.language import Digits, Language
from annotator.model.layer import LayerKey
from annotator.settings import Settings, data_folder
from annotator.ui import frame_memory
from annotator.ui.actions import Actions
from annotator.ui.ask import Ask, Dialogs
from annotator.ui.banner import Banner
from annotator.ui.care import Care
from annotator.ui.commands.keymap import Keymap
from annotator.ui.deeds import Deeds
from annotator.ui.dressing import dress
from annotator.ui.hairline import hairline
from annotator.ui.header import Header
from annotator.ui.hub import Hub
from annotator.ui.jobs import Jobs
from annotator.ui.menus import fill_menu_bar, hide_idle_menus, settings_menu
from annotator.ui.pages.page import Memory, Page
from annotator.ui.panes import enter_next
from annotator.ui.places import Places
from annotator.ui.projects import Projects, shown_name
from annotator.ui.rail import Rail
from annotator.ui.sections import NEED_PROJECT, SECTIONS
from annotator.ui.session import Session
from annotator.ui.sizes import first_size
from annotator.ui.status import StatusBar
from annotator.ui.theme import Theme
from annotator.ui.timing import Timing
from annotator.ui.tongue import choose_language

SMALLEST = (960, 640)

AskMaker = Callable[[QWidget, Language], Ask]


class Window(QMainWindow):
    """One window over one project.

    A change of language, theme or project throws pages away and builds them anew; what a page remembers is handed
    from the old one to the new one, so nobody loses their place.
    """

    def __init__(
        self, *, preferences: Settings, memory: Settings, data: Path | None = None, make_ask: AskMaker = Dialogs
    ) -> None:
        super().__init__()
        self.preferences = preferences
        self._memory = memory
        self._make_ask = make_ask
        self.hub = Hub(self)
        self.jobs = Jobs(self)
        self.background = Jobs(self)
        self.projects = Projects(
            preferences=preferences, memory=memory, hub=self.hub, data=data or data_folder(), parent=self
        )
        self._pages: dict[str, Page] = {}
        self._section = "home"
        self._unbind: Callable[[], None] = _nothing
        self._article: str | None = None
        self._focused = False
        self._closed = False
        language, theme = self._wanted_language(), self._wanted_theme()
        self.commands = Actions(self, language=language, theme=theme)
        self.commands.take_keys(self._wanted_keys())
        self.session = self._made_session(language, theme)
        self.care = Care(self)
        self.deeds = Deeds(self)
        self.timing = Timing(self)
        room = self.screen().availableGeometry().size()
        self.setMinimumSize(QSize(*SMALLEST).boundedTo(room))
        self.resize(first_size(room))
        self.setAcceptDrops(True)
        self._build()
        frame_memory.restore(self, memory)
        self._listen()

    # --- what others ask of the window

    @property
    def section(self) -> str:
        """The section in front."""
        return self._section

    @property
    def page(self) -> Page:
        """The page in front."""
        return self._page(self._section)

    @property
    def status(self) -> StatusBar:
        """The line at the foot."""
        return self._status

    @property
    def header(self) -> Header:
        """The line above the page."""
        return self._header

    def show_section(self, name: str) -> None:
        """Bring a section to the front; the annotate page begins with the article in which the person was last."""
        places = self._places()
        if name == "annotate" and name not in self._pages and places is not None and self._has(places.last):
            self.open_article(str(places.last))
            return
        self._bring(name)
        self.page.enter()
        self.commands.set_mode(self.page.mode)

    def open_article(self, document_id: str, place: object = None) -> None:
        """Show an article on the annotate page, where nothing is said at the caret that was left there."""
        if self._section == "annotate" and self._section in self._pages:
            self._leave_page()
        else:
            self._bring("annotate")
        if place is None and (places := self._places()) is not None:
            place = places.carets.get(document_id)
        self.page.open_article(document_id, place)
        self.page.enter()
        self.commands.set_mode(self.page.mode)

    def _bring(self, name: str) -> None:
        if name not in SECTIONS:
            raise KeyError(name)
        self._leave_page()
        self._unbind()
        self._section = name
        page = self._page(name)
        self._stack.setCurrentWidget(page)
        self.timing.look()
        self._unbind = self.commands.bind(page.handlers)
        hide_idle_menus(self.menuBar(), self.session)
        self._rail.check(name)
        self._status.put(page.status)
        if name == "annotate" and self._article is not None:
            self._show_article(self._article)
        else:
            self._tell_project()

    def _leave_page(self) -> None:
        """Let the page in front finish what is open, and keep the carets it knows."""
        page = self._pages.get(self._section)
        if page is None:
            return
        page.leave()
        memory, places = page.remember(), self._places(page.session)
        carets, last = memory.get("places"), memory.get("document")
        if places is not None and isinstance(carets, dict):
            places.keep(carets, last=last if isinstance(last, str) else None)

    def _has(self, document_id: str | None) -> bool:
        desk = self.projects.desk
        return document_id is not None and desk is not None and desk.project.has_document(document_id)

    def _places(self, session: Session | None = None) -> Places | None:
        desk = (session or self.session).desk
        return Places(self._memory, desk.project.id) if desk is not None else None

    @property
    def article(self) -> str | None:
        """The id of the article that is shown, or was shown last."""
        return self._article

    def toggle_focus_mode(self) -> None:
        """Hide everything but the page, or show it again."""
        self._focused = not self._focused
        for part in (self._rail, self._header, self.menuBar(), self._status, *self._lines):
            part.setVisible(not self._focused)
        self.hub.focus_mode_changed.emit(self._focused)
        self.page.setFocus()

    def go_round(self, step: int) -> None:
        """Give the focus to the next pane of the window: rail, banner, panes of the page, status line."""
        enter_next((self._rail, self.banner, *self.page.panes, self._status), step)

    def go_on(self) -> None:
        """Show the section in which the person left the program."""
        section = self._memory.text("window.section")
        if section in SECTIONS and self.projects.desk is not None:
            self.show_section(section)

    def rebuild(self) -> None:
        """Build everything anew in the language, theme and project of this moment; places are kept."""
        memories = {name: page.remember() for name, page in self._pages.items()}
        article = self._article
        self._leave_page()
        self._unbind()
        self._unbind = _nothing
        self.session = self._made_session(self._wanted_language(), self._wanted_theme())
        self.commands.retranslate(self.session.language, self.session.theme)
        self._build(memories)
        if article is not None and self._section == "annotate":
            self._show_article(article)

    # --- building

    def _made_session(self, language: Language, theme: Theme) -> Session:
        return Session(
            language=language,
            theme=theme,
            preferences=self.preferences,
            memory=self._memory,
            hub=self.hub,
            actions=self.commands,
            ask=self._make_ask(self, language),
            jobs=self.jobs,
            desk=self.projects.desk,
            corpus=self.projects.corpus,
            search=self.projects.search,
        )

    def _build(self, memories: Mapping[str, Memory] = MappingProxyType({})) -> None:
        session = self.session
        dress(self, session)
        old = self.takeCentralWidget()
        self._discard(old)
        self._pages = {}
        self._stack = QStackedWidget()
        self._stack.setObjectName("pages")
        self._header = Header(session)
        self._header.searched.connect(self._search)
        self._header.left.connect(self._enter_page)
        self.banner = Banner(session)
        self._settings = settings_menu(session, self)
        self._rail = Rail(session, SECTIONS, self._settings)
        self._status = StatusBar(session)
        self.setStatusBar(self._status)
        fill_menu_bar(self.menuBar(), session)
        self.setCentralWidget(self._laid_out())
        for name, memory in memories.items():
            self._page(name).recall(memory)
        for name in NEED_PROJECT:
            self._rail.enable(name, self.projects.desk is not None)
        self._tell_project()
        self.deeds.bind()
        self.care.show()
        self.show_section(self._section)

    def _discard(self, old: QWidget | None) -> None:
        """Drop pages at once and not later: nothing of them may look into a project that is about to be closed."""
        if old is not None:
            shiboken6.delete(old)

    def _laid_out(self) -> QWidget:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        self._lines = (hairline(), hairline(vertical=True))
        column.addWidget(self._lines[0])
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)
        central = QWidget()
        central.setObjectName("panel")
        row = QHBoxLayout(central)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addWidget(self._lines[1])
        row.addLayout(column, 1)
        return central

    def _page(self, name: str) -> Page:
        page = self._pages.get(name)
        if page is None:
            page = SECTIONS[name](self.session, self.projects)
            self._pages[name] = page
            self._stack.addWidget(page)
            places = self._places()
            if name == "annotate" and places is not None:
                page.recall({"places": dict(places.carets)})
        return page

    # --- what happens elsewhere

    def _listen(self) -> None:
        hub = self.hub
        hub.project_changed.connect(self._change_project)
        # Queued: the asking page is thrown away when the project changes.
        hub.project_wanted.connect(self._open_wanted, Qt.ConnectionType.QueuedConnection)
        hub.article_wanted.connect(self.open_article)
        hub.article_opened.connect(self._show_article)
        hub.mode_changed.connect(self.commands.set_mode)
        hub.stepped.connect(self._follow)
        hub.documents_touched.connect(self._follow)
        hub.documents_touched.connect(self._grow_index)
        self.jobs.started.connect(lambda job: self.commands.rest(self.session.say("job.writing") if job.writes else ""))
        self.jobs.ended.connect(lambda: self.commands.rest(""))
        self._unwatch = self.preferences.watch(self._prefer)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    def _open_wanted(self, path: str) -> None:
        self.deeds.open_path(path)

    def _change_project(self) -> None:
        self._leave_page()
        self._unbind()
        self._unbind = _nothing
        self.background.stop()
        self.care.begin()
        self._article = None
        self._section = "home"
        self.session = self._made_session(self.session.language, self.session.theme)
        self._build()
        self._grow_index(())

    def _grow_index(self, _documents: object) -> None:
        """Bring the search index up to date beside the work; a search meanwhile says how far it is."""
        search = self.projects.search
        if search is not None:
            self.background.run(search.catch_up)

    def _prefer(self, keys: frozenset[str]) -> None:
        if "keys.changed" in keys:
            self.commands.take_keys(self._wanted_keys())
        if keys & {"ui.language", "ui.theme", "ui.digits", "keys.changed"}:
            self.rebuild()
        self.hub.preferences_changed.emit(keys)
        if keys & {"ui.language", "ui.digits"}:
            self.hub.language_changed.emit()
        if "ui.theme" in keys:
            self.hub.theme_changed.emit()

    def _follow_system(self, _scheme: Qt.ColorScheme) -> None:
        if self.preferences.text("ui.theme") == "system":
            self.rebuild()
            self.hub.theme_changed.emit()

    def _follow(self, news: object) -> None:
        self.deeds.follow(news)
        if self._article is not None and self._section == "annotate":
            self._show_article(self._article)
        else:
            self._tell_project()

    def _show_article(self, document_id: str) -> None:
        desk, corpus = self.projects.desk, self.projects.corpus
        if desk is None or corpus is None or not desk.project.has_document(document_id):
            return
        self._article = document_id
        document = desk.project.document(document_id)
        standing = desk.project.standing(LayerKey(document_id, "own", desk.person.id))
        self._header.show_article(
            document,
            place=corpus.place_of(document_id),
            total=corpus.total_around(document_id),
            state=standing.state if standing else "open",
        )
        self.setWindowTitle(self.session.say("program.title", name=document.title))

    def _tell_project(self) -> None:
        path = self.projects.path
        name = shown_name(path, self.session.language) if path else ""
        say = self.session.say
        self.setWindowTitle(say("program.title", name=name) if name else say("program.name"))
        corpus = self.projects.corpus
        if corpus is None:
            self._header.show_nothing(say("program.name"), say("program.subtitle"))
        else:
            self._header.show_nothing(name, say("articles.count", n=corpus.count()))

    def _enter_page(self) -> None:
        self.page.enter()

    def _search(self, query: str) -> None:
        if self.projects.corpus is None:
            return
        self.show_section("articles")
        search = getattr(self.page, "search", None)
        if search is not None:
            search(query)

    def _wanted_language(self) -> Language:
        digits: Digits = "arabic" if self.preferences.text("ui.digits") == "arabic" else "ascii"
        code = choose_language(self.preferences.text("ui.language"))
        return Language.load(code, assets.path("i18n"), digits=digits)

    def _wanted_keys(self) -> Keymap:
        return Keymap(self.preferences.names("keys.changed"))

    def _wanted_theme(self) -> Theme:
        return Theme.follow(self.preferences.text("ui.theme"))

    # --- Qt's own events

    def showEvent(self, event: QShowEvent) -> None:
        """Hear the keys that no shortcut took."""
        super().showEvent(event)
        handle = self.windowHandle()
        if handle is not None:
            handle.installEventFilter(self.commands)
            handle.installEventFilter(self.timing)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files of this machine."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a project, or import what was dropped."""
        self.deeds.take_dropped([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Finish what is open, stop long work, remember the place; nothing has to be saved."""
        if self._closed:
            event.accept()
            return
        self._closed = True
        self._leave_page()
        self.timing.leave()
        self.jobs.stop()
        self.background.stop()
        self.care.end()
        frame_memory.remember(self, self._memory, section=self._section, ask=self.session.ask)
        self._unwatch()
        self._unbind()
        self._discard(self.takeCentralWidget())
        for dialog in self.findChildren(QDialog):
            dialog.close()
        self.projects.leave()
        super().closeEvent(event)


def _nothing() -> None:
    """Nothing is bound yet."""
