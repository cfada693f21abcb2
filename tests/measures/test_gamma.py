"""Gamma on its published fixtures: dissimilarities, best alignments, chance continua; and what holds for any units."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.measures import gamma as gamma_module
from annotator.measures.agreement import measure_agreement
from annotator.measures.gamma import (
    Continuum,
    Dissimilarity,
    Unit,
    alikeness,
    best_alignment,
    categorical,
    continuum_of,
    gamma,
    gamma_from,
    positional,
    sample_continuum,
)
from annotator.measures.outcomes import Coefficient, Score, Undefined
from annotator.measures.tallies import Tally
from annotator.model.progress import Cancelled
from tests.measures.written import Writer

# Mathet et al. 2015, as in the tests of pygamma-agreement: annotator, label, begin, end.
ALEX_PAUL_SUZAN = """
Alex,1,2,9 Alex,2,11,17 Alex,5,24,30 Alex,6,32,36 Alex,6,36,44 Alex,7,44,60
Paul,1,2,9 Paul,3,11,17 Paul,5,19,25 Paul,6,32,44
Suzan,1,2,9 Suzan,4,11,17 Suzan,5,21,27 Suzan,6,32,36 Suzan,6,36,40 Suzan,6,40,44
"""
# Best disorder of each fixture of dkpro-statistics, whose expected values pygamma-agreement 0.5.9 made.
FIXTURES = {
    "fixture_01_two_annotators_simple": 0.0625,
    "fixture_02_unequal_counts": 0.708333,
    "fixture_03_identical_perfect": 0.0,
    "fixture_04_three_annotators": 0.408756,
    "fixture_05_larger_two_annotators": 1.07438,
    "fixture_06_weighted_alpha3_beta2": 1.027778,
}


def sure(score: Score) -> Coefficient:
    assert isinstance(score, Coefficient)
    return score


def alex_paul_suzan() -> Continuum:
    found: dict[str, list[Unit]] = {}
    for line in ALEX_PAUL_SUZAN.split():
        name, label, begin, end = line.split(",")
        found.setdefault(name, []).append(Unit(float(begin), float(end), label))
    return tuple(map(tuple, found.values()))


def test_the_example_of_mathet_2015() -> None:
    continuum, measure = alex_paul_suzan(), Dissimilarity(alpha=3, beta=1)
    best = best_alignment(continuum, measure)
    assert best.disorder == pytest.approx(0.9606, abs=5e-5)
    assert sorted(part.disorder for part in best.parts) == pytest.approx((0, 0.4011, 0.6667, 1, 1.0556, 2), abs=5e-5)
    found = sure(gamma(continuum, measure))
    assert 0.44 <= found.value <= 0.47
    assert gamma(continuum, measure) == found


@pytest.fixture(params=FIXTURES)
def fixture(request: pytest.FixtureRequest, root: Path) -> tuple[str, dict[str, Any]]:
    path = root.parent / "shared" / "data" / "gamma_fixtures" / f"{request.param}.json"
    if not path.is_file():
        pytest.skip(f"the fixtures of dkpro-statistics lie outside the repository, and {path.name} is not there")
    return request.param, json.loads(path.read_bytes())


def continuum_in(units: list[dict[str, Any]], names: list[str]) -> Continuum:
    return tuple(
        tuple(Unit(u["start"], u["end"], u["category"]) for u in units if u["annotator"] == name) for name in names
    )


def test_a_fixture(fixture: tuple[str, dict[str, Any]]) -> None:
    """Numbers of the fixtures are single precision; chance comes from the continua that they hold."""
    name, given_ = fixture
    names = sorted({unit["annotator"] for unit in given_["continuum"]})
    continuum = continuum_in(given_["continuum"], names)
    params = given_["params"]
    measure = Dissimilarity(params["alpha"], params["beta"], params["deltaEmpty"])
    for pair in given_["tier1"]["pairDissimilarities"]:
        one, other = continuum[names.index(pair["annotatorA"])], continuum[names.index(pair["annotatorB"])]
        at = (pair["unitIndexA"], pair["unitIndexB"])
        assert positional(one, other, measure.empty)[at] == pytest.approx(pair["positional"], rel=1e-6)
        assert categorical(one, other, measure.empty)[at] == pair["categorical"]
        assert measure.between(one, other)[at] == pytest.approx(pair["combined"], rel=1e-6)
    observed = best_alignment(continuum, measure).disorder
    assert observed == pytest.approx(FIXTURES[name], abs=5e-6)
    assert observed == pytest.approx(given_["tier1"]["bestAlignmentDisorder"], abs=1e-6)
    samples = given_["tier2"]["sampledContinua"]
    chances = []
    for sample in samples:
        for drawn in (sample["scaled"], sample):
            disorder = best_alignment(continuum_in(drawn["units"], names), measure).disorder
            assert disorder == pytest.approx(drawn["bestAlignmentDisorder"], abs=1e-5)
        chances.append(disorder)
    # The fixture's own gamma stands on 30 other continua, drawn in worker processes by whichever was free, so that no
    # seed brings them back: so once over the 10 that it holds, and once over the expectation that it names.
    mean = sum(sample["bestAlignmentDisorder"] for sample in samples) / len(samples)
    assert sure(gamma_from(observed, chances)).value == pytest.approx(1 - FIXTURES[name] / mean, abs=5e-5)
    third = given_["tier3"]
    assert sure(gamma_from(observed, [third["expectedDisorder"]])).value == pytest.approx(third["gamma"], abs=1e-6)


def test_gamma_over_documents_adds_up_what_each_has() -> None:
    continuum = alex_paul_suzan()
    one, other = alikeness(continuum), alikeness(((Unit(0, 5, "a"), Unit(9, 12, "b")), (Unit(1, 5, "a"),)))
    tallies = [Tally(name, ("a", "b"), {}, (), {}, {"entity": found}) for name, found in (("d1", one), ("d2", other))]
    tallies.append(Tally("d3", ("a", "b"), {}, (), {}))
    rows = measure_agreement(tallies, by=["document"], rounds=50)
    whole = next(row.estimate for row in rows if row.document is None)
    assert {row.document: row.estimate.value for row in rows if row.document} == {
        "d1": pytest.approx(sure(gamma(continuum)).value),
        "d2": pytest.approx(1 - other.observed / other.expected),
        "d3": None,
    }
    observed, expected = (x + y for x, y in zip(one.sums, other.sums, strict=True))
    assert whole.value == pytest.approx(1 - observed / expected)
    assert (whole.items, whole.documents) == (one.units + other.units, 2)
    assert whole.low is not None
    assert whole.low <= whole.value


def test_undefined_says_why() -> None:
    one = (Unit(0, 5, "a"),)
    assert gamma((one,)) == Undefined("one-rater")
    assert gamma(((), ())) == Undefined("no-items")
    assert gamma_from(0, [0.0, 0.0]) == Undefined("no-expected-disagreement")
    with pytest.raises(ValueError, match="two annotators"):
        best_alignment((one,))


def test_one_annotator_without_units() -> None:
    assert best_alignment(((Unit(0, 5, "a"),), ())).disorder == pytest.approx(2)
    assert sure(gamma(((Unit(0, 5, "a"), Unit(9, 12, "b")), ()))).observed == pytest.approx(2)


def test_it_can_be_stopped() -> None:
    calls: list[int] = []

    def check() -> None:
        calls.append(1)
        if len(calls) == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        gamma(alex_paul_suzan(), check=check)
    assert len(calls) == 3


def test_the_units_of_a_kind() -> None:
    writer = Writer("قال بوتين في موسكو", "a")
    writer.mark("entity", "PER", "بوتين")
    writer.mark("event", "STATEMENT", "قال")
    assert continuum_of([writer.layer], "entity") == ((Unit(4, 9, "PER"),),)


units = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 9), st.sampled_from("ab")).map(
        lambda u: Unit(u[0], u[0] + u[1], u[2])
    ),
    min_size=1,
    max_size=4,
).map(tuple)


@settings(max_examples=40)
@given(units, units)
def test_two_annotators_by_assignment_and_by_programming(one: tuple[Unit, ...], other: tuple[Unit, ...]) -> None:
    measure = Dissimilarity()
    assigned = gamma_module._pairs((one, other), measure)
    programmed = gamma_module._partition((one, other), measure)
    total = sum(part.disorder for part in programmed)
    assert sum(part.disorder for part in assigned) == pytest.approx(total)
    assert total <= len(one) + len(other) + 1e-9


@settings(max_examples=25)
@given(units, units, units, st.permutations(range(3)))
def test_the_order_of_annotators_does_not_matter(
    a: tuple[Unit, ...], b: tuple[Unit, ...], c: tuple[Unit, ...], order: list[int]
) -> None:
    continuum = (a, b, c)
    turned = tuple(continuum[i] for i in order)
    assert best_alignment(continuum).disorder == pytest.approx(best_alignment(turned).disorder)


@settings(max_examples=25)
@given(units, st.integers(2, 3))
def test_the_same_units_have_no_disorder(one: tuple[Unit, ...], raters: int) -> None:
    assert best_alignment((one,) * raters).disorder == pytest.approx(0)


@given(units, units, st.integers(0, 99))
def test_chance_keeps_lengths_and_labels(one: tuple[Unit, ...], other: tuple[Unit, ...], seed: int) -> None:
    drawn = sample_continuum((one, other), np.random.default_rng(seed))
    assert len(drawn) == 2
    kept = {(round(unit.end - unit.start, 6), unit.label) for unit in (*one, *other)}
    assert {(round(unit.end - unit.start, 6), unit.label) for side in drawn for unit in side} <= kept
