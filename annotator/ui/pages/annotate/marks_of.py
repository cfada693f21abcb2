"""From the annotations of an open article to what the reader draws, and from steps to what it draws anew."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import msgspec

from annotator.language import Language
from annotator.model.annotation import Annotation, Relation
from annotator.model.codebook import Codebook
from annotator.model.span import Span
from annotator.model.step import Step
from annotator.text.bidi import strip_controls
from annotator.text.folding import fold_key
from annotator.ui.reader.marks import Link, Mark
from annotator.work.article import OpenArticle

KIND_COLOURS: Mapping[str, str] = MappingProxyType(
    {"quote": "QUOTE", "event": "EVENT", "cue": "CUE", "region": "REGION"}
)

# Told apart on paper and on black by lightness too, not by hue alone; a quote's bar takes one by its speaker.
_BARS_LIGHT = ("#6A2C91", "#0B5FA5", "#8A4600", "#00694B", "#A01C5B", "#4C6A00", "#00676E", "#B3261E")
_BARS_DARK = ("#D0A4F2", "#79BDF5", "#F0B45B", "#62D2A8", "#F59BC4", "#B4D267", "#6BD3DB", "#FF9A90")

_LONGEST_TOOLTIP = 60


class Patch(msgspec.Struct, frozen=True):
    """What a gesture changed on the page: ids whose marks go, marks that come, and whether arcs may differ."""

    removed: tuple[str, ...]
    added: tuple[Mark, ...]
    links: bool


class Marking:
    """How one article's annotations look in one interface language; remembers which speaker has which colour."""

    def __init__(self, article: OpenArticle, codebook: Codebook, *, language: Language, dark: bool) -> None:
        self._article = article
        self._codebook = codebook
        self._language = language
        self._bars = _BARS_DARK if dark else _BARS_LIGHT
        self._speakers: dict[str, str] = {}

    def marks(self) -> tuple[Mark, ...]:
        """Every annotation's mark, in text order, so that colours of speakers follow their first quote."""
        ordered = sorted(self._article.annotations.values(), key=lambda a: (a.start, -a.end, a.id))
        return tuple(map(self.mark, ordered))

    def mark(self, annotation: Annotation) -> Mark:
        """The mark of one annotation."""
        return Mark(
            id=annotation.id,
            kind=annotation.kind,
            label=annotation.label,
            spans=annotation.spans,
            chip=self.chip(annotation),
            colour=colour_of(annotation),
            speaker_colour=self._bar(annotation) if annotation.kind == "quote" else None,
            tooltip=self._tooltip(annotation),
        )

    def chip(self, annotation: Annotation) -> str:
        """The short word on the chip; a question mark says that somebody is unsure."""
        word = short_label(self._codebook, annotation.kind, annotation.label, self._language)
        unsure = annotation.value("certainty") == "unsure"
        return f"{word}{'؟' if self._language.right_to_left else '?'}" if unsure else word

    def links(self, active: Iterable[str] = ()) -> tuple[Link, ...]:
        """Arcs from quotes to speakers and from events to what fills their roles; a cue stands beside its quote."""
        lit = frozenset(active)
        found = (self._link(r, lit) for r in self._article.relations.values())
        return tuple(link for link in found if link is not None)

    def patch(self, steps: Iterable[Step]) -> Patch:
        """What to draw anew after ``steps``, which the article has followed already."""
        touched: dict[str, None] = {}
        links = False
        for step in steps:
            if step.stream != self._article.stream:
                continue
            for change in step.changes:
                value = change.after or change.before
                if isinstance(value, Relation):
                    links = True
                    touched[value.source] = None
                elif isinstance(value, Annotation):
                    touched[value.id] = None
                    # A speaker that has moved or now means another entry recolours the quotes that it spoke.
                    touched.update(dict.fromkeys(r.source for r in self._article.relations_to(value.id)))
        living = [self._article.annotations[i] for i in touched if i in self._article.annotations]
        links = links or any(self._article.relations_of(a.id) or self._article.relations_to(a.id) for a in living)
        gone = tuple(i for i in touched if i not in self._article.annotations)
        return Patch(removed=gone, added=tuple(map(self.mark, living)), links=links)

    def _link(self, relation: Relation, lit: frozenset[str]) -> Link | None:
        target: str | Span | None = relation.target.annotation
        source = self._article.annotations.get(relation.source)
        if relation.role == "cue":
            return None
        if target is None and relation.target.spans:
            target = relation.target.spans[0]
        if source is None or target is None or (isinstance(target, str) and target not in self._article.annotations):
            return None
        rule = self._codebook.role(source.kind, relation.role)
        return Link(
            id=relation.id,
            source=relation.source,
            target=target,
            text=rule.title.of(self._language.code) if rule else relation.role,
            colour=colour_of(source),
            active=relation.source in lit or (isinstance(target, str) and target in lit),
        )

    def _bar(self, quote: Annotation) -> str:
        speaker = self._speaker(quote)
        if speaker not in self._speakers:
            self._speakers[speaker] = self._bars[len(self._speakers) % len(self._bars)]
        return self._speakers[speaker]

    def _speaker(self, quote: Annotation) -> str:
        """What tells a speaker apart: the registry entry, else the folded letters, else the status."""
        for relation in self._article.relations_of(quote.id):
            if relation.role == "speaker":
                target = relation.target
                mention = self._article.annotations.get(target.annotation or "")
                if mention is not None:
                    return mention.entry or fold_key(mention.surface(self._article.text))
                letters = " ".join(fold_key(s.of(self._article.text)) for s in target.spans)
                return target.entry or letters or relation.status
        return ""

    def _tooltip(self, annotation: Annotation) -> str:
        label = self._codebook.label(annotation.kind, annotation.label)
        name = label.name.of(self._language.code) if label else annotation.label
        subtype = annotation.value("subtype")
        if label and subtype:
            name += "".join(f" · {s.name.of(self._language.code)}" for s in label.subtypes if s.id == subtype)
        return f"{name} · {short_surface(annotation, self._article.text, longest=_LONGEST_TOOLTIP)}"


def colour_of(annotation: Annotation) -> str:
    """The palette's name for an annotation's colour: its label for entities, its kind for all others."""
    return KIND_COLOURS.get(annotation.kind, annotation.label)


def short_label(codebook: Codebook, kind: str, label_id: str, language: Language) -> str:
    """A word for chips: the id in English, where annotators know it by heart; the first word of choice in Arabic.

    A quote is a quote whatever its form: that is told beside it.
    """
    if kind == "quote":
        return language.say("annotate.kinds.quote")
    label = codebook.label(kind, label_id)
    if label is None:
        return label_id
    if language.code == "ar":
        return label.name.ar.split(" أو ")[0]
    return label.id if kind in ("entity", "event") else label.name.of(language.code)


def short_surface(annotation: Annotation, text: str, *, longest: int) -> str:
    """The letters of an annotation on one line, cut at the logical end with an ellipsis."""
    first = annotation.spans[0]
    letters = " … ".join(text[s.start : min(s.end, s.start + longest + 1)] for s in annotation.spans[:3])
    line = strip_controls(letters)
    return f"{line[:longest].rstrip()}…" if first.length > longest else shortened(line, longest=longest)


def shortened(line: str, *, longest: int) -> str:
    """A line of at most so many code points, with an ellipsis at its logical end where it was cut."""
    return f"{line[:longest].rstrip()}…" if len(line) > longest else line
