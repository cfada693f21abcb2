"""The sections of the window in their order, each with what builds its page; a page is imported when first shown."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from annotator.ui.pages.page import Page
from annotator.ui.projects import Projects
from annotator.ui.session import Session


def _home(session: Session, projects: Projects) -> Page:
    from annotator.ui.pages.home import HomePage

    return HomePage(session, tuple(path for path in projects.recent if path != projects.path))


def _articles(session: Session, _projects: Projects) -> Page:
    from annotator.ui.pages.articles import ArticlesPage

    return ArticlesPage(session)


def _annotate(session: Session, _projects: Projects) -> Page:
    from annotator.ui.pages.annotate.page import AnnotatePage

    if session.desk is None:
        raise RuntimeError("no project is open")
    return AnnotatePage(session, session.desk)


def _review(session: Session, _projects: Projects) -> Page:
    if session.desk is None:
        raise RuntimeError("no project is open")
    if not session.desk.person.reviews:
        from annotator.ui.pages.review.answers_page import AnswersPage

        return AnswersPage(session, session.desk)
    from annotator.ui.pages.review.page import ReviewPage

    return ReviewPage(session, session.desk)


def _registry(session: Session, _projects: Projects) -> Page:
    from annotator.ui.pages.registry.page import RegistryPage

    if session.desk is None:
        raise RuntimeError("no project is open")
    return RegistryPage(session, session.desk)


def _codebook(session: Session, _projects: Projects) -> Page:
    from annotator.ui.pages.codebook.page import CodebookPage

    if session.desk is None:
        raise RuntimeError("no project is open")
    return CodebookPage(session, session.desk)


def _team(session: Session, _projects: Projects) -> Page:
    from annotator.ui.pages.team.page import TeamPage

    if session.desk is None:
        raise RuntimeError("no project is open")
    return TeamPage(session, session.desk)


def _history(session: Session, _projects: Projects) -> Page:
    from annotator.ui.pages.history import HistoryPage

    if session.desk is None:
        raise RuntimeError("no project is open")
    return HistoryPage(session, session.desk)


SECTIONS: Mapping[str, Callable[[Session, Projects], Page]] = MappingProxyType(
    {
        "home": _home,
        "articles": _articles,
        "annotate": _annotate,
        "review": _review,
        "registry": _registry,
        "codebook": _codebook,
        "team": _team,
        "history": _history,
    }
)

NEED_PROJECT = frozenset({"articles", "annotate", "review", "registry", "codebook", "team", "history"})
"""Sections that have nothing to show while no project is open."""
