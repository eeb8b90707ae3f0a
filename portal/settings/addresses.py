"""Where the servers started by `manage.py up` answer.

Imported before the base settings by the development ones only, so that a command typed by
hand finds the running demonstration. What the environment already says wins.
"""

import os
from pathlib import Path

import environ

_root = Path(__file__).resolve().parents[2]
_record = Path(os.environ.get("PORTAL_VAR_DIR", str(_root / "var"))) / "environment"
if _record.is_file():
    environ.Env.read_env(_record)
