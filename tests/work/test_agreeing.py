"""Numbers of agreement lead to the spans behind them, and nothing is compared that may not be seen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.person import Person
from annotator.model.problems import KnownError
from annotator.store.project import Project
from annotator.work.agreeing import Agreeing, week_of
from annotator.work.desk import Desk
from tests.work.reviewed import NAME, REVIEWER, TEXT, hand_in, new_project, review_desk, two_analysts


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with new_project(tmp_path, d1=TEXT, d2=TEXT) as made:
        for layer in two_analysts():
            hand_in(made, layer, document=["d1", "d2"])
        yield made


def counted(project: Project, **options: object) -> Agreeing:
    found = Agreeing(REVIEWER, **options)  # type: ignore[arg-type]
    found.catch_up(project)
    return found


def test_a_number_leads_to_the_cases_that_it_counts(project: Project) -> None:
    agreeing = counted(project)
    row = next(r for r in agreeing.measure(rounds=0) if (r.measure, r.kind) == ("f1.exact", "entity"))
    behind = agreeing.behind(row)
    alike = sum(one.alike for one in behind)
    assert row.estimate.value == pytest.approx(2 * alike / sum(len(one.members) for one in behind))
    assert {one.document for one in behind} == {"d1", "d2"}


def test_every_row_has_cases_behind_it(project: Project) -> None:
    agreeing = counted(project)
    rows = agreeing.measure(["label", "pair", "document", "group"], rounds=0)
    assert len({row.measure for row in rows}) > 10
    assert [row for row in rows if row.estimate.items and not agreeing.behind(row)] == []


def test_the_table_of_verdicts_shows_zeros_and_leads_to_cases(project: Project) -> None:
    cells = {(cell.kind, cell.verdict): cell.count for cell in counted(project).verdicts()}
    assert len(cells) == 6 * 7
    assert cells["entity", "label"] == 2
    assert cells["region", "missing"] == 0
    assert list(counted(project).bounds()) == ["clitic"]


def test_a_cell_of_the_confusion_leads_to_its_cases(project: Project) -> None:
    agreeing = counted(project)
    (pair,) = agreeing.pairs()
    labels, table = agreeing.confusion("entity", pair)
    for row, first in enumerate(labels):
        for column, second in enumerate(labels):
            if (first, second) != (None, None):
                assert len(agreeing.confused("entity", pair, (first, second))) == table[row, column]


def test_analysts_against_the_gold(project: Project) -> None:
    desk = review_desk(project)
    article = desk.open(NAME)
    for view in article.views:
        desk.take(article, view.id, "anna")
    agreeing = counted(project, against="gold")
    assert agreeing.documents == (NAME,)
    rows = {
        r.pair: r.estimate.value
        for r in agreeing.measure(["pair"], rounds=0)
        if r.measure == "f1.exact" and r.kind == "entity"
    }
    assert rows["anna", "gold/rita"] == 1.0
    assert rows["badr", "gold/rita"] < 1.0


def test_an_analyst_compares_nothing_and_a_stranger_is_refused(project: Project) -> None:
    alone = Agreeing(Person("anna", "Anna"))
    alone.catch_up(project)
    assert alone.documents == ()
    with pytest.raises(KnownError, match=r"agreement\.no-author"):
        Agreeing(Person("anna", "Anna"), authors=["badr"]).catch_up(project)


def test_progress_counts_layers_by_state(project: Project) -> None:
    found = {(one.author, one.state): one.layers for one in counted(project).progress()}
    assert found == {("anna", "submitted"): 2, ("badr", "submitted"): 2}


@pytest.mark.parametrize(
    ("moment", "week"), [("2024-12-30T10:00:00Z", "2025-W01"), ("2024-07", ""), (None, ""), ("2024-07-04", "2024-W27")]
)
def test_weeks(moment: str | None, week: str) -> None:
    assert week_of(moment) == week


def test_layers_of_who_has_seen_answers_are_left_out_and_told(project: Project) -> None:
    review = review_desk(project)
    article = review.open("d1")
    review.take(article, article.views[0].id, "anna")
    review.send_back(article, "badr", "")
    assert counted(project).documents == ("d1", "d2")
    badr = Desk(project, Person("badr", "Badr", ("analyst",)))
    own = badr.open("d1")
    badr.remove(own, [next(iter(own.annotations))])
    badr.stand(own, "submitted", at="2025-11-20T08:00:00.000Z")
    assert project.layer(own.key).facts.blind is False
    agreeing = counted(project)
    assert (agreeing.documents, agreeing.not_blind) == (("d2",), (own.key,))
    assert counted(project, against="gold").not_blind == (own.key,)
    badr.undo()
    badr.undo()
    assert counted(project).not_blind == ()
