"""Several programs over one project make one search index."""

import os
import subprocess
import sys
from pathlib import Path

from annotator.store.project import Project
from annotator.work.search import INDEX_NAME, Search
from tests.work.conftest import add_articles

ARTICLES = 1200
PROGRAMS = 3


def test_programs_that_begin_an_index_at_once_make_one_whole_index(project: Project, tmp_path: Path) -> None:
    add_articles(project, {f"race{n}": f"خبر رقم {n} عن المحادثات في العاصمة" for n in range(ARTICLES)})
    count = project.document_count()
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "tests.work.catching_up", str(project.path), str(project.folder.parent)]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    programs = [
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
        )
        for _ in range(PROGRAMS)
    ]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("\n")
        program.stdin.flush()
    for program in programs:
        said, complaint = program.communicate(timeout=60)
        assert (program.returncode, complaint) == (0, "")
        assert int(said) <= count
    search = Search(project)
    assert search.catch_up() == 0
    assert search.open_index().covered == count
    assert len(search.find("المحادثات", limit=2 * count, per_article=1).hits) >= ARTICLES
    search.close()
    assert (project.folder / INDEX_NAME).is_file()
