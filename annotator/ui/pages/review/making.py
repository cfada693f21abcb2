"""A version that the reviewer makes: words that are selected, a label, and Enter."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

import msgspec

from annotator.model.annotation import Annotation, Kind
from annotator.model.problems import refuse
from annotator.model.span import Span
from annotator.model.step import Step
from annotator.ui.commands.command import DIGITS
from annotator.ui.pages.review.sitting import ReviewSitting
from annotator.ui.reader.view import Reader

_FIRST_OF: Mapping[str, Kind] = MappingProxyType(
    {"quote.open": "quote", "event.open": "event", "region.make": "region"}
)


class Making(msgspec.Struct, frozen=True):
    """What is being made: for which case (none: what everybody missed), kind, label, and its pieces so far."""

    case: str | None
    kind: Kind
    label: str | None
    spans: tuple[Span, ...]
    before: Span | None


class Maker:
    """Begins, changes and ends a version; `told` is called after every change, with why nothing was done or ""."""

    def __init__(self, sitting: ReviewSitting, reader: Reader, told: Callable[[str], None]) -> None:
        self._sitting = sitting
        self._reader = reader
        self._told = told
        self.draft: Making | None = None

    def table(self) -> dict[str, Callable[[], object]]:
        """Command id to what it does while a version is made."""
        digits = {f"tag.{digit}": partial(self._press, digit) for digit in DIGITS}
        kinds = {name: partial(self._turn, kind) for name, kind in _FIRST_OF.items()}
        return {**digits, **kinds, "piece.add": self._add_piece, "review_edit.drop": self.drop}

    def begin(self, annotation: Annotation | None, case: str | None) -> None:
        """Begin with a version that stands, or (``None``) with nothing but what is selected."""
        if annotation is None:
            self.draft = Making(case, "entity", None, (), None)
        else:
            span = annotation.spans[0]
            self.draft = Making(case, annotation.kind, annotation.label, annotation.spans, span)
            self._reader.select(span)
            self._reader.scroll_to(span)
        self._told("")

    def drop(self) -> None:
        """Leave it."""
        self.draft = None
        self._told("")

    def finish(self) -> tuple[Step, ...]:
        """Write it as the decision.

        Raises:
            KnownError: there are no words or no label yet, or the codebook does not let it stand.
        """
        draft = self.draft
        if draft is None:
            return ()
        spans, review, article = self._spans(draft), self._sitting.review, self._sitting.article
        if not spans:
            raise refuse("review.nothing-selected")
        if draft.label is None:
            raise refuse("review.no-label")
        if draft.case is None:
            steps = review.add(article, spans, kind=draft.kind, label=draft.label)
        else:
            steps = review.edit(article, draft.case, spans=spans, label=draft.label)
        self.draft = None
        return steps

    def _spans(self, draft: Making) -> tuple[Span, ...]:
        """The pieces: those that stood, unless other words were selected since."""
        selected = self._reader.selection()
        if selected is None or selected == draft.before or selected in draft.spans:
            return draft.spans
        return (selected,)

    def _press(self, digit: str) -> None:
        draft, codebook = self.draft, self._sitting.review.desk.codebook
        if draft is None or (draft.case is not None and draft.kind != "entity"):
            return
        label = next((one for one in codebook.labels_of("entity") if one.key == digit), None)
        if label is not None:
            self.draft = msgspec.structs.replace(draft, kind="entity", label=label.id)
            self._told("")

    def _turn(self, kind: Kind) -> None:
        """Make what everybody missed a quote, an event or a region."""
        draft, codebook = self.draft, self._sitting.review.desk.codebook
        labels = codebook.labels_of(kind)
        if draft is not None and draft.case is None and labels:
            self.draft = msgspec.structs.replace(draft, kind=kind, label=labels[0].id)
            self._told("")

    def _add_piece(self) -> None:
        draft, selected = self.draft, self._reader.selection()
        if draft is not None and selected is not None and selected not in draft.spans:
            self.draft = msgspec.structs.replace(draft, spans=tuple(sorted((*draft.spans, selected))), before=selected)
            self._told("")
