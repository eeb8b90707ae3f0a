"""Who owns the embedded servers and where their files live.

PostgreSQL refuses to run as root. As root we therefore use an ordinary system user, and a
folder that this user can reach, because a checkout in /root is closed to everybody else.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from portal.embedded.failures import CannotStart

USER_NAME = "portail-renforts"
# A Unix socket address holds 107 characters; PostgreSQL adds "/.s.PGSQL.5432.lock".
LONGEST_SOCKET_FOLDER = 85


def find_owner() -> tuple[int, int] | None:
    """The (uid, gid) of the servers when we are root, else None: they run as we do.

    Raises CannotStart when the system user does not exist and cannot be made.
    """
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(USER_NAME)
    except KeyError:
        entry = _make_user()
    return entry.pw_uid, entry.pw_gid


def _make_user() -> pwd.struct_passwd:
    for command in (
        ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/bin/false"],
        ["adduser", "-S", "-D", "-H"],
    ):
        if shutil.which(command[0]):
            subprocess.run([*command, USER_NAME], capture_output=True, check=False)  # noqa: S603
    try:
        return pwd.getpwnam(USER_NAME)
    except KeyError as error:
        raise CannotStart(
            "PostgreSQL refuse de démarrer sous root et l’utilisateur système "
            f"« {USER_NAME} » n’a pas pu être créé : lancez la commande avec un compte ordinaire."
        ) from error


def can_reach(folder: Path, owner: tuple[int, int]) -> bool:
    """True when `owner` can traverse every existing folder on the way to `folder`."""
    uid, gid = owner
    for step in [folder, *folder.parents]:
        if not step.exists():
            continue
        status = step.stat()
        if status.st_uid == uid:
            bit = 0o100
        elif status.st_gid == gid:
            bit = 0o010
        else:
            bit = 0o001
        if not status.st_mode & bit:
            return False
    return True


def fingerprint(folder: Path) -> str:
    """A short name that is always the same for the same folder."""
    return hashlib.sha256(str(folder).encode()).hexdigest()[:10]


def private_folder(folder: Path, owner: tuple[int, int] | None) -> Path:
    """The folder exists, belongs to `owner` and nobody else can enter it.

    Raises CannotStart when it cannot be made or belongs to someone else.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        holder = folder.lstat().st_uid
        if owner is not None and holder == 0:
            os.chown(folder, *owner, follow_symlinks=False)
        elif holder != (os.geteuid() if owner is None else owner[0]):
            raise PermissionError(folder)
        folder.chmod(0o700)
    except OSError as error:
        raise CannotStart(
            f"Le dossier {folder} n’est pas accessible en écriture : corrigez ses droits "
            "ou choisissez un autre dossier avec PORTAL_VAR_DIR."
        ) from error
    return folder


def data_folder(var: Path, owner: tuple[int, int] | None) -> Path:
    """Where the servers keep their data: in `var`, else where their user can reach it."""
    var = var.resolve()
    if owner is None or can_reach(var, owner):
        return private_folder(var / "servers", owner)
    return private_folder(Path("/var/tmp") / f"{USER_NAME}-{fingerprint(var)}", owner)  # noqa: S108


def socket_folder(data: Path, owner: tuple[int, int] | None) -> Path:
    """A folder for the socket whose address is short enough for the system."""
    folder = data / "socket"
    if len(str(folder)) > LONGEST_SOCKET_FOLDER:
        folder = Path(tempfile.gettempdir()) / f"portail-{os.geteuid()}-{fingerprint(data)}"
    return private_folder(folder, owner)


def reachable_copy(tree: Path, companions: list[Path], data: Path, owner: tuple[int, int]) -> Path:
    """`tree` itself when `owner` can read it, else a copy (with its companions) in `data`."""
    if can_reach(tree.resolve(), owner):
        return tree
    # Another date is another version of the wheel.
    version = fingerprint(tree / str(tree.stat().st_mtime_ns))
    copies = data / "programs" / version
    if not copies.exists():
        unfinished = copies.with_suffix(".partial")
        shutil.rmtree(unfinished, ignore_errors=True)
        for source in [tree, *companions]:
            shutil.copytree(source, unfinished / source.name)
        for path in [copies.parent, unfinished, *unfinished.rglob("*")]:
            os.chown(path, *owner, follow_symlinks=False)
        unfinished.rename(copies)
    return copies / tree.name
