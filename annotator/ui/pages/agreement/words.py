"""What is said about agreement: people by name or number, measures, labels, numbers with their intervals."""

import hashlib
from collections.abc import Iterable, Mapping

from annotator.measures.agreement import Estimate
from annotator.measures.sheets import RATED
from annotator.measures.tallies import Pair
from annotator.model.codebook import Codebook
from annotator.text.bidi import isolate, strip_controls
from annotator.ui.pages.annotate.marks_of import short_label
from annotator.ui.session import Session

GOLD = "gold/"


class Words:
    """Sentences for one state of a project; `hidden` shuffles the analysts and gives them numbers for names."""

    def __init__(
        self,
        session: Session,
        codebook: Codebook,
        *,
        names: Mapping[str, str],
        people: Iterable[str],
        hidden: bool,
        salt: str,
    ) -> None:
        self.say = session.say
        self._session = session
        self._codebook = codebook
        self._names = names
        analysts = sorted({one for one in people if not one.startswith(GOLD)}, key=lambda one: _shuffled(one, salt))
        self._numbers = {one: number for number, one in enumerate(analysts, 1)} if hidden else {}

    @property
    def hidden(self) -> bool:
        """Whether analysts have numbers for names."""
        return bool(self._numbers)

    def person(self, rater: str) -> str:
        """What to call a rater."""
        if rater.startswith(GOLD):
            return self.say("agreement.gold")
        if rater in self._numbers:
            return self.say("review.analyst", n=self._numbers[rater])
        return strip_controls(self._names.get(rater) or rater)

    def people(self, raters: Iterable[str]) -> list[str]:
        """Raters in the order in which they are shown: numbers tell nothing about names then."""
        found = sorted(raters)
        return sorted(found, key=lambda one: self._numbers.get(one, 0)) if self._numbers else found

    def pair(self, pair: Pair) -> str:
        """Both of a pair."""
        return " · ".join(isolate(self.person(one)) for one in self.people(pair))

    def label(self, kind: str, label: str | None) -> str:
        """A label as the page calls it; `None` is silence."""
        if label is None:
            return self.say("agreement.silence")
        if kind == "quote":
            found = self._codebook.label(kind, label)
            return found.name.of(self._session.language.code) if found else label
        return short_label(self._codebook, kind, label, self._session.language)

    def part(self, kind: str, name: str, *, measure: str) -> str:
        """What a number is told by: a label, of measures of roles a role, of coefficients an attribute."""
        code = self._session.language.code
        if measure.startswith("roles."):
            role = self._codebook.role(kind, name)
            return role.title.of(code) if role else name
        if measure in RATED:
            rule = next((one for one in self._codebook.attributes if one.name == name), None)
            return rule.title.of(code) if rule else self._known(f"review.agreement.{name}", name)
        return self.label(kind, name)

    def kind(self, kind: str) -> str:
        """A kind of case."""
        return self._known(f"review.kind.{kind}", kind)

    def measure(self, measure: str) -> str:
        """A measure by its usual name."""
        return self._known(f"review.measure.{measure}", measure)

    def number(self, estimate: Estimate) -> str:
        """A value, or why there is none."""
        if estimate.value is not None:
            return f"{estimate.value:.3f}"
        return self.say("review.agreement.undefined", reason=self.reason(estimate))

    def reason(self, estimate: Estimate) -> str:
        """Why there is no value."""
        reason = estimate.undefined.reason if estimate.undefined else "no-items"
        return self.say(f"review.undefined.{reason}")

    def estimate(self, estimate: Estimate) -> str:
        """A value with its interval and what it was measured on, in one sentence."""
        if estimate.value is None or estimate.low is None or estimate.high is None:
            return self.say("agreement.said.plain", value=self.number(estimate), n=estimate.items)
        return self.say(
            "agreement.said.interval",
            value=self.number(estimate),
            low=f"{estimate.low:.2f}",
            high=f"{estimate.high:.2f}",
            n=estimate.items,
        )

    def _known(self, key: str, otherwise: str) -> str:
        return self.say(key) if self._session.language.has(key) else otherwise


def interval_of(estimate: Estimate) -> str:
    """An interval, isolated so that its lower end stands first among Arabic too."""
    if estimate.low is None or estimate.high is None:
        return ""
    return f"\u2066{estimate.low:.2f}–{estimate.high:.2f}\u2069"


def _shuffled(person: str, salt: str) -> str:
    """An order that is the same each time and has nothing to do with names."""
    return hashlib.sha256(f"{salt}/{person}".encode()).hexdigest()
