"""Samples keep the shares of outlets and months; articles come to people evenly, and to the same again."""

from collections import Counter
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.batch import Task
from annotator.store.assignments import Drawable
from annotator.work.drawing import draw_sample, hand_out, pass_on, put_among, stratum_of

seeds = st.integers(0, 2**31 - 1)
outlets = st.sampled_from(["وكالة", "صحيفة", "قناة", None])
days = st.sampled_from(["2024-01-03", "2024-01-30", "2024-02", "2023", None])
corpora = st.lists(st.tuples(outlets, days), max_size=60).map(
    lambda rows: [Drawable(f"a{number}", *row) for number, row in enumerate(rows)]
)
people = st.lists(st.sampled_from(["p1", "p2", "p3", "p4", "p5"]), min_size=1, unique=True)


@given(corpora, st.integers(0, 70), seeds)
def test_a_sample_keeps_the_share_of_each_outlet_and_month(articles: list[Drawable], wanted: int, seed: int) -> None:
    drawn = draw_sample(articles, wanted, seed=seed)
    number = min(wanted, len(articles))
    assert len(set(drawn)) == len(drawn) == number
    assert drawn == draw_sample(articles, wanted, seed=seed)
    chosen = [one for one in articles if one.id in drawn]
    assert [one.id for one in chosen] == list(drawn)
    for part in (stratum_of, lambda one: stratum_of(one)[0]):
        sizes, taken = Counter(map(part, articles)), Counter(map(part, chosen))  # type: ignore[arg-type]
        for name, size in sizes.items():
            assert abs(taken[name] - Fraction(size * number, len(articles))) < 1


@given(st.integers(0, 40), people, st.data(), seeds)
def test_each_article_comes_to_k_different_people_evenly(
    number: int, names: list[str], data: st.DataObject, seed: int
) -> None:
    each = data.draw(st.integers(1, len(names)))
    documents = [f"a{place}" for place in range(number)]
    tasks = hand_out(documents, names, each, seed=seed)
    assert tasks == hand_out(documents, names[::-1], each, seed=seed)
    holders: dict[str, set[str]] = {}
    for task in tasks:
        holders.setdefault(task.document, set()).add(task.person)
    assert len(tasks) == number * each
    assert all(len(found) == each for found in holders.values())
    loads = Counter(task.person for task in tasks)
    assert max((loads[name] for name in names), default=0) - min(loads[name] for name in names) <= 1
    # What comes later leaves what was handed out as it is, and evens out what is uneven.
    more = hand_out(["later"], names, each, seed=seed, given=tasks)
    assert hand_out([*documents, "later"], names, each, seed=seed) == (*tasks, *more)


@given(people, seeds)
def test_what_is_passed_on_comes_to_nobody_twice(names: list[str], seed: int) -> None:
    tasks = hand_out([f"a{place}" for place in range(12)], [*names, "giver"], 1 + len(names) // 2, seed=seed)
    moving = frozenset(task for task in tasks if task.person == "giver")
    after = pass_on(tasks, moving, names, seed=seed)
    assert len({(task.document, task.person) for task in after}) == len(tasks)
    assert [task.document for task in after] == [task.document for task in tasks]
    stayed = {task.document for task in after if task.person == "giver"}
    for document in stayed:
        assert {task.person for task in after if task.document == document} >= {*names}


@given(seeds, st.integers(1, 9))
def test_a_second_copy_stands_among_the_later_half_of_what_is_left(seed: int, number: int) -> None:
    tasks = hand_out([f"a{place}" for place in range(number)], ["p1"], 1, seed=seed)
    after = put_among(tasks, [Task("copy", "p1")], seed=seed)
    assert tuple(task for task in after if task.document != "copy") == tasks
    assert [task.document for task in after].index("copy") >= number // 2
