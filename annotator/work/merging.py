"""Rules by which cases are decided without a look at each: what they would decide, for a preview and for doing it."""

from collections import Counter
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal

import msgspec

from annotator.model.annotation import Verdict
from annotator.model.review import Choice
from annotator.model.span import Span
from annotator.text.clitics import proclitic_steps
from annotator.work.cases import CaseView

RuleName = Literal["unanimous", "majority", "clitic"]
RULE_NAMES: tuple[RuleName, ...] = ("unanimous", "majority", "clitic")

_LEAST = 2


class Rule(msgspec.Struct, frozen=True):
    """A rule with what it needs: `least` is k of "k of n" (0: more than half)."""

    name: RuleName
    least: int = 0

    @property
    def said(self) -> str:
        """How a decision names the rule."""
        return f"{self.name}:{self.least}" if self.name == "majority" and self.least else self.name


class Proposal(msgspec.Struct, frozen=True):
    """What would be decided of a case without a look at it; `author` is whose version is taken, `None` for "none"."""

    document: str
    case: str
    kind: str
    spans: tuple[Span, ...]
    choice: Choice
    author: str | None
    verdict: Verdict
    rule: str


def propose(rule: Rule, view: CaseView, document: str, text: str) -> Proposal | None:
    """What `rule` says of a case; nothing where it does not speak of it, or where a reviewer already has."""
    if view.state != "open":
        return None
    return _RULES[rule.name](rule, view, document, text)


def _unanimous(rule: Rule, view: CaseView, document: str, _text: str) -> Proposal | None:
    if not view.agreed or len(view.authors) < _LEAST:
        return None
    return _proposal(rule, view, document, "agree", view.authors[0], "unanimous")


def _majority(rule: Rule, view: CaseView, document: str, _text: str) -> Proposal | None:
    """A version that k of the layers hold, and more than hold any other; silence is a version too."""
    least = rule.least or len(view.authors) // 2 + 1
    votes = Counter(view.case.versions).most_common()
    version, count = votes[0]
    if count < max(least, _LEAST) or (len(votes) > 1 and votes[1][1] == count):
        return None
    verdict: Verdict = "unanimous" if count == len(view.authors) else "majority"
    if version is None:
        return _proposal(rule, view, document, "none", None, verdict)
    author = view.authors[view.case.versions.index(version)]
    return _proposal(rule, view, document, "agree" if view.agreed else "take", author, verdict)


def _clitic(rule: Rule, view: CaseView, document: str, text: str) -> Proposal | None:
    """The core span where nothing but clitics is in question: without proclitics, with the article."""
    if not view.case.clitic_only:
        return None
    said = [(a, one) for a, one in zip(view.authors, view.annotations, strict=True) if one is not None]
    author = min(said, key=lambda pair: (*_coreness(pair[1].spans, text), view.authors.index(pair[0])))[0]
    return _proposal(rule, view, document, "take", author, "adjudicated")


def _coreness(spans: tuple[Span, ...], text: str) -> tuple[int, int]:
    """How far a span is from a core span: begins with a proclitic that others leave out, or lacks its article."""
    start = spans[0].start
    word_start = start
    while word_start > 0 and text[word_start - 1].isalnum():
        word_start -= 1
    cuts = {0} | {step.rest_offset for step in proclitic_steps(text[word_start : spans[0].end])}
    wanted = max(cuts)
    return abs((start - word_start) - wanted), spans[-1].end


_RULES: Mapping[RuleName, Callable[[Rule, CaseView, str, str], Proposal | None]] = MappingProxyType(
    {"unanimous": _unanimous, "majority": _majority, "clitic": _clitic}
)


def _proposal(
    rule: Rule, view: CaseView, document: str, choice: Choice, author: str | None, verdict: Verdict
) -> Proposal:
    return Proposal(document, view.id, view.kind, view.spans, choice, author, verdict, rule.said)
