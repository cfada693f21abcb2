"""Whatever several people do one after the other, as many undos lead back to the beginning, and redos to the end."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.model.annotation import Annotation
from annotator.model.document import Document, Source
from annotator.model.layer import Layer
from annotator.model.person import Person, Role
from annotator.model.problems import KnownError, refuse
from annotator.model.span import Span
from annotator.model.step import Step
from annotator.store.project import Folders, Project
from annotator.work.answers import AnswerDesk
from annotator.work.article import OpenArticle
from annotator.work.batches import Batches, Plan
from annotator.work.codebooks import default_codebook
from annotator.work.desk import Desk
from annotator.work.gaps import close_gap, find_gaps
from annotator.work.people import People
from annotator.work.rejecting import rejection
from annotator.work.retest import Retests
from annotator.work.review import ReviewDesk
from annotator.work.untagged import Untagged
from tests.work.teamwork import TEXT

LEAD, RITA, ANNA, BADR = "lena", "rita", "anna", "badr"
ROLES: tuple[tuple[str, tuple[Role, ...]], ...] = (
    (RITA, ("reviewer",)),
    (ANNA, ("analyst",)),
    (BADR, ("analyst",)),
)
NAMES = ("a0", "a1", "a2")
AT = "2026-01-05T10:00:00.000Z"
T = TypeVar("T")
Act = Callable[[int], tuple[Step, ...]]


class Company:
    """Four people at one machine, each with a desk, and all that they may do; numbers say with what."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.desks = {person.id: Desk(project, person) for person in project.people()}
        lead = self.desks[LEAD]
        self._people, self._batches, self._retests = People(lead), Batches(lead), Retests(lead)
        self._review = ReviewDesk(self.desks[RITA])
        self._answers = AnswerDesk(self.desks[ANNA])
        self.acts: dict[str, tuple[str, Act]] = {
            "tag": (ANNA, lambda n: self._tag(ANNA, n)),
            "tag too": (BADR, lambda n: self._tag(BADR, n)),
            "remove": (ANNA, self._remove),
            "submit": (ANNA, lambda n: self._submit(ANNA, n)),
            "submit too": (BADR, lambda n: self._submit(BADR, n)),
            "put away": (ANNA, self._put_away),
            "comment": (BADR, lambda n: self.desks[BADR].comment(self._open(BADR, n), f"سؤال {n}", at=AT)),
            "take": (RITA, lambda n: self._decide("take", n)),
            "reject": (RITA, lambda n: self._decide("reject", n)),
            "gap": (RITA, lambda n: self._decide("gap", n)),
            "word": (RITA, lambda n: self._decide("comment", n)),
            "uphold": (RITA, lambda n: self._decide("uphold", n)),
            "accept": (RITA, lambda n: self._review.accept(self._review.read(self._name(n)))),
            "return": (RITA, lambda n: self._review.send_back(self._review.read(self._name(n)), ANNA, "انظر")),
            "answer a gap": (LEAD, lambda n: close_gap(lead, self._one(find_gaps(lead), n), "صار واضحا")),
            "appeal": (ANNA, lambda n: self._answer("appeal", n)),
            "take over": (ANNA, lambda n: self._answer("take over", n)),
            "hand out": (LEAD, self._hand_out),
            "rename batch": (LEAD, lambda n: self._batches.change(self._batch(n), name=f"دفعة {n}", due="2026-03-01")),
            "leave out": (LEAD, self._leave_out),
            "pass on": (LEAD, lambda n: self._batches.pass_on(self._batch(n), (ANNA, BADR)[n % 2], (RITA, LEAD))),
            "give more": (LEAD, lambda n: self._batches.give_more(self._batch(n), NAMES)),
            "drop batch": (LEAD, lambda n: self._batches.remove(self._batch(n))),
            "re-test": (LEAD, lambda n: self._retests.hide_some(self._batch(n), (ANNA, BADR)[n % 2], 1)),
            "add": (LEAD, lambda n: self._people.add(f"شخص {n}")),
            "rename": (LEAD, lambda n: self._people.rename(BADR, f"بدر {n}")),
            "roles": (LEAD, lambda n: self._people.give_roles(BADR, (("analyst",), ("analyst", "reviewer"))[n % 2])),
            "leave": (LEAD, lambda _: self._people.let_go(BADR)),
            "come back": (LEAD, lambda _: self._people.take_back(BADR)),
        }  # fmt: skip

    def do(self, name: str, number: int) -> str | None:
        """Who did it, or nobody where a rule forbids it or nothing came of it."""
        who, act = self.acts[name]
        try:
            return who if act(number) else None
        except KnownError:
            return None

    def state(self) -> tuple[object, ...]:
        """All that is said; how often a layer was written to is no part of it."""
        project = self.project
        keys = sorted(project.layer_keys())
        heads = [_bare(project.layer(key)) for key in keys]
        said = [comment for name in project.document_ids() for comment in project.comments(name)]
        decided = [(key, self.desks[LEAD].sight.decisions(key)) for key in keys]
        return (
            [head for head in heads if head != Layer(head.key)],
            [one for one in decided if one[1]],
            sorted(said, key=lambda one: one.id),
            sorted(project.people(), key=lambda one: one.id),
            sorted(project.batches(), key=lambda one: one.id),
            sorted(project.document_ids()),
        )

    # --- what they do

    def _name(self, number: int) -> str:
        return NAMES[number % len(NAMES)]

    def _open(self, who: str, number: int) -> OpenArticle:
        return self.desks[who].open(self._name(number))

    def _one(self, found: Iterable[T], number: int) -> T:
        some = list(found)
        if not some:
            raise refuse("undo.nothing")
        return some[number % len(some)]

    def _tag(self, who: str, number: int) -> tuple[Step, ...]:
        start = (0, 4, 11, 16, 50)[number % 5]
        return self.desks[who].tag(self._open(who, number), [Span(start, start + 4)], ("PER", "ORG", "GPE")[number % 3])

    def _remove(self, number: int) -> tuple[Step, ...]:
        article = self._open(ANNA, number)
        return self.desks[ANNA].remove(article, [self._one(sorted(article.annotations), number)])

    def _submit(self, who: str, number: int) -> tuple[Step, ...]:
        self.desks[who].effort.add(self._name(number), 7.0)
        return self.desks[who].stand(self._open(who, number), "submitted", at=AT)

    def _put_away(self, number: int) -> tuple[Step, ...]:
        found = Untagged(Span(number % 20, number % 20 + 3), "PER", "name")
        return self.desks[ANNA].write([rejection(self._name(number), ANNA, found, suggester="names")])

    def _decide(self, how: str, number: int) -> tuple[Step, ...]:
        article = self._review.read(self._name(number))
        view = self._one(article.views, number)
        if how == "take":
            return self._review.take(article, view.id, self._one(view.said_by, number))
        if how == "reject":
            return self._review.reject(article, view.id)
        if how == "gap":
            return self._review.mark_gap(article, view.id, "أيهما؟")
        if how == "uphold":
            return self._review.uphold(article, view.id, "يبقى")
        return self._review.comment(article, view.id, f"كلمة {number}")

    def _answer(self, how: str, number: int) -> tuple[Step, ...]:
        article = self._answers.open(self._name(number))
        view = self._one(article.views, number)
        found = self._answers.appeal(article, view.id, "لا أوافق") if how == "appeal" else ()
        found = found or self._answers.take_over(article, view.id)
        self._answers.close(article)
        return found

    def _batch(self, number: int) -> str:
        return self._one(self._batches.all(), number).id

    def _hand_out(self, number: int) -> tuple[Step, ...]:
        wanted = Plan(
            name=f"ب{number}",
            documents=NAMES[: 1 + number % 3],
            people=(ANNA, BADR),
            each=1 + number % 2,
            training=number % 4 == 0,
            seed=number,
        )
        return self._batches.make(self._batches.plan(wanted))

    def _leave_out(self, number: int) -> tuple[Step, ...]:
        batch = self._one(self._batches.all(), number)
        return self._batches.leave_out(batch.id, [self._one(batch.tasks, number)], "مكرر" if number % 3 else None)


