"""What there is to draw: pages, states and dialogs, and the projects in which they occur."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import msgspec

from annotator.model.person import Person
from annotator.model.problems import problem
from annotator.model.span import Span
from annotator.store.project import Folders
from annotator.ui.banner import Notice
from annotator.ui.sections import SECTIONS
from annotator.work.desk import Desk
from annotator.work.exchange import import_sources
from annotator.work.opening import create_desk
from annotator.work.sample import build_sample

if TYPE_CHECKING:
    from annotator.ui.window import Window

_NOTHING: Final[Mapping[str, object]] = MappingProxyType({})
_FIRST: Final = "000_86a1a680588ddadc"


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """One picture: a section, what its page takes up again, commands and acts after that.

    ``ready`` says when what is computed beside the window is there. ``after`` are the commands that undo the scene.
    ``size`` is that of the window, where the scene is about it.
    """

    name: str
    section: str
    project: str = "sample"
    memory: Mapping[str, object] = _NOTHING
    commands: tuple[str, ...] = ()
    act: Callable[["Window"], object] | None = None
    ready: Callable[["Window"], bool] | None = None
    after: tuple[str, ...] = ()
    size: tuple[int, int] | None = None


def _select(window: "Window") -> None:
    """Stand on the first words of the article, in my own layer."""
    document = window.article
    desk = window.projects.desk
    assert desk is not None
    assert document is not None
    window.commands.trigger("layer.mine")
    window.page.open_article(document, Span(4, 18))


def _quote(window: "Window") -> None:
    """Open a frame on the words between the first quote marks of the article, in my own layer."""
    from annotator.ui.pages.annotate.page import AnnotatePage

    window.open_article(_FIRST, 0)
    window.commands.trigger("layer.mine")
    page = window.page
    assert isinstance(page, AnnotatePage)
    page.open_article(_FIRST, page.stage.text.index('"') + 3)
    window.commands.trigger("quote.open")


def _counted(window: "Window") -> bool:
    from annotator.ui.pages.review.page import ReviewPage

    return not isinstance(window.page, ReviewPage) or not window.page.agreement.is_busy


def _everywhere(window: "Window") -> None:
    window.commands.trigger("layer.mine")
    window.commands.trigger("annotation.next")
    window.commands.trigger("tag.everywhere")


def _region(window: "Window") -> None:
    _select(window)
    window.commands.trigger("region.make")


def _fault(window: "Window") -> None:
    faults = (problem("store.disk-full", path=str(Path.home() / "news.hashiya")), problem("window.no-project"))
    window.session.ask.show_problems(faults)


def _bug(window: "Window") -> None:
    import sys

    from annotator.ui.app import reporting

    hook, sys.__excepthook__ = sys.__excepthook__, lambda *_: None
    try:
        fault = RuntimeError("example")
        reporting(window)(RuntimeError, fault, fault.__traceback__)
    finally:
        sys.__excepthook__ = hook


def _report(window: "Window") -> None:
    say = window.session.say
    sentence = say("import.done", articles=128, layers=96, refused=2)
    window.session.ask.tell(say("import.title"), sentence, details="12: a.jsonl\n57: b.jsonl")


def _banner(window: "Window") -> None:
    window.care.note(Notice(problem("preferences.keys-ignored", n=2, names="quote.open, event.open")))
    window.care.note(Notice(problem("care.unsound", n=3), "recover", grave=True))


def _ask(window: "Window") -> None:
    window.session.ask.confirm(window.session.say("undo.many", n=420), verb=window.session.say("command.edit.undo"))


PAGES: tuple[Scene, ...] = tuple(Scene(name=name, section=name) for name in SECTIONS)

STATES: tuple[Scene, ...] = (
    Scene(name="annotate-frame", section="annotate", act=_quote, after=("frame.drop",)),
    Scene(name="annotate-focus", section="annotate", commands=("view.focus",), after=("view.focus",)),
    Scene(name="annotate-suggestions", section="annotate", commands=("layer.mine", "suggestion.next")),
    Scene(name="annotate-find", section="annotate", commands=("find.open",)),
    Scene(name="annotate-nested", section="annotate", project="odd"),
    Scene(name="annotate-narrow", section="annotate", commands=("view.start_panel",), size=(960, 640)),
    Scene(name="articles-odd", section="articles", project="odd"),
    Scene(name="registry-quotes", section="registry", memory={"entry": "per.putin", "tab": "quotes"}),
    Scene(name="registry-claims", section="registry", memory={"entry": "evt.crocus-attack", "tab": "claims"}),
    Scene(
        name="registry-details", section="registry", memory={"entry": "per.putin", "tab": "mentions", "details": True}
    ),
    Scene(name="registry-empty", section="registry", memory={"words": "لا أحد"}),
    Scene(name="review-cases", section="review", memory={"view": 1, "article": _FIRST}),
    Scene(
        name="review-hidden",
        section="review",
        memory={"view": 1, "article": "004_2d74ac5e9dc5bed1", "all": True, "names": "hidden"},
    ),
    Scene(name="review-sides", section="review", memory={"view": 1, "article": "003_6b6843914a22ef7f", "sides": True}),
    Scene(name="review-agreement", section="review", memory={"view": 2}, ready=_counted),
    Scene(name="history-empty", section="history", memory={"what": "comment", "who": "analyst-b"}),
    *(Scene(name=f"empty-{name}", section=name, project="empty") for name in SECTIONS),
)

DIALOGS: tuple[Scene, ...] = (
    Scene(name="preferences", section="annotate", act=lambda window: window.deeds.open_preferences("general")),
    Scene(name="preferences-reading", section="annotate", act=lambda window: window.deeds.open_preferences("reading")),
    Scene(name="preferences-keys", section="annotate", act=lambda window: window.deeds.open_preferences("keys")),
    Scene(name="key-help", section="annotate", commands=("help.keys",)),
    Scene(name="palette", section="annotate", commands=("palette.open",)),
    Scene(name="definition", section="annotate", act=_quote, commands=("label.define",), after=("frame.drop",)),
    Scene(name="everywhere", section="annotate", project="odd", act=_everywhere),
    Scene(name="region", section="annotate", act=_region),
    Scene(name="review-rules", section="review", commands=("review.rules",)),
    Scene(name="new-batch", section="team", commands=("batch.new",)),
    Scene(name="new-person", section="team", commands=("person.add",)),
    Scene(name="fault", section="home", act=_fault),
    Scene(name="bug", section="home", act=_bug),
    Scene(name="report", section="articles", act=_report),
    Scene(name="question", section="articles", act=_ask),
    Scene(name="banner", section="annotate", act=_banner),
)

TABLES: tuple[Scene, ...] = (
    Scene(name="annotate-quotes", section="annotate", memory={"table": "quote", "document": _FIRST}),
    Scene(name="annotate-events", section="annotate", memory={"table": "event", "document": "003_6b6843914a22ef7f"}),
)
"""The drawer with tables stays open from one scene to the next, so these come last."""


def build_projects(folder: Path, me: Person) -> Mapping[str, Path]:
    """The projects of the scenes by name: the sample, an empty one, and one of oddities."""
    folders = Folders(data=folder)
    paths = {name: folder / f"{name}.hashiya" for name in ("sample", "empty", "odd")}
    build_sample(paths["sample"], folders=folders, person=me).close()
    create_desk(paths["empty"], me, folders=folders).project.close()
    desk = create_desk(paths["odd"], me, folders=folders)
    _fill_with_oddities(desk, folder)
    desk.project.close()
    return MappingProxyType(paths)


_NESTED: Final = "زار وزير خارجية جمهورية أفغانستان الإسلامية كابل"
_LEVELS: Final = (
    ("وزير خارجية جمهورية أفغانستان الإسلامية", "PER"),
    ("وزير خارجية", "TITLE"),
    ("خارجية جمهورية أفغانستان الإسلامية", "ORG"),
    ("جمهورية أفغانستان الإسلامية", "GPE"),
    ("أفغانستان الإسلامية", "LOC"),
    ("أفغانستان", "NORP"),
    ("كابل", "FAC"),
)


def _fill_with_oddities(desk: Desk, folder: Path) -> None:
    """Six levels, a title that ends nowhere, an article of one line, one that runs from left to right."""
    endless = "اجتماع " * 40 + "ختامي"
    texts = {
        "nested": f"{_NESTED}\n\n{_NESTED} أمس. وقال «نريد السلام» ثم غادر.\n\n{_NESTED}.",
        "endless": f"{endless}\n\nقال الوزير إن الاجتماع طويل.",
        "short": "خبر عاجل",
        "latin": "A headline in Latin letters\n\nThe minister said: «لا» and left.",
    }
    files = [folder / f"{name}.txt" for name in texts]
    for file, text in zip(files, texts.values(), strict=True):
        file.write_text(text, encoding="utf-8")
    import_sources(desk.project, files, person=desk.person)
    article = desk.open(next(name for name in desk.project.document_ids() if "nested" in name))
    for place in (0, article.text.index(_NESTED, 10)):
        for words, label in _LEVELS:
            start = article.text.index(words, place)
            desk.tag(article, (Span(start, start + len(words)),), label, beside=True)
