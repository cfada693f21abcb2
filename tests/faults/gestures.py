"""Somebody who works without sense or rest: every gesture of the desk, chosen and aimed by a die."""

import random
from collections.abc import Callable

from annotator.model.annotation import Attribute, Target
from annotator.model.ids import new_id
from annotator.model.problems import KnownError
from annotator.model.registry import Entry
from annotator.model.span import Span
from annotator.model.step import Step
from annotator.work.article import OpenArticle
from annotator.work.desk import Desk
from annotator.work.frames import Filling, Frame, read_frame

AT = "2025-01-02T03:04:05.000Z"
_LABELS = ("PER", "ORG", "GPE", "LOC", "DATE", "TITLE")
_EVENTS = ("AID", "CONSULT", "REJECT", "OTHER")


class Hands:
    """Gestures on one open article; what a rule refuses is counted, not raised."""

    def __init__(self, desk: Desk, article: OpenArticle, dice: random.Random) -> None:
        self._desk = desk
        self._article = article
        self._dice = dice
        self.done: dict[str, int] = {}
        self.refused = 0
        # Repeated names are likelier: a layer has to grow before there is something to change.
        self._acts: tuple[tuple[str, int, Callable[[], tuple[Step, ...]]], ...] = (
            ("tag", 6, self._tag),
            ("beside", 1, lambda: desk.tag(article, [self._span()], dice.choice(_LABELS), beside=True)),
            ("region", 1, lambda: desk.tag(article, [self._span()], "byline", kind="region")),
            ("pieces", 1, lambda: desk.tag(article, [self._span(), self._span()], dice.choice(_LABELS))),
            ("retag", 2, lambda: desk.retag(article, self._some("entity"), dice.choice(_LABELS))),
            ("respan", 2, lambda: desk.respan(article, self._some(), [self._span()])),
            ("remove", 2, lambda: desk.remove(article, [self._some()])),
            ("remove several", 1, lambda: desk.remove(article, [self._some(), self._some()])),
            ("attribute", 2, lambda: desk.set_attribute(article, self._some(), "certainty", "unsure")),
            ("note", 2, lambda: desk.set_note(article, self._some(), dice.choice(("", f"ملاحظة {dice.random()}")))),
            ("quote", 3, self._quote),
            ("event", 3, self._event),
            ("fill", 2, self._fill),
            ("unfill", 1, lambda: desk.unfill(article, dice.choice(sorted(article.relations) or [""]))),
            ("entry", 1, self._entry),
            ("comment", 1, lambda: desk.comment(article, "سؤال", about=self._some() or None, at=AT)),
            ("stand", 1, lambda: desk.stand(article, dice.choice(("submitted", "open")), at=AT)),
            ("nothing", 1, lambda: desk.nothing_here(article, dice.random() < 0.5)),
            ("undo", 4, desk.undo),
            ("redo", 2, desk.redo),
        )
        self._weights = [weight for _, weight, _ in self._acts]

    def act(self) -> None:
        """Do one gesture, or be refused."""
        ((name, _, gesture),) = self._dice.choices(self._acts, self._weights)
        try:
            gesture()
        except KnownError:
            self.refused += 1
        else:
            self.done[name] = self.done.get(name, 0) + 1

    def _span(self) -> Span:
        start = self._dice.randrange(len(self._article.text) - 1)
        # Some reach past the end of the text.
        return Span(start, start + self._dice.randint(1, 12))

    def _some(self, kind: str = "") -> str:
        ids = sorted(a.id for a in self._article.annotations.values() if kind in ("", a.kind))
        return self._dice.choice(ids) if ids else ""

    def _target(self) -> Target:
        ids = self._some("entity")
        return Target(annotation=ids) if ids and self._dice.random() < 0.7 else Target(spans=(self._span(),))

    def _tag(self) -> tuple[Step, ...]:
        return self._desk.tag(self._article, [self._span()], self._dice.choice(_LABELS))

    def _quote(self) -> tuple[Step, ...]:
        parts = (("speaker", Filling(self._target())), ("medium", Filling(status="unknown")))
        frame = Frame("quote", "indirect", (self._span(),), cue=(self._span(),), parts=parts)
        return self._desk.put_frame(self._article, frame)

    def _event(self) -> tuple[Step, ...]:
        parts = (("actor", Filling(self._target())),)
        attributes = (Attribute("certainty", "unsure"),)
        frame = Frame("event", self._dice.choice(_EVENTS), (self._span(),), parts=parts, attributes=attributes)
        return self._desk.put_frame(self._article, frame)

    def _fill(self) -> tuple[Step, ...]:
        frame = read_frame(self._article, self._some("event") or self._some("quote"))
        role = "recipient" if frame.kind == "event" else "addressee"
        return self._desk.fill(self._article, frame.id or "", role, Filling(self._target()))

    def _entry(self) -> tuple[Step, ...]:
        entry = Entry(new_id("n"), "entity", "PER", "اسم")
        return self._desk.create_entry(entry, article=self._article, annotation_id=self._some("entity") or None)
