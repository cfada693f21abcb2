"""The floors of the house: who may import whom, where Qt and SQLite may be named, and no state in modules."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.api import use_cases as import_linter

PACKAGE = Path(__file__).resolve().parent.parent / "annotator"
MODULES = sorted(PACKAGE.rglob("*.py"))
# Calls that give something which can be changed afterwards.
MUTABLE_CALLS = frozenset({"list", "dict", "set", "bytearray", "defaultdict", "deque", "Counter", "OrderedDict"})
MUTABLE_LITERALS = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)


def named(module: Path) -> str:
    return str(module.relative_to(PACKAGE.parent))


def test_contracts_hold(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(root)
    kept = import_linter.lint_imports(config_filename=str(root / "pyproject.toml"), cache_dir=None)
    assert kept, capsys.readouterr().out


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_no_mutable_state_at_module_level(module: Path) -> None:
    assert list(mutable_state(ast.parse(module.read_bytes()))) == []


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_no_singleton_and_no_qt_sql(module: Path) -> None:
    for node in ast.walk(ast.parse(module.read_bytes())):
        assert not isinstance(node, ast.Global), f"line {node.lineno}: state that outlives a call"
        if isinstance(node, ast.Import | ast.ImportFrom):
            words = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
            assert not any("QtSql" in word for word in words), f"line {node.lineno}: two SQLite engines on one file"


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_no_error_is_swallowed(module: Path) -> None:
    for node in ast.walk(ast.parse(module.read_bytes())):
        if isinstance(node, ast.ExceptHandler) and catches_everything(node):
            assert not all(isinstance(step, ast.Pass | ast.Continue) for step in node.body), f"line {node.lineno}"


@pytest.mark.parametrize(
    "source",
    [
        "CACHE = {}",
        "SEEN: list[str] = []",
        "names = set()",
        "X = (1, [2])",
        "from collections import deque\nQ = deque()",
    ],
)
def test_the_search_for_state_finds_it(source: str) -> None:
    assert list(mutable_state(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    [
        "A = (1, 2)",
        "B = frozenset({1})",
        "class C(msgspec.Struct):\n    d: dict[str, int] = {}",
        "from types import MappingProxyType\nC = MappingProxyType({'a': 1})",
        "D = 5",
    ],
)
def test_the_search_for_state_lets_constants_pass(source: str) -> None:
    assert not list(mutable_state(ast.parse(source)))


def mutable_state(tree: ast.Module) -> Iterator[str]:
    """Name the assignments of a module, or of a class in it, whose value could be changed later."""
    for node in statements(tree.body):
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        text = ", ".join(ast.unparse(target) for target in targets)
        if text not in {"__slots__", "__all__"} and is_mutable(node.value):
            yield f"line {node.lineno}: {text}"


def statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for node in body:
        # The defaults of a struct are copied into each of its values.
        if isinstance(node, ast.ClassDef) and any("Struct" in ast.unparse(base) for base in node.bases):
            continue
        yield node
        if isinstance(node, ast.ClassDef | ast.If | ast.Try):
            yield from statements(node.body)


def is_mutable(value: ast.expr) -> bool:
    if isinstance(value, MUTABLE_LITERALS):
        return True
    if isinstance(value, ast.Tuple):
        return any(is_mutable(part) for part in value.elts)
    if isinstance(value, ast.Call):
        name = value.func.attr if isinstance(value.func, ast.Attribute) else getattr(value.func, "id", "")
        return name in MUTABLE_CALLS
    return False


def catches_everything(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or (
        isinstance(handler.type, ast.Name) and handler.type.id in {"Exception", "BaseException"}
    )
