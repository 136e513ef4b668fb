"""The changes that are made to a module, one at a time.

Left as they are: annotations, decorators, docstrings, the words of messages (f-strings and what is raised), and the
``strict`` of ``zip``, which watches over the code itself.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

_Edit = tuple[str, Callable[[Any], ast.AST]]
"""What a change is in words, and the node that stands where the given one stood."""

_OTHER: Final[dict[type[ast.AST], type[ast.AST]]] = {
    one: other
    for pair in (
        (ast.Lt, ast.LtE), (ast.Gt, ast.GtE), (ast.Eq, ast.NotEq), (ast.In, ast.NotIn), (ast.Is, ast.IsNot),
        (ast.Add, ast.Sub), (ast.Mult, ast.FloorDiv), (ast.Mod, ast.Div), (ast.And, ast.Or), (ast.BitOr, ast.BitAnd),
    )
    for one, other in (pair, pair[::-1])
}  # fmt: skip
_CALLED: Final = {"min": "max", "max": "min", "any": "all", "all": "any"}
_METHODS: Final = {"startswith": "endswith", "endswith": "startswith", "find": "rfind", "rfind": "find"}
_CLEANING: Final = frozenset({"strip", "lstrip", "rstrip", "lower", "casefold"})


@dataclass(frozen=True, slots=True)
class Change:
    """One change: ``at`` the place of its node among all nodes, ``line`` in the file, ``says`` what is done there."""

    at: int
    line: int
    says: str
    edit: Callable[[Any], ast.AST]

    def applied(self, tree: ast.Module) -> ast.Module:
        """A copy of the module with the change."""
        changed = copy.deepcopy(tree)
        node = list(ast.walk(changed))[self.at]
        _Swap(node, self.edit(node)).visit(changed)
        return ast.fix_missing_locations(changed)


class _Swap(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> Any:
        if node is self.old:
            return ast.copy_location(self.new, node)
        return self.generic_visit(node)


def changes(tree: ast.Module) -> Iterator[Change]:
    """All changes of a module, in the order of its nodes."""
    left = _left(tree)
    line = 0
    for at, node in enumerate(ast.walk(tree)):
        line = getattr(node, "lineno", line)
        if isinstance(node, ast.comprehension):
            line = node.target.lineno
        if id(node) not in left:
            for says, edit in _edits(node):
                yield Change(at, line, says, edit)


def _left(tree: ast.Module) -> set[int]:
    """The nodes that are left as they are, by identity."""
    roots: list[ast.AST] = []
    # ``A | B`` by itself at the top of a module is a type.
    alone = {id(node.value) for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp)}
    for node in ast.walk(tree):
        for name in ("returns", "annotation"):
            if isinstance(found := getattr(node, name, None), ast.AST):
                roots.append(found)
        roots += getattr(node, "decorator_list", ())
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            roots.append(node.value)
        elif isinstance(node, ast.JoinedStr):
            roots += [part for part in ast.walk(node) if isinstance(part, ast.Constant)]
        elif isinstance(node, ast.keyword) and node.arg == "strict":
            roots.append(node.value)
        elif isinstance(node, ast.Raise):
            roots += filter(None, (node.exc, node.cause))
    return alone.union(id(part) for root in roots for part in ast.walk(root))


def _edits(node: ast.AST) -> Iterator[_Edit]:
    match node:
        case ast.Compare():
            for n, one in enumerate(node.ops):
                if other := _OTHER.get(type(one)):
                    yield _words(one, other), partial(_with_op, n, other())
        case ast.BinOp(op=one) | ast.BoolOp(op=one) if other := _OTHER.get(type(one)):
            yield _words(one, other), lambda old: _with(old, op=other())
        case ast.UnaryOp(op=ast.Not()):
            yield "not を外す", lambda old: old.operand
        case ast.Constant(value=bool(value)):
            yield f"{value} → {not value}", lambda old: ast.Constant(not old.value)
        case ast.Constant(value=int(value)):
            yield f"{value} → {value + 1}", lambda old: ast.Constant(old.value + 1)
        case ast.Constant(value=str(value)):
            yield f"{value!r} → {value + 'X'!r}", lambda old: ast.Constant(old.value + "X")
        case ast.If() | ast.IfExp():
            yield "条件 → True", lambda old: _with(old, test=ast.Constant(True))
            yield "条件 → False", lambda old: _with(old, test=ast.Constant(False))
        case ast.While():
            yield "条件 → False", lambda old: _with(old, test=ast.Constant(False))
        case ast.comprehension(ifs=ifs):
            for n, _ in enumerate(ifs):
                yield "内包の if を外す", partial(_without_if, n)
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield "return None", lambda _: ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Raise():
            yield "文を外す", lambda _: ast.Pass()
        case ast.Continue():
            yield "continue → break", lambda _: ast.Break()
        case ast.Break():
            yield "break → continue", lambda _: ast.Continue()
        case ast.Call():
            yield from _calls(node)


def _calls(node: ast.Call) -> Iterator[_Edit]:
    match node.func:
        case ast.Name(id=("sorted" | "reversed") as name):
            yield f"{name} → list", lambda old: ast.Call(ast.Name("list", ast.Load()), old.args[:1], [])
        case ast.Name(id=name) if name in _CALLED:
            other = _CALLED[name]
            yield f"{name} → {other}", lambda old: _with(old, func=ast.Name(other, ast.Load()))
        case ast.Attribute(attr=name) if name in _METHODS:
            other = _METHODS[name]
            yield f"{name} → {other}", lambda old: _with(old, func=_with(old.func, attr=other))
        case ast.Attribute(attr=name) if name in _CLEANING:
            yield f"{name} を外す", lambda old: old.func.value


def _with(old: ast.AST, **parts: Any) -> ast.AST:
    return type(old)(**{**dict(ast.iter_fields(old)), **parts})


def _with_op(n: int, op: ast.AST, old: ast.Compare) -> ast.AST:
    return _with(old, ops=[*old.ops[:n], op, *old.ops[n + 1 :]])


def _without_if(n: int, old: ast.comprehension) -> ast.AST:
    return _with(old, ifs=old.ifs[:n] + old.ifs[n + 1 :])


def _words(one: ast.AST, other: type[ast.AST]) -> str:
    return f"{type(one).__name__} → {other.__name__}"
