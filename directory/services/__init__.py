"""What can be done to the directory."""

from directory.services.files import (
    IMPORT_LOCK,
    import_finess,
    load_nomenclatures,
    record_export,
)

__all__ = ["IMPORT_LOCK", "import_finess", "load_nomenclatures", "record_export"]
