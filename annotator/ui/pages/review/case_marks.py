"""How cases lie over the text: what is decided filled, what is not outlined, the active one in full style per layer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.model.annotation import Annotation
from annotator.model.codebook import Codebook
from annotator.model.span import Span
from annotator.ui.pages.annotate.marks_of import colour_of, short_label
from annotator.ui.pages.review.sitting import WHOLE, AnySitting
from annotator.ui.pages.review.wording import role_title
from annotator.ui.reader.marks import Link, Mark, MarkStyle
from annotator.ui.session import Session
from annotator.work.cases import CaseView

_GOLD = "gold"


@dataclass(frozen=True)
class _Drawn:
    """The marks of a case, and which of them stands for what an author said."""

    view: CaseView
    lit: bool
    marks: tuple[Mark, ...]
    places: dict[str, str]


class CaseMarks:
    """Marks and arcs of the open article; a mark's id is that of its case with the number of a version."""

    def __init__(self, session: Session, sitting: AnySitting, codebook: Codebook) -> None:
        self._session = session
        self._sitting = sitting
        self._codebook = codebook
        self._places: dict[str, str] = {}
        self._held: dict[str, _Drawn] = {}

    def marks(self) -> tuple[Mark, ...]:
        """All cases of the article."""
        active = self._sitting.view
        held, self._held = self._held, {}
        found: list[Mark] = []
        for view in self._sitting.article.views:
            if view.kind == "link":
                continue
            lit = active is not None and view.id == active.id
            before = held.get(view.id)
            # A case that says something else now is another value; most are as they were.
            if before is None or before.view is not view or before.lit is not lit:
                before = self._draw(view, lit=lit)
            self._held[view.id] = before
            found += before.marks
        return tuple(found)

    def _place(self, ref: str) -> str | None:
        """The mark of what an author said, as `author:annotation id`."""
        view = next((one.view for one in self._held.values() if ref in one.places), None)
        return self._held[view.id].places[ref] if view is not None else None

    def _draw(self, view: CaseView, *, lit: bool) -> _Drawn:
        self._places = {}
        marks = tuple(self._marks(view, active=lit))
        return _Drawn(view, lit, marks, self._places)

    def marks_of_author(self, author: str) -> tuple[Mark, ...]:
        """What one author says, decided or not: outlined where others say something else."""
        active = self._sitting.view
        found: list[Mark] = []
        for view in self._sitting.article.views:
            place = view.authors.index(author) if author in view.authors else None
            annotation = view.annotations[place] if place is not None else None
            if annotation is not None and view.kind != "link":
                lit = view.agreed or (active is not None and view.id == active.id)
                style: MarkStyle = "solid" if lit else "conflict"
                found.append(self._mark(f"{view.id}|{author}", annotation, style=style, who=""))
        return tuple(found)

    def links(self) -> tuple[Link, ...]:
        """The arcs of the active case's frame, version by version; where the versions agree, once.

        Of a link, the link itself; ``marks`` must have been asked before.
        """
        view = self._sitting.view
        if view is not None and view.kind == "link":
            return tuple(self._plain_links(view))
        if view is None or not view.is_open:
            return ()
        seen: set[tuple[str, str | Span, str]] = set()
        found: list[Link] = []
        for place, part in enumerate(view.parts):
            if self._sitting.line not in (WHOLE, place):
                continue
            for author, member in zip(view.authors, part.members, strict=True):
                link = self._link(view, author, member)
                if link is not None and (link.source, link.target, link.text) not in seen:
                    seen.add((link.source, link.target, link.text))
                    found.append(link)
        return tuple(found)

    def _marks(self, view: CaseView, *, active: bool) -> Iterator[Mark]:
        if not view.is_open:
            yield from self._decided(view, active=active)
            return
        style: MarkStyle = "solid" if active else "suggestion" if view.agreed else "conflict"
        drawn = drawn_of(view)
        everybody = len(drawn) == 1 and len(view.said_by) == len(view.authors)
        for number, authors, annotation in drawn:
            who = "" if everybody else "·".join(str(view.authors.index(one) + 1) for one in authors)
            # The first layer above the letters, the others below: a glance says whose version it is.
            over = not everybody and view.authors[0] in authors
            yield self._mark(f"{view.id}|{number}", annotation, style=style, who=who, over=over)
            self._places.update(
                (f"{one}:{view.case.members[view.authors.index(one)]}", f"{view.id}|{number}") for one in authors
            )

    def _decided(self, view: CaseView, *, active: bool) -> Iterator[Mark]:
        decision = view.decision
        made = decision.outcome.annotation if decision else None
        if made is not None:
            standing = self._sitting.article.contents.get(made.id)
            shown = standing if isinstance(standing, Annotation) else made
            yield self._mark(f"{view.id}|{_GOLD}", shown, style="solid", who="")
            self._places.update((ref, f"{view.id}|{_GOLD}") for ref in view.refs())
        elif active:
            # What was rejected is hidden, but for the case that somebody is looking at.
            for number, _, annotation in versions_of(view):
                yield self._mark(f"{view.id}|{number}", annotation, style="ghost", who="")

    def _mark(self, name: str, annotation: Annotation, *, style: MarkStyle, who: str, over: bool = False) -> Mark:
        word = short_label(self._codebook, annotation.kind, annotation.label, self._session.language)
        label = self._codebook.label(annotation.kind, annotation.label)
        return Mark(
            id=name,
            kind=annotation.kind,
            label=annotation.label,
            spans=annotation.spans,
            chip=f"{who} {word}".strip(),
            colour=colour_of(annotation),
            style=style,
            tooltip=label.name.of(self._session.language.code) if label else annotation.label,
            over=over,
        )

    def _plain_links(self, view: CaseView) -> Iterator[Link]:
        for author, relation in zip(view.authors, view.relations, strict=True):
            if relation is None:
                continue
            source = self._place(f"{author}:{relation.source}")
            target = self._place(f"{author}:{relation.target.annotation}")
            if source is not None and target is not None:
                annotation = self._sitting.annotation(author, relation.source)
                yield Link(
                    id=f"{author}:{relation.id}",
                    source=source,
                    target=target,
                    text=role_title(self._codebook, annotation, relation, self._session.language.code),
                    colour=_colour(annotation),
                    active=True,
                )

    def _link(self, view: CaseView, author: str, member: str | None) -> Link | None:
        relation = self._sitting.relation(author, member)
        name = self._place(f"{author}:{view.case.members[view.authors.index(author)]}")
        if relation is None or name is None or relation.role == "cue":
            return None
        filler = self._sitting.annotation(author, relation.target.annotation)
        spans = filler.spans if filler else relation.target.spans
        if not spans:
            return None
        source = view.annotations[view.authors.index(author)]
        words = role_title(self._codebook, source, relation, self._session.language.code)
        return Link(
            id=f"{author}:{relation.id}", source=name, target=spans[0], text=words, colour=_colour(source), active=True
        )


