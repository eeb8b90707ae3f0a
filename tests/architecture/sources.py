"""The files of the project, as its architecture tests read them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("portal", "directory", "coordination")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the project: those git knows or would add, else all that is not made."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    names = listing.stdout.splitlines()
    if listing.returncode != 0:
        made = (".venv", "var", "staticfiles", ".git")
        names = [
            str(path.relative_to(ROOT))
            for path in ROOT.rglob("*")
            if path.relative_to(ROOT).parts[0] not in made
        ]
    return tuple(sorted(ROOT / name for name in names if (ROOT / name).is_file()))


def inside(*folders: str, suffix: str = ".py") -> list[Path]:
    """The tracked files of these top folders with this suffix."""
    return [
        path
        for path in tracked()
        if path.suffix == suffix and path.relative_to(ROOT).parts[0] in folders
    ]


def code() -> list[Path]:
    """The Python files of the product, migrations excepted."""
    return [path for path in inside(*PACKAGES) if "migrations" not in path.parts]


def templates() -> list[Path]:
    """The templates, pages and messages."""
    return inside("templates", suffix=".html") + inside("templates", suffix=".txt")


def name_of(path: Path) -> str:
    """The short name of a file in the report of a test."""
    return str(path.relative_to(ROOT))


@cache
def tree_of(path: Path) -> ast.Module:
    """The parsed source of a Python file."""
    return ast.parse(path.read_text())


def own_models() -> list[type]:
    """The models of the project, those that pghistory generates excepted."""
    return [
        model
        for config in apps.get_app_configs()
        if config.name.split(".")[0] in PACKAGES
        for model in config.get_models()
        if not hasattr(model, "pgh_tracked_model")
    ]
