"""The test cases of the CoNLL scorer and of LEA, and what holds for any clusters."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.measures.coreference import RATIOS, Clusters, Prf, blanc, blanc_links, clusters_of, prf
from annotator.measures.outcomes import Undefined

KEY = ("a", "bc", "def")
# Recall, precision and F; CoNLL reference scorer, test cases TC-A; LEA from the tests of coval.
CASES: dict[str, tuple[tuple[str, ...], dict[str, tuple[float, float, float]]]] = {
    "A2": (("a", "de"), {
        "muc": (1 / 3, 1, 0.5), "b3": (7 / 18, 1, 0.56), "ceaf-m": (0.5, 1, 0.66667),
        "ceaf-e": (0.6, 0.9, 0.72), "blanc": (0.21591, 1, 0.35385), "lea": (1 / 3, 1, 0.5),
    }),
    "A3": (("a", "bcx", "defy", "z"), {
        "muc": (1, 0.6, 0.75), "b3": (1, 0.5092592592592593, 0.6748466257668712), "ceaf-m": (1, 0.66667, 0.8),
        "ceaf-e": (0.88571, 0.66429, 0.75918), "blanc": (1, 0.42593, 0.59717), "lea": (1, 4 / 9, 8 / 13),
    }),
    "A4": (("a", "bcx", "dy", "z"), {
        "muc": (1 / 3, 1 / 3, 1 / 3), "b3": (5 / 9, 17 / 42, 0.46832), "ceaf-m": (0.66667, 0.57143, 0.61538),
        "ceaf-e": (0.73333, 0.55, 0.62857), "blanc": (0.35227, 0.27206, 0.30357), "lea": (0.5, 2 / 7, 4 / 11),
    }),
    "A5": (("a", "bcxB", "dy", "z"), {
        "muc": (1 / 3, 0.25, 2 / 7), "b3": (5 / 9, 0.3125, 0.4), "ceaf-m": (0.66667, 0.5, 0.57143),
        "ceaf-e": (0.68889, 0.51667, 0.59048), "blanc": (0.35227, 0.19048, 0.24716), "lea": (0.5, 5 / 24, 5 / 17),
    }),
    "A10": (("a", "b", "c", "d", "e", "f"), {
        "muc": (0, 0, 0), "b3": (0.5, 1, 2 / 3), "blanc": (0.5, 0.36667, 0.42308), "lea": (1 / 6, 1 / 6, 1 / 6),
    }),
    "A11": (("abcdef",), {
        "muc": (1, 0.6, 0.75), "b3": (1, 7 / 18, 0.56), "blanc": (0.5, 0.13333, 0.21053),
        "lea": (5 / 6, 4 / 15, 0.40404),
    }),
    "A13": (("axycdez",), {
        "muc": (1 / 3, 1 / 6, 2 / 9), "b3": (17 / 36, 6 / 49, 0.19447), "blanc": (0.125, 0.02381, 0.04),
        "lea": (1 / 6, 1 / 21, 2 / 27),
    }),
}  # fmt: skip


def clusters(written: Iterable[str]) -> Clusters:
    return tuple(frozenset(cluster) for cluster in written)


def scores(key: Clusters, response: Clusters) -> dict[str, Prf | Undefined]:
    found = {name: prf([measure(key, response)]) for name, measure in RATIOS.items()}
    return {**found, "blanc": blanc([blanc_links(key, response)])}


def check(found: Prf | Undefined, expected: tuple[float, float, float], digits: float) -> None:
    assert isinstance(found, Prf)
    assert (found.recall, found.precision, found.f) == pytest.approx(expected, abs=digits)


@pytest.mark.parametrize("name", CASES)
def test_the_cases_of_the_conll_scorer(name: str) -> None:
    response, expected = CASES[name]
    found = scores(clusters(KEY), clusters(response))
    for measure, values in expected.items():
        check(found[measure], values, 5e-6)


def test_the_case_of_blanc() -> None:
    found = scores(clusters(("ab", "cde")), clusters(("bcx", "de")))
    check(found["blanc"], (7 / 24, 7 / 24, 7 / 24), 1e-12)
    check(found["lea"], (0.2, 0.4, 4 / 15), 1e-12)


def test_the_example_of_moosavi_and_strube_2016() -> None:
    found = scores(clusters(("abc", "defg")), clusters(("ab", "cd", "fghi")))
    check(found["lea"], (0.238095, 0.333333, 0.277778), 5e-7)


def test_nothing_is_undefined_and_one_side_alone_is_none() -> None:
    assert set(scores((), ()).values()) == {Undefined("nothing-to-compare")}
    for name, found in scores(clusters(("ab",)), ()).items():
        assert isinstance(found, Prf), name
        assert found.f == 0
    assert prf([RATIOS["muc"](clusters("ab"), clusters("ab"))]) == Undefined("nothing-to-compare")


def test_documents_add_up() -> None:
    one, other = (clusters(("ab", "c")), clusters(("abc",))), (clusters(("xy",)), clusters(("xy",)))
    for name, measure in RATIOS.items():
        pooled = prf([measure(*one), measure(*other)])
        together = prf([measure(one[0] + other[0], one[1] + other[1])])
        assert pooled == together, name


def test_mentions_by_their_entries() -> None:
    assert clusters_of({1: "b", 2: "a", 3: "b", 4: None}) == (frozenset({2}), frozenset({1, 3}))


entries = st.lists(st.one_of(st.none(), st.sampled_from("xyz")), max_size=9).map(
    lambda es: clusters_of(dict(enumerate(es)))
)


@given(entries, entries)
def test_swapping_the_sides_swaps_recall_and_precision(key: Clusters, response: Clusters) -> None:
    straight, swapped = scores(key, response), scores(response, key)
    for name, one in straight.items():
        other = swapped[name]
        if isinstance(one, Undefined) or isinstance(other, Undefined):
            assert one == other
            continue
        assert (one.recall, one.precision, one.f) == pytest.approx((other.precision, other.recall, other.f))
        assert 0 <= one.f <= 1 + 1e-9


@given(entries)
def test_the_same_clusters_agree(key: Clusters) -> None:
    for found in scores(key, key).values():
        assert isinstance(found, Undefined) or found.f == pytest.approx(1)
