"""The words in which cases, versions and decisions are shown."""

from collections.abc import Iterable, Sequence

import msgspec

from annotator.model.annotation import Annotation, Relation
from annotator.model.codebook import Codebook
from annotator.model.span import Span
from annotator.text.bidi import isolate, strip_controls
from annotator.ui.pages.annotate.marks_of import short_label, short_surface
from annotator.ui.pages.review.sitting import WHOLE, AnySitting
from annotator.ui.session import Session
from annotator.work.cases import CaseView
from annotator.work.clauses import clause_named
from annotator.work.merging import Proposal

_SHORT = 60
_LONG = 160
_LINE = 60
_AROUND = 24


class VersionLine(msgspec.Struct, frozen=True):
    """One line of the comparison: what it is about, what each author says, the part it stands for, if they differ."""

    title: str
    said: tuple[str, ...]
    part: int
    differs: bool


class Wording:
    """Says cases of the open article in the language of the interface."""

    def __init__(
        self, session: Session, sitting: AnySitting, codebook: Codebook, *, states: str = "review.case"
    ) -> None:
        self._session = session
        self._states = states
        self._sitting = sitting
        self._codebook = codebook

    # --- a case

    def verdict(self, view: CaseView) -> str:
        """The chip of a case: what differs."""
        say = self._session.say
        words = [say(f"review.verdict.{one}") for one in view.verdicts[:2]]
        if view.verdicts == ("boundary",) and view.case.subtypes:
            words = [say(f"review.subtype.{one}") for one in view.case.subtypes[:2]]
        return " · ".join(words)

    def heading(self, view: CaseView) -> str:
        """Kind, verdicts and the sorts of difference in bounds."""
        say = self._session.say
        words = [say(f"review.verdict.{one}") for one in view.verdicts]
        sorts = [say(f"review.subtype.{one}") for one in view.case.subtypes]
        kind = say(f"review.kind.{view.kind}")
        return f"{kind} · {'، '.join(words) if self._arabic else ', '.join(words)}" + (
            f" ({'، '.join(sorts) if self._arabic else ', '.join(sorts)})" if sorts else ""
        )

    def words(self, view: CaseView, *, longest: int = _SHORT) -> str:
        """The letters of a case on one line."""
        text = self._sitting.article.text
        annotation = self.shown_annotation(view)
        spans = annotation.spans if annotation else view.spans
        if view.kind == "link":
            relation = next((one for one in view.relations if one is not None), None)
            return self._link_words(view, relation)
        line = strip_controls(" … ".join(span.of(text) for span in spans[:3])).replace("\n", " ")
        return f"{line[:longest].rstrip()}…" if len(line) > longest else line

    def state(self, view: CaseView) -> str:
        """Whether a case waits, or how it was decided and why."""
        say, decision = self._session.say, view.decision
        choice = self.choice(view) if decision is not None else ""
        words = [say(f"{self._states}.{view.state}", choice=choice)]
        if decision is not None and decision.rule:
            words.append(say("review.by_rule"))
        if decision is not None and decision.reason:
            words.append(say(f"review.reason.{decision.reason}"))
        if decision is not None and decision.clause:
            words.append(say("review.clause", clause=self.clause(decision.clause)))
        return " · ".join(words)

    def clause(self, name: str) -> str:
        """What a clause of the codebook is called, with the name by which decisions carry it."""
        found = clause_named(self._codebook, name)
        return f"{found.name.of(self._session.language.code)} ({isolate(name)})" if found else isolate(name)

    def appeals(self, view: CaseView) -> str:
        """What analysts have asked of the decision and what they were answered, a line each."""
        say, lines = self._session.say, []
        for one in view.appeals:
            who, text = isolate(self._sitting.signed(one.said.author)), isolate(strip_controls(one.said.text))
            lines.append(say("appeal.asked", name=who, text=text))
            if one.answer is not None:
                who, text = isolate(self._sitting.signed(one.answer.author)), strip_controls(one.answer.text)
                key = f"appeal.{one.answer.sort}" + ("_plain" if one.answer.sort == "upheld" and not text else "")
                lines.append(say(key, name=who, text=isolate(text) if text else "").rstrip())
        return "\n".join(lines)

    def choice(self, view: CaseView) -> str:
        """What was decided, in a word or a name."""
        decision = view.decision
        if decision is None:
            return self._session.say("review.choice.pending")
        if decision.choice == "take" and decision.taken is not None:
            return isolate(self._sitting.name_of(decision.taken))
        key = "pending" if decision.choice == "take" else decision.choice
        return self._session.say(f"review.choice.{key}")

    def shown_annotation(self, view: CaseView) -> Annotation | None:
        """What of a case stands for it: the gold, else the first version."""
        gold = view.decision.outcome.annotation if view.decision else None
        return gold or next((one for one in view.annotations if one is not None), None)

    def all_words(self, view: CaseView) -> str:
        """The letters of a case as precedents know them."""
        text = self._sitting.article.text
        annotation = self.shown_annotation(view)
        spans = annotation.spans if annotation else view.spans
        return " … ".join(span.of(text) for span in spans)

    def proposal(self, proposal: Proposal, text: str) -> str:
        """What a rule would decide, on one line."""
        say = self._session.say
        rule = proposal.rule.partition(":")[0]
        result = say("review.rules.to_none" if proposal.author is None else f"review.rules.by.{rule}")
        return f"{say(f'review.kind.{proposal.kind}')} · {self.context(text, proposal.spans)} · {result}"

    def context(self, text: str, spans: Sequence[Span]) -> str:
        """Words with a little of what stands round them."""
        start, end = spans[0].start, spans[-1].end
        # Words that are cut in two say nothing.
        before = text[max(0, start - _AROUND) : start].replace("\n", " ").partition(" ")[2]
        after = text[end : end + _AROUND].replace("\n", " ").rpartition(" ")[0]
        line = strip_controls(f"{before}[{text[start:end]}]{after}").replace("\n", " ")
        return isolate(f"{line[:_LONG]}…" if len(line) > _LONG else line)

    # --- the versions side by side

    def lines(self, view: CaseView) -> tuple[VersionLine, ...]:
        """Every line of the comparison: the whole, what else may differ, the parts of a frame."""
        if view.kind == "link":
            said = tuple(self._link_words(view, one) for one in view.relations)
            return (VersionLine(self._session.say("review.line.whole"), said, WHOLE, not view.agreed),)
        return (*self._core(view), *self._parts(view))

    def label(self, annotation: Annotation) -> str:
        """Label and subtype of an annotation."""
        word = short_label(self._codebook, annotation.kind, annotation.label, self._session.language)
        if annotation.kind == "quote":
            label = self._codebook.label("quote", annotation.label)
            word = label.name.of(self._session.language.code) if label else annotation.label
        return word

    def _core(self, view: CaseView) -> Iterable[VersionLine]:
        say, text = self._session.say, self._sitting.article.text
        said = [short_surface(one, text, longest=_LINE) if one else "" for one in view.annotations]
        yield VersionLine(
            say("review.line.whole"),
            self._silent(view, said),
            WHOLE,
            bool({"boundary", "missing"} & set(view.verdicts)),
        )
        labels = tuple(self.label(one) if one else "" for one in view.annotations)
        yield VersionLine(say("review.line.label"), labels, WHOLE, "label" in view.verdicts)
        if any(one is not None and one.entry for one in view.annotations):
            entries = tuple(self._entry(one.entry) if one else "" for one in view.annotations)
            yield VersionLine(say("review.line.entry"), entries, WHOLE, "link" in view.verdicts)
        if "attribute" in view.verdicts:
            yield from self._attributes(view)

    def _attributes(self, view: CaseView) -> Iterable[VersionLine]:
        names = sorted({attribute.name for one in view.annotations if one for attribute in one.attributes})
        for name in names:
            said = tuple("، ".join(self._values(one, name)) if one else "" for one in view.annotations)
            spoken = {value for value, one in zip(said, view.annotations, strict=True) if one is not None}
            if len(spoken) > 1:
                yield VersionLine(self._attribute_title(view, name), said, WHOLE, True)

    def _parts(self, view: CaseView) -> Iterable[VersionLine]:
        annotation = self.shown_annotation(view)
        kind = annotation.kind if annotation else "quote"
        for place, part in enumerate(view.parts):
            rule = self._codebook.role(kind, part.role)
            title = rule.title.of(self._session.language.code) if rule else part.role
            pairs = zip(view.authors, part.members, view.case.members, strict=True)
            said = tuple(
                self.filler(author, self._sitting.relation(author, member)) if has is not None else ""
                for author, member, has in pairs
            )
            yield VersionLine(title, said, place, part.verdicts != ("agree",))

    def filler(self, author: str, relation: Relation | None) -> str:
        """Who or what fills a role, with its status where that is not plain."""
        if relation is None:
            return "–"
        target = relation.target
        text = self._sitting.article.text
        mention = self._sitting.annotation(author, target.annotation)
        words = ""
        if mention is not None:
            words = short_surface(mention, text, longest=_LINE)
        elif target.spans:
            words = strip_controls(" … ".join(span.of(text) for span in target.spans))
        elif target.entry:
            words = self._entry(target.entry)
        if relation.status == "explicit" and words:
            return words
        return " · ".join(word for word in (words, self._status(relation.status)) if word) or "–"

    def _status(self, status: str) -> str:
        return self._session.say(f"annotate.status_of.{status}") if status != "explicit" else ""

    def _entry(self, entry_id: str | None) -> str:
        if entry_id is None:
            return "–"
        entry = self._sitting.review.desk.project.entry(entry_id)
        return strip_controls(entry.name_ar) if entry else entry_id

    def _attribute_title(self, view: CaseView, name: str) -> str:
        one = self.shown_annotation(view)
        rule = self._codebook.attribute(one.kind, one.label, name) if one else None
        return rule.title.of(self._session.language.code) if rule else name

    def _silent(self, view: CaseView, said: Iterable[str]) -> tuple[str, ...]:
        silent = self._session.say("review.silent")
        return tuple(word if one is not None else silent for word, one in zip(said, view.annotations, strict=True))

    def _link_words(self, view: CaseView, relation: Relation | None) -> str:
        if relation is None:
            return self._session.say("review.silent")
        text = self._sitting.article.text
        author = view.authors[view.relations.index(relation)]
        ends = [self._sitting.annotation(author, one) for one in (relation.source, relation.target.annotation)]
        words = [short_surface(one, text, longest=_SHORT // 2) if one else "" for one in ends]
        title = role_title(self._codebook, ends[0], relation, self._session.language.code)
        return f"{isolate(words[0])} · {isolate(title)} · {isolate(words[1])}"

    @property
    def _arabic(self) -> bool:
        return self._session.right_to_left

    def _values(self, annotation: Annotation, name: str) -> tuple[str, ...]:
        rule = self._codebook.attribute(annotation.kind, annotation.label, name)
        named = dict(zip(rule.values, rule.value_titles, strict=False)) if rule else {}
        values = (one.value for one in annotation.attributes if one.name == name)
        code = self._session.language.code
        return tuple(named[value].of(code) if value in named else value for value in values)


def role_title(codebook: Codebook, source: Annotation | None, relation: Relation, code: str) -> str:
    """What the codebook calls a role, in a language."""
    rule = codebook.role(source.kind, relation.role) if source else None
    return rule.title.of(code) if rule else relation.role
