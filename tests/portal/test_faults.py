"""Redis refuses, or says nothing: pages go on, in a bounded time."""

import os
import signal
import tempfile
import time
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache
from kombu.exceptions import OperationalError

import portal.cache
from portal.cache import ForgivingRedisCache
from portal.celery import app
from portal.embedded.owner import data_folder, find_owner
from portal.embedded.valkey import Valkey, free_port


@pytest.fixture(autouse=True)
def _listening_again():
    portal.cache._state["silent_until"] = 0.0
    yield
    portal.cache._state["silent_until"] = 0.0


@pytest.fixture
def frozen():
    """The address of a Redis that accepts connections and never answers."""
    folder = Path(tempfile.mkdtemp(prefix="portail-frozen-", dir=os.environ["PORTAL_VAR_DIR"]))
    folder.chmod(0o711)
    owner = find_owner()
    server = Valkey(data_folder(folder, owner), log=folder / "log", owner=owner, lasting=False)
    server.start()
    server.process.send_signal(signal.SIGSTOP)
    yield server.url
    server.process.send_signal(signal.SIGCONT)
    server.stop()


def refused():
    return f"redis://127.0.0.1:{free_port()}/0"


def forgiving(url):
    return ForgivingRedisCache(
        url, {"OPTIONS": {"socket_connect_timeout": 0.3, "socket_timeout": 0.5}}
    )


def test_a_dead_cache_is_an_empty_cache():
    dead = forgiving(refused())

    assert dead.get("key", "nothing") == "nothing"
    assert dead.add("key", 1) is True
    dead.set("key", 1)
    assert dead.get_many(["key"]) == {}
    assert dead.has_key("key") is False
    assert dead.delete("key") is False
    assert dead.touch("key") is False
    assert dead.set_many({"key": 1}) == ["key"]
    dead.clear()
    with pytest.raises(ValueError, match="not found"):
        dead.incr("key")


def test_the_cache_of_django_alone_would_break_the_page():
    with pytest.raises(portal.cache.FAILURES):
        RedisCache(refused(), {}).get("key")


def test_a_frozen_cache_costs_a_page_one_time_out_only(frozen):
    cold = forgiving(frozen)

    start = time.monotonic()
    for number in range(20):
        assert cold.get(number) is None

    assert time.monotonic() - start < 1.5


def test_a_cache_that_comes_back_is_used_again(broker, monkeypatch):
    monkeypatch.setattr(portal.cache, "SILENCE_SECONDS", 0.0)
    assert forgiving(refused()).get("key") is None

    cache.set("key", "here")

    assert cache.get("key") == "here"
    assert broker.dbsize() == 1


@pytest.mark.parametrize("screen", ["/sante/vivant/", "/sante/pret/", "/comptes/login/"])
@pytest.mark.parametrize("fault", ["refused", "frozen"])
def test_pages_answer_within_two_seconds_without_redis(
    client, db, settings, monkeypatch, request, screen, fault
):
    client.get(screen)  # loads the code, which takes longer than the fault
    address = refused() if fault == "refused" else request.getfixturevalue("frozen")
    settings.REDIS_URL = address
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": address}}

    start = time.monotonic()
    response = client.get(screen)

    assert response.status_code == 200
    assert time.monotonic() - start < 2


def test_a_broker_that_refuses_is_told_within_two_seconds():
    start = time.monotonic()

    with pytest.raises(OperationalError), app.connection_for_write(refused()) as connection:
        app.send_task("nobody", queue="default", connection=connection)

    assert time.monotonic() - start < 2


def test_a_misspelt_queue_is_refused():
    with pytest.raises(Exception, match="urgente"):
        app.send_task("nobody", queue="urgente")


def test_a_task_goes_to_its_queue_and_to_no_other(broker):
    app.send_task("nobody", queue="urgent")

    assert broker.llen("urgent") == 1
    assert broker.llen("default") == broker.llen("bulk") == 0
