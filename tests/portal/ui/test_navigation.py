"""The main navigation: what the reader may open, and nothing that leads nowhere."""

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.ui import navigation
from portal.ui.navigation import Entry


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch):
    """Entries placed by a test are forgotten after it."""
    monkeypatch.setattr(navigation, "_entries", dict(navigation._entries))


def seen_by(rf, user, path="/") -> list[str]:
    request = rf.get(path)
    request.user = user
    return [link.slug for link in navigation.links(request)]


def test_nobody_sees_a_menu_before_signing_in(rf):
    assert seen_by(rf, AnonymousUser()) == []


def test_an_entry_without_a_page_is_not_shown(rf, charlie):
    navigation.place(Entry("moon", "Lune", "moon-line", "moon:home", 1))

    assert "moon" not in seen_by(rf, charlie)


def test_only_the_agency_and_the_administration_see_the_steering(rf, alice, charlie):
    navigation.adjust("steering", url_name="ui:legal")

    assert "steering" in seen_by(rf, alice)
    assert "steering" not in seen_by(rf, charlie)


def test_there_are_never_more_than_seven_entries(rf, alice):
    for rank in range(9):
        navigation.place(Entry(f"extra{rank}", "Encore", "add-line", "ui:legal", rank))

    assert len(seen_by(rf, alice)) == 7


def test_the_page_one_is_on_is_marked_and_home_is_not_everywhere(rf, alice):
    request = rf.get("/messages/preferences/")
    request.user = alice

    current = [link.slug for link in navigation.links(request) if link.current]

    assert current == ["inbox"]


def test_adjusting_an_entry_that_does_not_exist_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        navigation.adjust("nowhere", order=1)