def _bare(layer: Layer) -> Layer:
    return msgspec.structs.replace(layer, revision=0, annotations=tuple(sorted(layer.annotations, key=_by_id)))


def _by_id(one: Annotation) -> str:
    return one.id


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    lead = Person(LEAD, "Lena", ("lead",))
    folders = Folders(tmp_path / "data")
    with Project.create(tmp_path / "t.hashiya", folders=folders, person=lead, codebook=default_codebook()) as made:
        with made.bulk(author=LEAD, name="import") as work:
            for name in NAMES:
                body = f"{TEXT} {name}"
                work.add_document(Document(name, work.add_text(body), len(body), Source(title=name)))
        for name, roles in ROLES:
            People(Desk(made, lead)).add(name.title(), roles=roles, identity=name)
        yield Company(made)


ACTS = (
    "tag", "tag too", "remove", "submit", "submit too", "put away", "comment", "take", "reject", "gap", "word",
    "uphold", "accept", "return", "answer a gap", "appeal", "take over", "hand out", "rename batch", "leave out",
    "pass on", "give more", "drop batch", "re-test", "add", "rename", "roles", "leave", "come back",
)  # fmt: skip


# Review needs something to be handed in, and batches something to be handed out: each run begins with some of both.
BEGINNING = (("tag", 0), ("tag too", 3), ("submit", 0), ("submit too", 0), ("take", 0), ("hand out", 5))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 60)), max_size=30))
def test_all_that_people_do_is_undone_and_done_again(company: Company, gestures: list[tuple[str, int]]) -> None:
    walk(company, [*BEGINNING, *gestures])


def walk(company: Company, gestures: list[tuple[str, int]]) -> list[str]:
    """Do all, look, take all back, bring it again, take it back once more; what could be done of it."""
    beginning = company.state()
    states: list[tuple[object, ...]] = []
    who: list[str] = []
    acts: list[str] = []
    for name, number in gestures:
        done = company.do(name, number)
        if done is not None:
            who.append(done)
            acts.append(name)
            states.append(company.state())
    assert company.project.differences_from_journal() == []
    for place in reversed(range(len(who))):
        assert company.state() == states[place]
        company.desks[who[place]].undo()
    assert company.state() == beginning
    for place, person in enumerate(who):
        company.desks[person].redo()
        assert company.state() == states[place]
    for person in reversed(who):
        company.desks[person].undo()
    assert company.state() == beginning
    assert company.project.differences_from_journal() == []
    return acts


def test_every_act_is_named_and_can_be_done(company: Company) -> None:
    assert set(ACTS) == set(company.acts)
    walked = walk(
        company,
        [
            *BEGINNING, ("put away", 1), ("comment", 1), ("reject", 0), ("take", 3), ("gap", 0), ("word", 0),
            ("answer a gap", 0), ("accept", 0), ("appeal", 0), ("uphold", 0), ("take over", 0), ("return", 0),
            ("re-test", 1), ("tag", 4), ("remove", 4), ("rename batch", 9), ("leave out", 1), ("hand out", 6),
            ("give more", 0), ("give more", 1), ("pass on", 0), ("pass on", 1), ("drop batch", 1), ("add", 1),
            ("rename", 1), ("roles", 1), ("leave", 0), ("come back", 0),
        ],
    )  # fmt: skip
    assert set(walked) == set(ACTS)
