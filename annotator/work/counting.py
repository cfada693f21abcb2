"""Agreement counted in a process of its own, so that nobody's keys wait: questions go out, answers come in pieces."""

import contextlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import msgspec

from annotator.measures.agreement import By, Row
from annotator.measures.cases import CaseKind, CaseVerdict
from annotator.measures.contributions import SPANNED
from annotator.measures.gamma import Alikeness
from annotator.measures.tallies import Pair
from annotator.model.layer import LayerKey
from annotator.model.person import Person
from annotator.model.problems import KnownError, Problem, refuse
from annotator.model.progress import Progress, Report, silent
from annotator.store import engine
from annotator.store.reading import Reads
from annotator.work.agreeing import Against, Agreeing, Behind, Progressed
from annotator.work.gammas import Kept, encode_task, step_aside

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

ROUNDS: Final = 1000
"""Of the bootstrap, for the intervals on the screen."""

_PIECE: Final = 400  # values in one answer: a piece is unpacked faster than a frame is drawn
_TICK: Final = 0.1  # seconds
_MODEST: Final = 5  # somebody waits for the numbers
_TIMED: Final = "f1.exact"


class Confusion(msgspec.Struct, frozen=True):
    """Which label one rater gave where another gave which; `None` is silence, `table[row][column]` counts cases."""

    kind: str
    pair: Pair
    labels: tuple[str | None, ...]
    table: tuple[tuple[int, ...], ...]


class Figures(msgspec.Struct, frozen=True):
    """Everything that the dashboard shows at first: numbers alone, of which each is a question for what lies behind.

    `rows` are over all articles, by label and by pair; `weekly` are of analysts against the gold, by pair and week.
    `gamma_missing` is how many kinds of articles gamma is not known of yet, `not_blind` the layers that were left out.
    """

    documents: tuple[str, ...]
    pairs: tuple[Pair, ...]
    rows: tuple[Row, ...]
    weekly: tuple[Row, ...]
    verdicts: tuple[tuple[CaseKind, CaseVerdict, int], ...]
    bounds: tuple[tuple[CaseKind, str, int], ...]
    confusions: tuple[Confusion, ...]
    progress: tuple[Progressed, ...]
    gamma_missing: int
    not_blind: tuple[LayerKey, ...] = ()


class Question(msgspec.Struct, frozen=True):
    """A name of :data:`ANSWERS` with what it is asked about; `number` tells to which question an answer belongs."""

    number: int
    name: str
    about: tuple[Any, ...] = ()


class Answer(msgspec.Struct, frozen=True):
    """A piece of an answer: values in their order, how far the work is, or why there is no answer.

    `total` is how many values there are in all; `ended` tells that nothing follows.
    """

    number: int
    values: tuple[Any, ...] = ()
    total: int = 0
    ended: bool = False
    progress: Progress | None = None
    problems: tuple[Problem, ...] = ()


class Counting:
    """The near end: asks the process, which is started by the first question and lives until `close`."""

    def __init__(self, project: Path, person: Person, *, kept: Path, authors: Iterable[str] = ()) -> None:
        self._set_up = (project, person, kept, tuple(authors))
        self._line: Connection[Question, Answer] | None = None
        self._process: BaseProcess | None = None
        self._number = 0

    @property
    def is_running(self) -> bool:
        """Whether there is a process."""
        return self._process is not None

    def ask(self, name: str, *about: Any) -> int:
        """Put a question and return its number; answers come by `poll`, question after question."""
        self._number += 1
        if self._line is None:
            self._start()
        try:
            self._sure().send(Question(self._number, name, about))
        except OSError as fault:
            self.close()
            raise refuse("agreement.ended") from fault
        return self._number

    def poll(self, timeout: float = 0) -> Answer | None:
        """The next piece of an answer, if one comes within `timeout` seconds.

        Raises:
            KnownError: `agreement.ended`, the process was ended from outside; the next question starts another.
        """
        if self._line is None:
            return None
        try:
            return self._line.recv() if self._line.poll(timeout) else None
        except (EOFError, OSError) as fault:
            self.close()
            raise refuse("agreement.ended") from fault

    def fetch(self, name: str, *about: Any, report: Report = silent) -> tuple[Any, ...]:
        """Put a question and wait for the whole of its answer.

        Raises:
            KnownError: why there is none.
        """
        number, found = self.ask(name, *about), list[Any]()
        while True:
            piece = self.poll(_TICK)
            if piece is None or piece.number != number:
                continue
            if piece.progress is not None:
                report(piece.progress)
            if piece.problems:
                raise KnownError(*piece.problems)
            found += piece.values
            if piece.ended:
                return tuple(found)

    def close(self) -> None:
        """End the process at once, whatever it does."""
        if self._process is not None:
            self._process.terminate()
            self._process.join()
        if self._line is not None:
            self._line.close()
        self._process = self._line = None

    def _start(self) -> None:
        import multiprocessing

        context = multiprocessing.get_context("spawn")
        self._line, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(there, *self._set_up), daemon=True)
        self._process.start()
        there.close()

    def _sure(self) -> "Connection[Question, Answer]":
        if self._line is None:
            raise RuntimeError("there is no process")
        return self._line


# --- the far end


