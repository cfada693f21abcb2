"""A whole article of the sample, annotated with the keyboard alone: what comes out, and how many presses it took."""

import json
import sys
from collections import Counter
from pathlib import Path
from statistics import mean, median
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from annotator import assets
from annotator.model.span import Span
from annotator.ui.pages.annotate.selection_rules import word_at
from annotator.ui.window import Window
from annotator.work.frames import Filling
from tests.journeys.typist import Typist
from tests.journeys.ways import Ways, cuts_to
from tests.ui.answers import Answers

_MOVES = frozenset({"walk", "jump", "find", "select"})
_EVENTS = 6


def _record() -> dict[str, Any]:
    lines = (assets.seed("layers", "analyst-a.jsonl")).read_text(encoding="utf-8").splitlines()
    found: dict[str, Any] = json.loads(lines[0])
    return found


def _spans(rows: list[dict[str, Any]]) -> tuple[Span, ...]:
    return tuple(Span(row["start"], row["end"]) for row in rows)


class Journey:
    """Goes through the intended record in text order and counts the presses of each item."""

    def __init__(self, typist: Typist) -> None:
        self.typist = typist
        self.ways = Ways(typist.reader)
        self.items: dict[str, list[Counter[str]]] = {"entity": [], "other entity": [], "quote": [], "event": []}

    def begin(self) -> None:
        self.typist.presses = Counter()

    def end(self, kind: str) -> None:
        self.items[kind].append(self.typist.presses)

    # --- entities

    def entity(self, row: dict[str, Any]) -> None:
        typist, (span,) = self.typist, _spans(row["spans"])
        self.begin()
        if not self._by_suggestion(row, span):
            self._by_hand(row, span)
        self._attributes(row)
        assert typist.active.entry == row["registry_id"]
        self.end("entity" if row["registry_id"] else "other entity")

    def _by_suggestion(self, row: dict[str, Any], span: Span) -> bool:
        typist, stage = self.typist, self.typist.stage
        suggesting = typist.page.suggesting
        ahead = []
        for found in suggesting.ahead():
            ahead.append(found)
            if found.span == span or len(ahead) > 6:
                break
        found = ahead[-1] if ahead else None
        if found is None or found.span != span or found.label != row["type"]:
            return False
        typist.tap(*["F8"] * len(ahead), kind="jump")
        suggestion = stage.state.suggestion
        assert suggestion is not None
        assert suggestion.span == span
        typist.tap("Space", kind="tag")
        if found.entry != row["registry_id"]:
            self._link(row)
        return True

    def _by_hand(self, row: dict[str, Any], span: Span) -> None:
        typist, text = self.typist, self.typist.stage.text
        label = typist.stage.desk.codebook.label("entity", row["type"])
        assert label is not None
        self._go_and_select(span, label.id)
        typist.tap(label.key or "", kind="tag")
        assert typist.active.spans == (span,), (typist.active.surface(text), span.of(text))
        self._link(row)

    def _go_and_select(self, span: Span, label: str | None, *, quote: bool = False) -> None:
        typist, reader = self.typist, self.typist.reader
        tagging, caret = typist.page.tagging, reader.caret()
        ways: list[tuple[int, str, tuple[str, ...], str]] = []
        selecting = self.ways.selecting(caret, span, quote=quote)
        if selecting is not None:
            ways.append((len(selecting), "walk", selecting, ""))
        word = word_at(typist.stage.text, span.start)
        assert word is not None
        cuts = cuts_to(typist.stage.text, word.start, span.start)
        meant = tagging._known_form(word, typist.stage.desk.codebook.label("entity", label)) if label else word
        presses = () if meant == span else ("-",) * cuts
        if meant == span or word.end == span.end:
            there = self.ways.to(caret, frozenset({word.start}))
            if there is not None:
                ways.append((len(there) + len(presses), "walk", (*there, *presses), ""))
        if word == span and (letters := self.ways.finding(caret, span)):
            ways.append((len(letters) + 2, "find", (), letters))
        _, how, presses, letters = min(ways)
        if how == "find":
            typist.tap("Ctrl+F", kind="find")
            typist.type(letters, "find")
            typist.tap("Esc", kind="find")
        else:
            if typist.stage.active is not None and not presses:
                typist.tap("Esc", kind="walk")
            for press in presses:
                typist.tap(press, kind="select" if press.startswith("Shift") or press == "-" else "walk")

    def _link(self, row: dict[str, Any]) -> None:
        typist, wanted = self.typist, row["registry_id"]
        active = typist.active
        if active.entry == wanted:
            return
        if wanted is None:
            typist.tap("Backspace", kind="link")
            return
        if active.entry is not None:
            typist.tap("Backspace", kind="link")
        linking = typist.page.linking
        found = [c.entry.id for c in linking.candidates(active)]
        if wanted in found[:9]:
            place = found.index(wanted)
            typist.tap("Space" if place == 0 and not linking.proposes_new(active) else f"Alt+{place + 1}", kind="link")
        else:
            entry = typist.stage.desk.names.entries[wanted]
            typist.tap("F2", kind="link")
            typist.take(typist.stage.say("annotate.offer.entry", name=entry.name_ar), "link")

    def _attributes(self, row: dict[str, Any]) -> None:
        typist = self.typist
        wanted = {a["name"]: a["value"] for a in row["attributes"]}
        for name, value in wanted.items():
            if typist.active.value(name) == value:
                continue
            if name == "subtype":
                typist.tap("T", kind="attribute")
                typist.take(value, "attribute")
            else:
                typist.tap("F2", kind="attribute")
                typist.take(f"{name} {value}", "attribute")
        assert {a.name: a.value for a in typist.active.attributes} == wanted

    # --- quotes

    def quote(self, row: dict[str, Any]) -> None:
        typist, content = self.typist, _spans(row["content"])
        self.begin()
        cue = _spans(row["cue"]["spans"])
        self._open_quote(content, cue)
        self._content(content)
        self._cue(cue)
        for role in ("speaker", "addressee", "medium"):
            self._role(role, row[role])
        draft = typist.stage.state.frame
        assert draft is not None
        if draft.frame.closed != row["closed"]:
            typist.tap("O", kind="fill")
        if draft.frame.label != row["quote_type"]:
            typist.tap("F2", kind="fill")
            typist.take(row["quote_type"], "fill")
        typist.tap("Return", kind="accept")
        assert typist.active.kind == "quote", typist.said
        assert typist.active.spans == content
        self.end("quote")

    def _open_quote(self, content: tuple[Span, ...], cue: tuple[Span, ...]) -> None:
        """By the words of attribution or the marks where the proposal is right from there, else by the selection."""
        typist = self.typist
        framing, jumping = typist.page.framing, typist.page.jumping
        here = typist.reader.caret()
        ways: list[tuple[int, tuple[str, ...]]] = []
        places = [(place, "C") for place in jumping.cues()] + [(place, "G") for place in jumping.marks()]
        for place, key in places:
            proposal = framing.proposal_at(place)
            if proposal is None or not proposal.content.overlaps(content[0]):
                continue
            wrong = 0 if (proposal.content,) == content else 14
            wrong += 3 * (proposal.cue != cue)
            walked = self.ways.to(here, frozenset({place})) or ()
            jumps = _jumps(jumping.cues() if key == "C" else jumping.marks(), here, place)
            presses = (key,) * jumps if not walked or jumps <= len(walked) else walked
            ways.append((len(presses) + wrong, presses))
        selecting = self.ways.selecting(here, content[0], quote=True)
        if selecting is not None:
            ways.append((len(selecting) + (10 if len(content) > 1 else 0), selecting))
        _, presses = min(ways)
        for press in presses:
            kind = "jump" if press in ("C", "G") else "select" if press.startswith("Shift") or press == "-" else "walk"
            typist.tap(press, kind=kind)
        if not presses and typist.stage.active is not None:
            typist.tap("Esc", kind="walk")
        typist.tap("Q", kind="open")
        assert typist.mode == "frame"

    def _content(self, wanted: tuple[Span, ...]) -> None:
        typist, draft = self.typist, self.typist.stage.state.frame
        assert draft is not None
        if draft.frame.spans == wanted:
            return
        typist.tap("Shift+0", kind="fill")
        self._put(wanted, quote=True)

    def _put(self, wanted: tuple[Span, ...], *, quote: bool = False) -> None:
        typist = self.typist
        for n, span in enumerate(wanted):
            caret = typist.reader.caret()
            presses = self.ways.selecting(caret, span, quote=quote)
            assert presses is not None
            for press in presses:
                typist.tap(press, kind="select" if press.startswith("Shift") or press == "-" else "walk")
            typist.tap("Shift+Space" if n else "Space", kind="fill")

    def _cue(self, wanted: tuple[Span, ...]) -> None:
        typist, draft = self.typist, self.typist.stage.state.frame
        assert draft is not None
        if draft.frame.cue == wanted:
            return
        self._go_to("cue")
        offered = [c.filling.target.spans for c in typist.stage.offered()]
        if wanted in offered:
            typist.tap(str(offered.index(wanted) + 1), kind="fill")
        else:
            self._put(wanted)

    def _go_to(self, role: str) -> None:
        typist, draft = self.typist, self.typist.stage.state.frame
        assert draft is not None
        if draft.part.name != role:
            part = next(p for p in draft.parts if p.name == role)
            typist.tap(f"Shift+{part.symbol}", kind="fill")

    def _role(self, role: str, rows: list[dict[str, Any]]) -> None:
        """Bring the fillers of a role to what the record has."""
        typist = self.typist
        draft = typist.stage.state.frame
        assert draft is not None
        standing = [self._filler(f) for r, f in draft.frame.parts if r == role]
        wanted = [self._wanted(row) for row in rows]
        if sorted(standing, key=str) == sorted(wanted, key=str):
            return
        self._go_to(role)
        same = [s for s in standing if s in wanted]
        if len(standing) == len(wanted) == 1 and standing[0][0] == wanted[0][0]:
            self._turn(wanted[0][1])
            return
        if len(same) != len(standing):
            typist.tap("Del", kind="fill")
            same = []
        for spans, status in (w for w in wanted if w not in same):
            self._fill(spans, status)

    def _fill(self, spans: tuple[Span, ...], status: str) -> None:
        typist = self.typist
        offered = [self._filler(c.filling)[0] or c.filling.status for c in typist.stage.offered()]
        sought = spans or status
        if sought in offered:
            typist.tap(str(offered.index(sought) + 1), kind="fill")
        else:
            self._point(spans)
        if spans:
            self._turn(status)

    def _point(self, spans: tuple[Span, ...]) -> None:
        """Go to an annotation, or draw over bare words, and put it there."""
        typist = self.typist
        same = [a for a in typist.stage.article.annotations.values() if a.spans == spans and a.kind != "cue"]
        if same and typist.stage.article.at(spans[0].start)[0] is same[0]:
            there = self.ways.to(typist.reader.caret(), frozenset({spans[0].start})) or ()
            typist.tap(*there, kind="walk")
            typist.tap("Space", kind="fill")
        else:
            self._put(spans)

    def _turn(self, status: str) -> None:
        typist = self.typist
        for _ in range(4):
            draft = typist.stage.state.frame
            assert draft is not None
            if draft.pieces(draft.part)[-1].status == status:
                return
            typist.tap("I", kind="fill")
        raise AssertionError(status)

    def _filler(self, filling: Filling) -> tuple[tuple[Span, ...], str]:
        mention = self.typist.stage.article.annotations.get(filling.target.annotation or "")
        return (mention.spans if mention else filling.target.spans), filling.status

    def _wanted(self, row: dict[str, Any]) -> tuple[tuple[Span, ...], str]:
        return _spans(row["spans"]), row["status"]

    # --- events

    def event(self, row: dict[str, Any]) -> None:
        typist = self.typist
        self.begin()
        (trigger,) = _spans(row["trigger"])
        label, subtype = row["type"], self._subtype(row)
        self._go_and_select(trigger, None)
        typist.tap("E", kind="open")
        draft = typist.stage.state.frame
        assert draft is not None
        said = {a.name: a.value for a in draft.frame.attributes}.get("subtype")
        if typist.list_is_up:
            typist.take(f"{label} {subtype}".strip(), "type")
        elif (draft.frame.label, said) != (label, subtype):
            typist.tap("T", kind="type")
            typist.take(f"{label} {subtype}".strip(), "type")
        for argument in row["arguments"]:
            self._argument(argument)
        typist.tap("Return", kind="accept")
        assert typist.active.kind == "event", typist.said
        self.end("event")

    def _subtype(self, row: dict[str, Any]) -> str:
        return next((a["value"] for a in row["attributes"] if a["name"] == "subtype"), "")

    def _argument(self, row: dict[str, Any]) -> None:
        self._go_to(row["role"])
        self._fill(_spans(row["spans"]), row["status"])


