"""`.ci/setup` refuses in one French sentence on a machine that lacks something."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def fresh(tmp_path):
    """A checkout where nothing was installed yet."""
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    for lock in ROOT.glob("requirements*.lock"):
        shutil.copy(lock, tmp_path)
    return tmp_path


def setup(folder, **env):
    done = subprocess.run(
        [folder / ".ci" / "setup", "requirements.lock"],
        env=os.environ | env,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stderr.strip()


def python(folder, script):
    program = folder / "python-of-the-test"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return str(program)


def test_a_machine_without_a_recent_python_is_told_so(fresh):
    code, said = setup(fresh, PYTHON=python(fresh, "exit 1"))

    assert code == 1
    assert said.startswith("Python 3.11 ou plus récent est introuvable")
    assert "\n" not in said


def test_a_python_without_venv_is_told_so(fresh):
    script = 'case "$*" in *ensurepip*) exit 1;; esac; exit 0'

    code, said = setup(fresh, PYTHON=python(fresh, script))

    assert code == 1
    assert said.startswith("Le module venv manque")
    assert "\n" not in said


def test_an_environment_that_matches_the_lock_is_left_alone(fresh):
    environment = fresh / ".venv" / "bin"
    environment.mkdir(parents=True)
    shutil.copy(python(fresh, "exit 0"), environment / "python")
    lock = (fresh / "requirements.lock").open()
    with lock:
        summed = subprocess.run(["cksum"], stdin=lock, capture_output=True, text=True).stdout
    (fresh / ".venv" / ".installed").write_text(summed)

    assert setup(fresh) == (0, "")
