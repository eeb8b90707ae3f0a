"""What can be done to the directory."""

from directory.services.files import load_nomenclatures, record_export
from directory.services.imports import IMPORT_LOCK, foresee_undo, import_finess, undo_import

__all__ = [
    "IMPORT_LOCK",
    "foresee_undo",
    "import_finess",
    "load_nomenclatures",
    "record_export",
    "undo_import",
]