def _jumps(places: tuple[int, ...], here: int, goal: int) -> int:
    ordered = [*(p for p in places if p > here or p == here == 0), *(p for p in places if p <= here)]
    return ordered.index(goal) + 1


def _chosen_events(record: dict[str, Any]) -> list[dict[str, Any]]:
    """The first events with two roles that mentions in the text fill."""
    fits = (
        e
        for e in record["events"]
        if len(e["arguments"]) == 2
        and len(e["trigger"]) == 1
        and all(a["target_kind"] == "entity" and a["status"] == "explicit" for a in e["arguments"])
    )
    return [event for event, _ in zip(fits, range(_EVENTS), strict=False)]


def _reduced(record: dict[str, Any]) -> dict[str, Any]:
    """What the journey is about, without ids and provenance."""

    def spans(rows: list[dict[str, Any]]) -> list[tuple[int, int]]:
        return [(row["start"], row["end"]) for row in rows]

    def filler(row: dict[str, Any]) -> tuple[Any, ...]:
        return (spans(row["spans"]), row["status"])

    entities = [
        (
            spans(e["spans"]),
            e["type"],
            e["registry_id"],
            sorted((a["name"], a["value"]) for a in e["attributes"]),
        )
        for e in record["entities"]
    ]
    quotes = [
        (
            spans(q["content"]),
            q["quote_type"],
            q["closed"],
            spans(q["cue"]["spans"]) if q["cue"] else None,
            [sorted(map(filler, q[role])) for role in ("speaker", "addressee", "medium")],
        )
        for q in record["quotes"]
    ]
    events = [
        (
            spans(e["trigger"]),
            e["type"],
            [a["value"] for a in e["attributes"] if a["name"] == "subtype"],
            sorted((a["role"], *filler(a)) for a in e["arguments"]),
        )
        for e in record["events"]
    ]
    return {"entities": sorted(entities), "quotes": sorted(quotes), "events": sorted(events)}


