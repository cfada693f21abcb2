"""What a person has said of the same name before, so that it need not be typed again."""

from collections.abc import Iterable
from typing import Final

import msgspec

from annotator.model.annotation import Annotation, Attribute
from annotator.text.folding import fold_key

_OF_THE_ENTRY: Final = frozenset({"subtype"})
_OF_THE_FORM: Final = frozenset({"mention"})


class Said(msgspec.Struct, frozen=True):
    """What the same letters were tagged as last."""

    label: str
    entry: str | None
    attributes: tuple[Attribute, ...]


class Habits:
    """Labels, entries and lasting attributes by folded letters and by entry; the latest word holds.

    A sort (``subtype``) belongs to what is named, the kind of mention to the letters that name it; everything else is
    said of one place and is never carried on.
    """

    def __init__(self) -> None:
        self._forms: dict[tuple[str, str], Said] = {}
        self._sorts: dict[str, tuple[Attribute, ...]] = {}

    def learn(self, annotations: Iterable[Annotation], text: str) -> None:
        """Take up what annotations of my own say."""
        for annotation in annotations:
            if annotation.kind not in ("entity", "event"):
                continue
            key = fold_key(annotation.surface(text))
            kept = _kept(annotation, _OF_THE_ENTRY | _OF_THE_FORM)
            self._forms[annotation.kind, key] = Said(annotation.label, annotation.entry, kept)
            if annotation.entry is not None:
                self._sorts[annotation.entry] = _kept(annotation, _OF_THE_ENTRY)

    def of_form(self, surface: str, kind: str = "entity") -> Said | None:
        """What these letters were tagged as last."""
        return self._forms.get((kind, fold_key(surface)))

    def of_entry(self, entry: str, surface: str, label: str) -> tuple[Attribute, ...]:
        """What is likely to hold of one more mention of an entry with these letters under a label."""
        said = self.of_form(surface)
        same = said is not None and said.entry == entry and said.label == label
        form = tuple(a for a in said.attributes if a.name in _OF_THE_FORM) if said is not None and same else ()
        return tuple(sorted({*form, *self._sorts.get(entry, ())}))


def _kept(annotation: Annotation, names: frozenset[str]) -> tuple[Attribute, ...]:
    return tuple(a for a in annotation.attributes if a.name in names)
