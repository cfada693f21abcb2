"""Nobody changes what is another's, whatever stream he says it in."""

import pytest

from annotator.model.person import Person
from annotator.model.problems import KnownError
from annotator.model.registry import Entry
from annotator.model.step import Change, Draft
from annotator.store.project import Project
from annotator.work.desk import Desk
from annotator.work.team import guard

ANNA, BADR = Person("anna", "Anna"), Person("badr", "Badr")


def entry(name: str, *, by: str | None) -> Entry:
    return Entry(id="per.x", kind="entity", label="PER", name_ar=name, proposed_by=by)


@pytest.mark.parametrize("owner", [None, "badr"])
def test_an_analyst_proposes_nothing_in_place_of_what_is_not_hers(owner: str | None) -> None:
    before = entry("علي", by=owner)
    change = Change("entry", before.id, before, entry("عمر", by="anna"))
    with pytest.raises(KnownError) as refused:
        guard(ANNA, Draft("proposed/anna", "entry.edit", "anna", (change,)))
    assert refused.value.problem.key == "team.not-yours"


def test_an_analyst_changes_what_she_proposed_and_takes_it_back() -> None:
    before, after = entry("علي", by="anna"), entry("عمر", by="anna")
    change = Change("entry", before.id, before, after)
    draft = Draft("proposed/anna", "entry.edit", "anna", (change,))
    assert guard(ANNA, draft) is draft
    with pytest.raises(KnownError):
        guard(BADR, draft)


def test_a_proposal_in_another_name_is_refused(project: Project) -> None:
    made = entry("علي", by="badr")
    with pytest.raises(KnownError):
        Desk(project, ANNA).write(
            [Draft("proposed/anna", "entry.new", "anna", (Change("entry", made.id, None, made),))]
        )
    assert project.entry(made.id) is None
