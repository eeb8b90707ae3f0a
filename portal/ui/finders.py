"""Where static files come from: the brand's generated files, then each app's own folder."""

import shutil
import tempfile
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder, BaseFinder
from django.contrib.staticfiles.utils import get_files
from django.core.files.storage import FileSystemStorage

from portal.ui.brand import build, fingerprint


class BrandFinder(BaseFinder):
    """Files made by `portal.ui.brand` for PORTAL_BRAND, kept under the variable folder."""

    def check(self, **kwargs):
        """Nothing to check before the files are asked for."""
        return []

    @cached_property
    def storage(self) -> FileSystemStorage:
        """The folder of the generated files, made on first use."""
        return FileSystemStorage(location=_built(settings.PORTAL_BRAND))

    def find(self, path: str, find_all: bool = False, **kwargs):
        """The place of `path` on disk, or nothing."""
        found = Path(self.storage.location) / path
        if not found.is_file():
            return []
        return [str(found)] if find_all else str(found)

    def list(self, ignore_patterns):
        """Every generated file with its storage."""
        for path in get_files(self.storage, ignore_patterns):
            yield path, self.storage


class OwnAppsFinder(AppDirectoriesFinder):
    """Static folders of the apps, without the DSFR's: the brand's files replace them."""

    def __init__(self, app_names=None, *args, **kwargs):
        super().__init__(app_names, *args, **kwargs)
        self.apps = [name for name in self.apps if name != "dsfr"]
        self.storages.pop("dsfr", None)


def _built(brand: str) -> Path:
    target = Path(settings.VAR_DIR) / "brand" / f"{brand}-{fingerprint(brand)}"
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=target.parent, prefix=".draft-"))
    for path, content in build(brand).items():
        file = draft / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    draft.chmod(0o755)
    try:
        draft.rename(target)
    except OSError:  # another process built the same files first
        shutil.rmtree(draft)
    return target
