"""Published examples of chance-corrected coefficients, degenerate cases, and what holds for any ratings."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.measures.coefficients import (
    Metric,
    cohen_kappa,
    coincidences,
    contingency,
    fleiss_by_category,
    fleiss_kappa,
    gwet_ac,
    krippendorff_alpha,
    quadratic_weights,
    scott_pi,
)
from annotator.measures.outcomes import Coefficient, Score, Undefined

# Fleiss 1971: 30 patients, six psychiatrists each, five diagnoses.
FLEISS = (
    "444444", "222555", "233335", "555555", "222444", "113333", "333355", "113334", "114444", "555555",
    "144444", "124444", "222333", "144444", "224445", "333335", "111455", "111112", "224444", "133555",
    "555555", "244444", "224555", "114444", "144445", "222224", "111155", "224444", "133333", "555555",
)  # fmt: skip
# Krippendorff 2011: four observers, twelve units, gaps.
OBSERVED = (
    (1, 1, None, 1), (2, 2, 3, 2), (3, 3, 3, 3), (3, 3, 3, 3), (2, 2, 2, 2), (1, 2, 3, 4),
    (4, 4, 4, 4), (1, 1, 2, 1), (2, 2, 2, 2), (None, 5, 5, 5), (None, None, 1, 1), (None, None, 3, None),
)  # fmt: skip
# irrCAC 1.4, gwet.ac1.raw: table, then coefficient without and with quadratic weights (pa, pe, coefficient).
GWET = {
    "paradox 2x2": ([[80, 7], [8, 5]], (0.85, 0.21875, 0.808), (0.85, 0.21875, 0.808)),
    "Cohen 1960, p. 37": (
        [[25, 12, 3], [13, 2, 15], [12, 16, 2]], (0.29, 0.3225, -0.04797), (0.71, 0.645, 0.1831),
    ),
    "Cohen 1960, p. 45": (
        [[88, 14, 18], [10, 40, 10], [2, 6, 12]], (0.7, 0.2925, 0.57597), (0.85, 0.585, 0.63855),
    ),
    "4 x 4": (
        [[20, 5, 1, 0], [4, 15, 6, 1], [0, 5, 18, 4], [0, 1, 3, 12]],
        (0.684210526315789, 0.247294552169898, 0.58046),
        (0.95438596491228, 0.714406484046373, 0.84028),
    ),
    "5 x 5": (
        [[15, 4, 1, 0, 0], [3, 12, 4, 1, 0], [1, 3, 14, 3, 1], [0, 1, 3, 10, 2], [0, 0, 1, 2, 8]],
        (0.662921348314607, 0.197497159449564, 0.57997),
        (0.966292134831461, 0.740614347935867, 0.87005),
    ),
}  # fmt: skip


def sure(score: Score) -> Coefficient:
    assert isinstance(score, Coefficient)
    return score


def counts_of(table: list[list[int]]) -> np.ndarray:
    """Items by categories of two raters' contingency table."""
    size = len(table)
    rows = [
        np.eye(size)[i] + np.eye(size)[j] for i in range(size) for j in range(size) for _ in range(table[i][j])
    ]  # fmt: skip
    return np.array(rows)


def test_kappa_of_cohen_1960() -> None:
    found = sure(cohen_kappa(np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]], dtype=float)))
    assert found.observed == pytest.approx(0.7, abs=0.05)
    assert found.expected == pytest.approx(0.41, abs=0.005)
    assert found.value == pytest.approx(0.4915254, abs=5e-8)


def test_kappa_and_pi_of_krippendorff_2004() -> None:
    table = np.array([[12, 18, 18], [0, 14, 18], [0, 0, 20]], dtype=float)
    assert sure(cohen_kappa(table)).observed == pytest.approx(0.46, abs=0.005)
    assert sure(cohen_kappa(table)).value == pytest.approx(0.258, abs=5e-4)
    assert sure(scott_pi(table)).value == pytest.approx(0.186, abs=5e-4)


def test_ac1_of_gwet_2008() -> None:
    found = sure(gwet_ac(counts_of([[8, 1], [0, 1]])))
    assert (found.observed, found.expected) == pytest.approx((0.9, 0.255), abs=5e-4)
    assert found.value == pytest.approx(0.8658, abs=5e-5)
    assert sure(scott_pi(np.array([[8.0, 1.0], [0.0, 1.0]]))).value == pytest.approx(0.6078, abs=5e-5)


@pytest.mark.parametrize("name", GWET)
def test_ac1_and_ac2_as_irrcac_has_them(name: str) -> None:
    table, plain, weighted = GWET[name]
    for weights, (observed, expected, value) in (
        (None, plain),
        (quadratic_weights(range(1, len(table) + 1)), weighted),
    ):
        found = sure(gwet_ac(counts_of(table), weights))
        assert (found.observed, found.expected) == pytest.approx((observed, expected), abs=1e-12)
        assert found.value == pytest.approx(value, abs=5e-6)


def fleiss_counts() -> np.ndarray:
    return np.array([[row.count(str(category)) for category in range(1, 6)] for row in FLEISS], dtype=float)


def test_kappa_of_fleiss_1971() -> None:
    found = sure(fleiss_kappa(fleiss_counts()))
    assert (found.observed, found.expected) == pytest.approx((0.5555556, 0.2199383), abs=5e-8)
    assert found.value == pytest.approx(0.4302445, abs=5e-8)


