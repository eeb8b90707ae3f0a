"""Tasks have a name and a queue of their own; the schedule names existing ones."""

import ast

import pytest
from django.conf import settings

from portal.celery import QUEUES, app
from portal.schedule import SCHEDULE
from tests.architecture import sources

TASK_FILES = [path for path in sources.code() if path.stem == "tasks" or "tasks" in path.parts]


def decorated(path):
    """The keywords of the @shared_task of each task of a file."""
    for node in ast.walk(sources.tree_of(path)):
        if isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                if "shared_task" in ast.unparse(decorator):
                    keywords = getattr(decorator, "keywords", [])
                    yield node.name, {word.arg: ast.unparse(word.value) for word in keywords}


@pytest.mark.parametrize("path", TASK_FILES, ids=sources.name_of)
def test_every_task_has_an_explicit_name_and_queue(path):
    for function, keywords in decorated(path):
        name = keywords.get("name", "").strip("'\"")
        assert "." in name, function
        assert settings.CELERY_TASK_ROUTES[name]["queue"] in QUEUES, name


def test_tasks_are_only_in_the_files_named_so():
    strays = [path for path in sources.code() if path not in TASK_FILES and any(decorated(path))]
    assert strays == []


@pytest.mark.parametrize("entry", SCHEDULE, ids=str)
def test_every_entry_of_the_schedule_names_an_existing_task(entry):
    app.loader.import_default_modules()
    assert SCHEDULE[entry]["task"] in app.tasks


@pytest.mark.parametrize("entry", SCHEDULE, ids=str)
def test_every_entry_of_the_schedule_goes_to_a_queue_and_gets_stale(entry):
    options = SCHEDULE[entry]["options"]
    assert options["queue"] in QUEUES
    assert 0 < options["expires"] <= SCHEDULE[entry]["schedule"]


def test_no_task_waits_in_the_broker():
    """With Redis, a task that waits for longer than the visibility timeout comes back in loops:
    due times are rows in PostgreSQL."""
    waiting = [
        f"{sources.name_of(path)}:{node.lineno}"
        for path in [*sources.code(), *sources.inside("benchmarks")]
        for node in ast.walk(sources.tree_of(path))
        if isinstance(node, ast.keyword) and node.arg in ("eta", "countdown")
    ]
    assert waiting == []
