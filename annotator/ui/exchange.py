"""Import, export and the sample project, as long works of the window with a report at the end."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QTimer

from annotator.model.problems import Problem
from annotator.model.progress import Report
from annotator.text.bidi import isolate
from annotator.ui.ask import say_problem
from annotator.work.opening import SAMPLE

if TYPE_CHECKING:
    from annotator.formats.base import Refusal, Remark
    from annotator.ui.window import Window
    from annotator.work.reports import ExportReport, ImportReport

_IMPORTED = "*.txt *.jsonl *.csv"
_LISTED = 200


class Exchange:
    """What goes in and out of a window's project."""

    def __init__(self, window: "Window") -> None:
        self._window = window

    def ask_files(self) -> None:
        """Let files be chosen and import them."""
        session = self._window.session
        kinds = session.say("files.imported", pattern=_IMPORTED)
        self.import_sources(session.ask.open_files(session.say("command.import.files"), kinds=kinds))

    def ask_folder(self) -> None:
        """Let a folder be chosen and import what lies in it."""
        session = self._window.session
        folder = session.ask.folder(session.say("command.import.folder"))
        if folder is not None:
            self.import_sources((folder,))

    def import_sources(self, sources: Sequence[Path], *, before: "ImportReport | None" = None, **choices: Any) -> None:
        """Bring articles, layers and entries in as one gesture, and say what came and what did not.

        ``before`` is what came of the same sources before ``choices`` were made: options of ``import_sources``.
        """
        from annotator.work.exchange import import_sources

        desk = self._window.projects.desk
        if desk is None or not sources:
            return
        work = partial(import_sources, desk.project, tuple(sources), person=desk.person, **choices)
        done = partial(self._finish_import, sources, choices=choices, before=before)
        self.run(lambda report: work(report=report), done=done, writes=True)

    def export(self) -> None:
        """Ask for a place and write the records there: layers, or what goes back to one analyst."""
        from annotator.work.exchange import answered_authors, export_records

        window, session = self._window, self._window.session
        desk = window.projects.desk
        if desk is None:
            return
        kinds = session.say("files.records", pattern="*.jsonl")
        proposal = desk.project.path.with_suffix(".jsonl")
        out = session.ask.save_file(session.say("command.export.jsonl"), kinds=kinds, proposal=proposal)
        if out is None:
            return
        answered = answered_authors(desk.sight)
        layers = (None, "all", "gold", *(["answers"] if answered else []))
        chosen = session.ask.choose(session.say("export.which"), [session.say(f"export.{n or 'own'}") for n in layers])
        if chosen is None:
            return
        layer, to = layers[chosen], None
        if layer == "answers":
            names = {one.id: one.name for one in desk.sight.people()}
            place = session.ask.pick(session.say("export.to"), [isolate(names.get(one, one)) for one in answered])
            if place is None:
                return
            layer, to = None, answered[place]
        work = partial(
            export_records, desk.project, out, format_name="jsonl", layer=layer, to=to, person=desk.person, beside=True
        )
        self.run(lambda report: work(report=report), done=self._tell_export, writes=False)

    def open_sample(self) -> None:
        """Open the sample project, which is built in the data folder the first time."""
        from annotator.work.sample import build_sample

        path = self._window.projects.folders.data / SAMPLE
        if path.is_file():
            self._show_sample(path)
            return
        projects = self._window.projects
        path.parent.mkdir(parents=True, exist_ok=True)
        folders, me = projects.folders, projects.me

        def work(report: Report) -> None:
            # A connection belongs to the thread that made it: closed here, opened again for the window.
            build_sample(path, folders=folders, person=me, report=report).close()

        self.run(work, done=lambda _: self._show_sample(path), writes=False)

    def _show_sample(self, path: Path) -> None:
        """The sample is there to be looked at: its text comes first, the article where one was if there is one."""
        if self._window.deeds.open_path(path):
            self._window.show_section("annotate")

    def run(self, work: Callable[[Report], object], *, done: Callable[[object], object], writes: bool) -> None:
        """Do something long beside the window, one at a time; faults and a stop are told."""
        window, session = self._window, self._window.session
        job = window.jobs.run(work, writes=writes)
        if job is None:
            window.hub.said.emit(session.say("job.busy"))
            return
        job.done.connect(done)
        job.failed.connect(self._tell_problems)
        job.cancelled.connect(lambda: window.hub.said.emit(session.say("job.stopped")))

    def _tell_problems(self, problems: tuple[Problem, ...]) -> None:
        self._window.session.ask.show_problems(problems)

    def _finish_import(
        self, sources: Sequence[Path], result: object, *, choices: dict[str, Any], before: "ImportReport | None"
    ) -> None:
        """Say what came; what a person must choose is asked about for the whole batch, and the rest taken in too."""
        report: ImportReport = result  # type: ignore[assignment]
        made = self._asked_encoding(report, choices) or self._asked_name(report, choices)
        if not made:
            self._tell_import(report, before)
            return
        self._window.hub.documents_touched.emit(report.touched)
        # Queued behind this job's end, since one long work goes on at a time.
        again = partial(self.import_sources, sources, before=_with(before, report), **{**choices, **made})
        QTimer.singleShot(0, self._window, again)

    def _asked_encoding(self, report: "ImportReport", choices: dict[str, Any]) -> dict[str, Any]:
        """The encoding of texts that are not UTF-8, where the person takes what it seems to be."""
        foreign = [one.problem.named for one in report.refusals if one.problem.key == "text.not-utf8"]
        if not foreign or "encoding" in choices:
            return {}
        encoding = Counter(str(one["encoding"]) for one in foreign).most_common(1)[0][0]
        preview = next(str(one["preview"]) for one in foreign if one["encoding"] == encoding)
        session = self._window.session
        question = session.say("import.encoding", n=len(foreign), encoding=encoding, preview=preview)
        taken = session.ask.confirm(question, verb=session.say("import.encoding.take", encoding=encoding))
        return {"encoding": encoding} if taken else {}

    def _asked_name(self, report: "ImportReport", choices: dict[str, Any]) -> dict[str, Any]:
        """Whose layers are whose name collides with one here: the same person's, or under which name they go in."""
        from annotator.work.reports import COLLISIONS

        found = (one.problem.named["author"] for one in report.refusals if one.problem.key in COLLISIONS)
        author = next(found, None)
        if author is None:
            return {}
        session = self._window.session
        options = [session.say("import.same_name.keep"), session.say("import.same_name.other")]
        chosen = session.ask.choose(session.say("import.same_name", author=author), options)
        if chosen == 0:
            return {"on_same_name": "keep"}
        name = session.ask.text(session.say("import.same_name.name", author=author)) if chosen == 1 else None
        return {"renames": {**choices.get("renames", {}), author: name}} if name else {}

    def _tell_import(self, report: "ImportReport", before: "ImportReport | None") -> None:
        window, session = self._window, self._window.session
        window.hub.documents_touched.emit(report.touched)
        window.deeds.name_undo()
        articles, layers = report.articles, report.layers
        if before is not None:
            articles, layers = articles + before.articles, layers + before.layers
        sentence = session.say("import.done", articles=articles, layers=layers, refused=report.refused)
        window.hub.said.emit(sentence)
        if report.refused or report.remarked or report.unknown_labels:
            session.ask.tell(session.say("import.title"), sentence, details=self._import_details(report))

    def _import_details(self, report: "ImportReport") -> str:
        language = self._window.session.language
        noted: list[Refusal | Remark] = [*report.refusals, *report.remarks]
        lines = [f"{_where(one.file, one.line)}{say_problem(one.problem, language)}" for one in noted[:_LISTED]]
        rest = report.refused + report.remarked - len(lines)
        if rest > 0:
            lines.append(language.say("import.rest", n=rest))
        if report.unknown_labels:
            lines.append(language.say("import.unknown_labels", n=len(report.unknown_labels)))
            found = report.unknown_labels
            lines += [f"{isolate(name)} · {language.say(f'review.kind.{kind}')} · {n:,}" for kind, name, n in found]
        return "\n".join(lines)

    def _tell_export(self, result: object) -> None:
        report: ExportReport = result  # type: ignore[assignment]
        session = self._window.session
        sentence = session.say("export.done", n=report.records, path=str(report.path), losses=report.losses)
        self._window.hub.said.emit(sentence)
        if report.losses:
            details = "\n".join(say_problem(one, session.language) for one in report.examples)
            session.ask.tell(session.say("export.title"), sentence, details=details)


def _with(before: "ImportReport | None", report: "ImportReport") -> "ImportReport":
    """What came of the same sources by now."""
    if before is None:
        return report
    return msgspec.structs.replace(
        report, articles=before.articles + report.articles, layers=before.layers + report.layers
    )


def _where(file: str, line: int | None) -> str:
    place = f"{file}:{line}" if line is not None else file
    return f"{isolate(place)}  " if place else ""