def fleiss_as_written(counts: np.ndarray, *, digits: int) -> list[float]:
    """Fleiss 1971, formulas 13 to 15, every step rounded as the tables of the paper are."""
    raters = counts.sum(axis=1)[0]
    found = []
    for column in counts.T:
        share = round(float(column.sum() / counts.sum()), digits)
        assigned = len(counts) * raters * share
        agreed = round(float((column @ column - assigned) / (assigned * (raters - 1))), digits)
        found.append((agreed - share) / (1 - share))
    return found


def test_kappa_of_each_category_of_fleiss_1971() -> None:
    """The paper rounds shares and agreement of a category on the way; without that the same arithmetic gives ours."""
    counts = fleiss_counts()
    found = [sure(score).value for score in fleiss_by_category(counts)]
    assert fleiss_as_written(counts, digits=3) == pytest.approx((0.248, 0.248, 0.517, 0.470, 0.565), abs=5e-4)
    assert fleiss_as_written(counts, digits=15) == pytest.approx(found, abs=1e-12)
    shares = counts.sum(axis=0) / counts.sum()
    weights = shares * (1 - shares)
    assert float(weights @ found / weights.sum()) == pytest.approx(0.4302445, abs=5e-8)


def table_of(units: object, categories: object) -> np.ndarray:
    return coincidences(units, categories)  # type: ignore[arg-type]


def test_alpha_of_krippendorff_1980() -> None:
    units = [(1, 0), (1, 1), (0, 1), (0, 0), (0, 0), (0, 1), (0, 0), (0, 1), (0, 0), (0, 0)]
    found = sure(krippendorff_alpha(table_of(units, [0, 1])))
    assert found.observed == pytest.approx(0.4, abs=0.05)
    assert found.expected == pytest.approx(0.4421053, abs=5e-8)
    assert found.value == pytest.approx(0.0952381, abs=5e-8)


def test_alpha_of_krippendorff_2004() -> None:
    units = list(zip("aabbbbbccccc", "abbbbbcccccc", strict=True))
    found = sure(krippendorff_alpha(table_of(units, "abc")))
    assert (found.observed, found.expected) == pytest.approx((0.1666667, 0.6268116), abs=5e-8)
    assert found.value == pytest.approx(0.734104, abs=5e-7)


@pytest.mark.parametrize(
    ("metric", "value"),
    [("nominal", 0.7434211), ("ordinal", 0.8153875), ("interval", 0.8491071), ("ratio", 0.7974028)],
)
def test_alpha_with_gaps_of_krippendorff_2011(metric: Metric, value: float) -> None:
    categories = [1, 2, 3, 4, 5]
    found = krippendorff_alpha(table_of(OBSERVED, categories), metric=metric, values=categories)
    assert sure(found).value == pytest.approx(value, abs=5e-8)


def test_undefined_says_why() -> None:
    nothing, one_category = np.zeros((2, 2)), np.array([[5.0, 0.0], [0.0, 0.0]])
    for measure in (cohen_kappa, scott_pi, krippendorff_alpha):
        assert measure(nothing) == Undefined("no-items")
        assert measure(one_category) == Undefined("one-category")
    assert fleiss_kappa(np.zeros((0, 2))) == Undefined("no-items")
    assert fleiss_kappa(np.array([[1.0, 0.0]])) == Undefined("one-rater")
    assert fleiss_kappa(np.array([[2.0, 0.0]])) == Undefined("one-category")
    assert gwet_ac(np.zeros((0, 2))) == Undefined("no-items")
    assert gwet_ac(np.array([[1.0, 0.0]])) == Undefined("one-rater")
    assert gwet_ac(np.array([[2.0]])) == Undefined("one-category")
    assert krippendorff_alpha(table_of([("a", None)], "a")) == Undefined("no-items")
    with pytest.raises(ValueError, match="same number"):
        fleiss_kappa(np.array([[2.0, 0.0], [3.0, 0.0]]))


units = st.lists(st.tuples(*[st.sampled_from("abc")] * 3), min_size=1, max_size=15)


@given(units)
def test_perfect_agreement_is_one_and_nothing_is_more(found: list[tuple[str, ...]]) -> None:
    same = [(unit[0], unit[0], unit[0]) for unit in found]
    counts = np.array([[unit.count(c) for c in "abc"] for unit in found], dtype=float)
    perfect = np.array([[unit.count(c) for c in "abc"] for unit in same], dtype=float)
    several = len({unit[0] for unit in same}) > 1
    for score in (fleiss_kappa(perfect), krippendorff_alpha(table_of(same, "abc")), gwet_ac(perfect)):
        assert isinstance(score, Undefined) or score.value == pytest.approx(1)
        assert isinstance(score, Coefficient) or not several
    for score in (fleiss_kappa(counts), krippendorff_alpha(table_of(found, "abc")), gwet_ac(counts)):
        assert isinstance(score, Undefined) or -1 - 1e-9 <= score.value <= 1 + 1e-9


@given(units, st.permutations(range(3)))
def test_the_order_of_raters_and_items_does_not_matter(found: list[tuple[str, ...]], order: list[int]) -> None:
    turned = [tuple(unit[i] for i in order) for unit in reversed(found)]
    assert np.allclose(table_of(found, "abc"), table_of(turned, "abc"))
    straight = cohen_kappa(contingency([(u[0], u[1]) for u in found], "abc"))
    swapped = cohen_kappa(contingency([(u[1], u[0]) for u in found], "abc"))
    assert type(straight) is type(swapped)
    if isinstance(straight, Coefficient):
        assert straight.value == pytest.approx(sure(swapped).value)
