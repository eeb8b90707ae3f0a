"""The embedded servers start, keep their data, stop, and recover from a killed supervisor."""

import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
import redis

from portal.embedded.failures import CannotStart
from portal.embedded.processes import is_alive, wait_until
from portal.embedded.servers import running_servers

HOLD = """
import sys, time
from pathlib import Path
from portal.embedded.servers import running_servers
with running_servers(Path(sys.argv[1]), lasting=False) as addresses:
    print(addresses.database, addresses.redis, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def var():
    """A folder that the ordinary user of the servers can reach, even when we are root."""
    folder = Path(tempfile.mkdtemp(prefix="portail-var-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


def test_data_are_kept_from_one_start_to_the_next(var):
    with running_servers(var) as addresses, psycopg.connect(addresses.database) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS value")
        redis.Redis.from_url(addresses.redis).set("kept", "7")

    with running_servers(var) as addresses, psycopg.connect(addresses.database) as connection:
        assert connection.execute("SELECT value FROM kept").fetchone() == (7,)
        assert redis.Redis.from_url(addresses.redis).get("kept") == b"7"


def test_the_database_sorts_and_stores_the_same_way_on_every_machine(var, monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_US.ISO-8859-1")
    with (
        running_servers(var, redis="redis://unused", lasting=False) as addresses,
        psycopg.connect(addresses.database) as connection,
    ):
        row = connection.execute(
            "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding)"
            " FROM pg_database WHERE datname = current_database()"
        ).fetchone()

    assert row == ("b", "C.UTF-8", "UTF8")


def test_redis_writes_a_journal_and_never_evicts(var):
    with running_servers(var, database="postgres://unused") as addresses:
        settings = redis.Redis.from_url(addresses.redis).config_get("*")

    assert settings["appendonly"] == "yes"
    assert settings["appendfsync"] == "everysec"
    assert settings["maxmemory-policy"] == "noeviction"
    assert settings["save"] == ""


def test_no_process_is_left_after_the_block(var):
    with running_servers(var, lasting=False):
        pids = server_pids(var)
        assert all(is_alive(pid) for pid in pids)

    assert [pid for pid in pids if is_alive(pid)] == []


def killed_supervisor(var, *preparation):
    """Starts the servers in another process, kills it, gives the numbers of the servers."""
    script = "\n".join([*preparation, HOLD])
    holder = subprocess.Popen([sys.executable, "-c", script, str(var)], stdout=subprocess.PIPE)
    with holder.stdout:
        assert holder.stdout.readline().startswith(b"postgres://")
    pids = server_pids(var)
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    return pids


def server_pids(var):
    files = (var / "servers/postgres/postmaster.pid", var / "servers/valkey/valkey.pid")
    return [int(file.read_text().split()[0]) for file in files]


@pytest.mark.skipif(sys.platform != "linux", reason="PR_SET_PDEATHSIG is Linux's")
def test_a_killed_supervisor_takes_its_servers_with_it(var):
    pids = killed_supervisor(var)

    assert wait_until(lambda: not any(is_alive(pid) for pid in pids), seconds=10)


def test_servers_that_outlived_their_supervisor_are_stopped_by_the_next_start(var):
    left = killed_supervisor(var, "from portal.embedded import processes", "processes._libc = None")
    assert all(is_alive(pid) for pid in left)

    with running_servers(var, lasting=False) as addresses:
        assert redis.Redis.from_url(addresses.redis).ping()

    assert [pid for pid in left if is_alive(pid)] == []


def test_given_addresses_are_used_as_they_are_and_start_nothing(var):
    with running_servers(var, database="postgres://real/one", redis="redis://real/2") as addresses:
        assert addresses.database == "postgres://real/one"
        assert addresses.redis == "redis://real/2"

    assert not (var / "servers").exists()


def test_a_folder_that_cannot_be_made_is_refused_in_one_sentence(tmp_path):
    (tmp_path / "log").write_text("a file where the folder should be")

    refused = pytest.raises(CannotStart, match="n’est pas accessible en écriture")
    with refused, running_servers(tmp_path):
        pass


def test_a_deep_folder_still_gets_a_socket(var):
    deep = var / ("d" * 60) / ("e" * 60)

    with (
        running_servers(deep, redis="redis://unused", lasting=False) as addresses,
        psycopg.connect(addresses.database) as connection,
    ):
        assert connection.execute("SELECT 1").fetchone() == (1,)
