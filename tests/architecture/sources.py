"""The syntax trees of `bot`, read once for the architecture tests."""

import ast
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BOT = ROOT / "bot"


@dataclass(frozen=True)
class Source:
    """One file of `bot`."""

    path: Path
    module: str
    tree: ast.Module

    @property
    def layer(self) -> str:
        parts = self.module.split(".")
        return parts[1] if len(parts) > 1 else "__init__"

    def at(self, node: ast.AST) -> str:
        return f"{self.path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


def parse(path: Path) -> Source:
    parts = path.relative_to(ROOT).with_suffix("").parts
    module = ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)
    return Source(path, module, ast.parse(path.read_text(encoding="utf-8"), str(path)))


SOURCES = [parse(path) for path in sorted(BOT.rglob("*.py"))]