class _Server:
    """What the process knows: layers laid over one another, those of the analysts, and those with the gold."""

    def __init__(self, project: Path, person: Person, kept: Path, authors: Sequence[str]) -> None:
        self._project = project
        self._kept = Kept(kept)
        among: Mapping[Against, Agreeing] = {
            "each-other": Agreeing(person, authors=authors),
            "gold": Agreeing(person, authors=authors, against="gold"),
        }
        self.among = MappingProxyType(among)
        for one in self.among.values():
            one.take_gammas(self._kept.read())
        self._counted: tuple[object, Figures] | None = None

    def figures(self) -> Figures:
        """What the dashboard shows, counted once while nothing changes."""
        stamp = tuple(one.stamp for one in self.among.values())
        if self._counted is None or self._counted[0] != stamp:
            self._counted = (stamp, _count(self.among["each-other"], self.among["gold"]))
        return self._counted[1]

    def catch_up(self, report: Report) -> None:
        """Read what is new, through a connection that is held no longer than that."""
        connection = engine.connect(self._project, read_only=True, any_thread=True)
        try:
            for agreeing in self.among.values():
                agreeing.catch_up(Reads(connection), report)
        finally:
            connection.close()

    def take_gammas(self, found: Mapping[str, Alikeness]) -> None:
        self._kept.add(found)
        for agreeing in self.among.values():
            agreeing.take_gammas(found)


def _figures(server: _Server, report: Report) -> tuple[Figures, ...]:
    server.catch_up(report)
    return (server.figures(),)


def _count(agreeing: Agreeing, gold: Agreeing) -> Figures:
    timed = gold.measure(["pair-group"], rounds=0)
    bounds = Counter((case.kind, name) for name, cases in agreeing.bounds().items() for case in cases)
    return Figures(
        documents=agreeing.documents,
        pairs=agreeing.pairs(),
        rows=agreeing.measure(["label", "pair"], rounds=ROUNDS),
        weekly=tuple(one for one in timed if one.measure == _TIMED and one.group is not None),
        verdicts=tuple((one.kind, one.verdict, one.count) for one in agreeing.verdicts()),
        bounds=tuple((*key, count) for key, count in bounds.most_common()),
        confusions=tuple(_confusions(agreeing)),
        progress=agreeing.progress(),
        gamma_missing=len(agreeing.gamma_tasks()),
        not_blind=agreeing.not_blind,
    )


def _confusions(agreeing: Agreeing) -> Iterator[Confusion]:
    for kind in SPANNED:
        for pair in agreeing.pairs():
            labels, table = agreeing.confusion(kind, pair)
            if len(labels) > 1:
                yield Confusion(kind, pair, labels, tuple(tuple(map(int, row)) for row in table.tolist()))


def _rows(server: _Server, _report: Report, against: Against, by: By) -> list[Row]:
    """The rows of these parts alone."""
    rows = server.among[against].measure([by], rounds=ROUNDS)
    return [row for row in rows if _PARTS[by](row) is not None]


_PARTS: Final[Mapping[str, Callable[[Row], object]]] = MappingProxyType(
    {
        "label": lambda row: row.label,
        "pair": lambda row: row.pair,
        "document": lambda row: row.document,
        "group": lambda row: row.group,
        "pair-group": lambda row: row.pair and row.group,
    }
)


def _behind(server: _Server, _report: Report, against: Against, row: Row) -> tuple[Behind, ...]:
    return _against_first(server.among[against].behind(row))


def _with_verdict(server: _Server, _report: Report, kind: CaseKind, verdict: CaseVerdict) -> tuple[Behind, ...]:
    cells = server.among["each-other"].verdicts()
    return next(cell.cases for cell in cells if (cell.kind, cell.verdict) == (kind, verdict))


def _with_bound(server: _Server, _report: Report, kind: CaseKind | None, name: str) -> tuple[Behind, ...]:
    cases = server.among["each-other"].bounds().get(name, ())
    return tuple(case for case in cases if kind in (None, case.kind))


def _confused(
    server: _Server, _report: Report, kind: str, pair: Pair, labels: tuple[str | None, str | None]
) -> tuple[Behind, ...]:
    return server.among["each-other"].confused(kind, pair, labels)


def _tasks(server: _Server, _report: Report) -> list[tuple[str, bytes]]:
    return [(name, encode_task(one)) for name, one in server.among["each-other"].gamma_tasks().items()]


def _take_gammas(server: _Server, _report: Report, found: Mapping[str, Alikeness]) -> tuple[()]:
    server.take_gammas(found)
    return ()


def _against_first(cases: Iterable[Behind]) -> tuple[Behind, ...]:
    """What speaks against a number is what one wants to see of it."""
    return tuple(sorted(cases, key=lambda one: one.alike))


ANSWERS: Final[Mapping[str, Callable[..., Iterable[Any]]]] = MappingProxyType(
    {
        "figures": _figures,
        "rows": _rows,
        "behind": _behind,
        "verdict": _with_verdict,
        "bound": _with_bound,
        "confused": _confused,
        "gamma-tasks": _tasks,
        "gammas": _take_gammas,
    }
)
"""What can be asked; each answers with values."""


def _serve(line: "Connection[Answer, Question]", *set_up: Any) -> None:
    """The life of the process: answer until it is ended."""
    step_aside(_MODEST)
    server = _Server(*set_up)
    # Whoever began it may be gone at any time.
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            _answer(server, line.recv(), line)


def _answer(server: _Server, question: Question, line: "Connection[Answer, Question]") -> None:
    number = question.number

    def report(progress: Progress) -> None:
        line.send(Answer(number, progress=progress))

    try:
        values = tuple(ANSWERS[question.name](server, report, *question.about))
    except KnownError as fault:
        line.send(Answer(number, problems=fault.problems, ended=True))
        return
    for at in range(0, len(values), _PIECE):
        line.send(Answer(number, values[at : at + _PIECE], len(values)))
    line.send(Answer(number, total=len(values), ended=True))