def drawn_of(view: CaseView) -> Sequence[tuple[int, tuple[str, ...], Annotation]]:
    """Versions as the page tells them apart: by words and label; what else differs stands in the panel."""
    found: list[tuple[int, tuple[str, ...], Annotation]] = []
    for number, authors, annotation in versions_of(view):
        alike = next((at for at, one in enumerate(found) if _looks(one[2]) == _looks(annotation)), None)
        if alike is None:
            found.append((number, authors, annotation))
        else:
            first, others, shown = found[alike]
            found[alike] = (first, (*others, *authors), shown)
    return found


def versions_of(view: CaseView) -> Sequence[tuple[int, tuple[str, ...], Annotation]]:
    """What is said of a case: the number of a version, who says so, and the annotation of the first of them."""
    found: dict[int, tuple[tuple[str, ...], Annotation]] = {}
    for author, number, annotation in zip(view.authors, view.case.versions, view.annotations, strict=True):
        if number is not None and annotation is not None:
            held = found.get(number)
            found[number] = ((*held[0], author), held[1]) if held else ((author,), annotation)
    return tuple((number, *said) for number, said in sorted(found.items()))


def case_of(mark_id: str) -> str:
    """The case that a mark belongs to."""
    return mark_id.partition("|")[0]


def _looks(annotation: Annotation) -> tuple[tuple[Span, ...], str]:
    return annotation.spans, annotation.label


def _colour(annotation: Annotation | None) -> str:
    return colour_of(annotation) if annotation is not None else ""