def _exported(window: Window, out: Path, qtbot: QtBot, answers: Answers) -> dict[str, Any]:
    answers.files = [out]
    window.commands.trigger("export.jsonl")
    qtbot.waitUntil(lambda: window.jobs.current is None and out.exists())
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    me = window.session.desk.person.id if window.session.desk else ""
    (mine,) = [line for line in lines if me in json.dumps(line["layer"]) and line["entities"]]
    found: dict[str, Any] = mine
    return found


def _print(items: dict[str, list[Counter[str]]], layout: str) -> None:
    for kind, counts in items.items():
        every = [sum(one.values()) for one in counts]
        still = [sum(n for k, n in one.items() if k not in _MOVES) for one in counts]
        total = sum(counts, Counter[str]())
        told = ", ".join(f"{name} {n}" for name, n in total.most_common())
        figures = f"mean {mean(every):.1f}, besides moving median {median(still):g}"
        sys.stdout.write(f"{layout}: {kind} x{len(counts)}: {figures} ({told})\n")


@pytest.mark.parametrize("layout", ["latin", "arabic"])
def test_a_whole_article_with_the_keyboard_alone(
    window: Window, qtbot: QtBot, answers: Answers, tmp_path: Path, layout: str
) -> None:
    record = _record()
    typist = Typist(window, qtbot, arabic=layout == "arabic")
    typist.tap("Ctrl+M", kind="open")
    assert typist.stage.article.document.id == record["id"]
    assert typist.annotations == []
    record["events"] = _chosen_events(record)
    journey = Journey(typist)
    for row in sorted(record["entities"], key=lambda e: (e["spans"][0]["start"], -e["spans"][0]["end"])):
        journey.entity(row)
    typist.tap("Esc", "Ctrl+Home", kind="walk")
    for row in sorted(record["quotes"], key=lambda q: (q["cue"]["spans"][0]["start"], q["content"][0]["start"])):
        journey.quote(row)
    typist.tap("Esc", "Ctrl+Home", kind="walk")
    for row in sorted(record["events"], key=lambda e: e["trigger"][0]["start"]):
        journey.event(row)
    _print(journey.items, layout)
    assert _reduced(_exported(window, tmp_path / "out.jsonl", qtbot, answers)) == _reduced(record)
    goals = {"entity": (9, 3), "quote": (14, 6), "event": (22, 9)}
    for kind, (all_presses, besides_moving) in goals.items():
        counts = journey.items[kind]
        assert mean(sum(one.values()) for one in counts) <= all_presses, kind
        assert median(sum(n for k, n in one.items() if k not in _MOVES) for one in counts) <= besides_moving, kind
