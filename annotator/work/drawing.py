"""Which articles of many are drawn, and whose desks they come to: both by chance, and both the same again."""

import hashlib
from collections.abc import Container, Iterable, Sequence
from typing import Final

from annotator.model.batch import Task
from annotator.store.assignments import Drawable

_FINE: Final = 1 << 32


def draw_sample(articles: Sequence[Drawable], wanted: int, *, seed: int) -> tuple[str, ...]:
    """Ids of `wanted` articles (all, where there are no more), in the order in which they stand in `articles`.

    A systematic sample of the list sorted by outlet and then by date (Madow and Madow 1944; implicit stratification,
    Kish 1965): each article is drawn with the same chance, and of each outlet, and of each month of an outlet, as
    many as are its share, rounded down or up. Reckoned in whole numbers, so that every machine draws the same.
    """
    number = min(max(wanted, 0), len(articles))
    if number == 0:
        return ()
    rows = sorted(articles, key=lambda one: (*stratum_of(one), _mixed(seed, one.id)))
    start = int(_mixed(seed, "start")[:8], 16) % _FINE
    places = ((start + step * _FINE) * len(rows) // (number * _FINE) for step in range(number))
    drawn = {rows[place].id for place in places}
    return tuple(one.id for one in articles if one.id in drawn)


def stratum_of(article: Drawable) -> tuple[str, str]:
    """Outlet and month, each empty where it is not known."""
    return article.publisher or "", (article.published or "")[:7]


def hand_out(
    documents: Iterable[str], people: Sequence[str], each: int, *, seed: int, given: Iterable[Task] = ()
) -> tuple[Task, ...]:
    """A task for each of `each` different `people` on every article, in the order of the articles.

    An article goes to those who have least so far, `given` counted; where several have as little, the seed decides. So
    two people's numbers differ by one at most, where they did before.

    Raises:
        ValueError: there are fewer people than each article needs.
    """
    names = sorted(set(people))
    if not 0 < each <= len(names):
        raise ValueError(f"{each} of {len(names)} people")
    loads = dict.fromkeys(names, 0)
    for task in given:
        if task.person in loads:
            loads[task.person] += 1
    found: list[Task] = []
    for document in documents:
        least = sorted(names, key=lambda name: (loads[name], _mixed(seed, f"{document}\n{name}")))
        for name in sorted(least[:each]):
            loads[name] += 1
            found.append(Task(document, name))
    return tuple(found)


def pass_on(tasks: Sequence[Task], moving: Container[Task], takers: Sequence[str], *, seed: int) -> tuple[Task, ...]:
    """`tasks` with those of `moving` at the desks of `takers`: each with who has least and not that article yet.

    What none of them can take stays where it is.
    """
    holders: dict[str, set[str]] = {}
    loads = dict.fromkeys(sorted(set(takers)), 0)
    for task in tasks:
        holders.setdefault(task.document, set()).add(task.person)
        if task.person in loads:
            loads[task.person] += 1
    found: list[Task] = []
    for task in tasks:
        free = [name for name in loads if name not in holders[task.document]] if task in moving else []
        if not free:
            found.append(task)
            continue
        words = task.document
        taker = min(free, key=lambda name: (loads[name], _mixed(seed, f"{words}\n{name}")))
        loads[taker] += 1
        holders[task.document].add(taker)
        found.append(Task(task.document, taker))
    return tuple(found)


def put_among(tasks: Sequence[Task], new: Sequence[Task], *, seed: int) -> tuple[Task, ...]:
    """`new` tasks put by chance among the later half of the `tasks` that the same person still has."""
    found = list(tasks)
    for task in new:
        places = [at for at, one in enumerate(found) if one.person == task.person]
        later = [*places[len(places) // 2 :], len(found)]
        found.insert(later[int(_mixed(seed, task.document)[:8], 16) % len(later)], task)
    return tuple(found)


def _mixed(seed: int, words: str) -> str:
    return hashlib.sha256(f"{seed}\n{words}".encode()).hexdigest()
