"""The process that counts answers what `Agreeing` would, and tells when it cannot."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.measures.gamma import alikeness
from annotator.model.person import Person
from annotator.model.problems import KnownError
from annotator.model.progress import Progress
from annotator.store.project import Project
from annotator.work.agreeing import Agreeing
from annotator.work.counting import ROUNDS, Counting, Figures
from tests.work.reviewed import NAME, REVIEWER, TEXT, hand_in, new_project, review_desk, two_analysts


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with new_project(tmp_path, d1=TEXT, d2=TEXT) as made:
        for layer in two_analysts():
            hand_in(made, layer, document=["d1", "d2"])
        yield made


@pytest.fixture
def counting(project: Project, tmp_path: Path) -> Iterator[Counting]:
    made = Counting(project.path, REVIEWER, kept=tmp_path / "kept")
    yield made
    made.close()


def figures_of(counting: Counting) -> Figures:
    (found,) = counting.fetch("figures")
    assert isinstance(found, Figures)
    return found


def test_it_counts_what_the_window_would(project: Project, counting: Counting) -> None:
    here = Agreeing(REVIEWER)
    here.catch_up(project)
    found = figures_of(counting)
    assert found.documents == here.documents
    assert found.rows == here.measure(["label", "pair"], rounds=ROUNDS)
    assert found.progress == here.progress()
    assert {(kind, verdict): n for kind, verdict, n in found.verdicts} == {
        (cell.kind, cell.verdict): cell.count for cell in here.verdicts()
    }
    row = next(row for row in found.rows if row.measure == "f1.exact" and row.label == "GPE")
    assert set(counting.fetch("behind", "each-other", row)) == set(here.behind(row))
    assert counting.fetch("rows", "each-other", "document") == tuple(
        row for row in here.measure(["document"], rounds=ROUNDS) if row.document
    )


def test_every_count_leads_to_as_many_cases(counting: Counting) -> None:
    found = figures_of(counting)
    for kind, verdict, count in found.verdicts:
        assert len(counting.fetch("verdict", kind, verdict)) == count
    assert found.bounds
    for kind, name, count in found.bounds:
        assert len(counting.fetch("bound", kind, name)) == count
    for one in found.confusions:
        for row, first in enumerate(one.labels):
            for column, second in enumerate(one.labels):
                if one.table[row][column]:
                    asked = ("confused", one.kind, one.pair, (first, second))
                    assert len(counting.fetch(*asked)) == one.table[row][column]


def test_analysts_against_the_gold_by_week(project: Project, counting: Counting) -> None:
    assert figures_of(counting).weekly == ()
    desk = review_desk(project)
    article = desk.open(NAME)
    for view in article.views:
        desk.take(article, view.id, "anna")
    rows = [row for row in figures_of(counting).weekly if row.kind == "entity" and row.label is None]
    values = {row.pair: row.estimate.value for row in rows}
    assert values["anna", "gold/rita"] == 1.0
    assert all(row.group for row in rows)
    for row in rows:
        assert bool(counting.fetch("behind", "gold", row)) == bool(row.estimate.items)


def test_gamma_is_told_once_it_is_measured(project: Project, counting: Counting) -> None:
    found = figures_of(counting)
    # Both articles say the same, so that each kind is one task.
    assert found.gamma_missing == 3
    here = Agreeing(REVIEWER)
    here.catch_up(project)
    counting.fetch("gammas", {name: alikeness(task) for name, task in here.gamma_tasks().items()})
    found = figures_of(counting)
    assert found.gamma_missing == 0
    gammas = {row.kind: row for row in found.rows if row.measure == "gamma"}
    assert set(gammas) == {"entity", "quote", "event"}
    assert gammas["quote"].estimate.value == 1.0
    assert counting.fetch("behind", "each-other", gammas["event"])


def test_it_tells_how_far_it_is_and_why_it_cannot(project: Project, tmp_path: Path) -> None:
    told: list[Progress] = []
    alone = Counting(project.path, REVIEWER, kept=tmp_path, authors=["nobody"])
    with pytest.raises(KnownError, match=r"agreement\.no-author"):
        alone.fetch("figures")
    alone.close()
    both = Counting(project.path, REVIEWER, kept=tmp_path)
    both.fetch("figures", report=told.append)
    both.close()
    assert (told[-1].done, told[-1].total) in {(0, 0), (2, 2)}
    assert {progress.what for progress in told} == {"comparing"}


def test_a_process_that_is_ended_from_outside_is_told_and_another_begins(counting: Counting) -> None:
    figures_of(counting)
    process = counting._process
    assert process is not None
    process.kill()
    process.join()
    with pytest.raises(KnownError, match=r"agreement\.ended"):
        counting.fetch("figures")
    assert not counting.is_running
    assert figures_of(counting).documents == ("d1", "d2")


def test_an_analyst_is_told_nothing_of_others(project: Project, tmp_path: Path) -> None:
    alone = Counting(project.path, Person("anna", "Anna"), kept=tmp_path)
    found = figures_of(alone)
    alone.close()
    assert (found.documents, found.pairs, found.rows, found.bounds, found.confusions) == ((), (), (), (), ())
    assert {one.author for one in found.progress} == {"anna"}
