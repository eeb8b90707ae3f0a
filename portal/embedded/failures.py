"""What stops a start: always one French sentence, never a stack of calls."""


class CannotStart(Exception):
    """A server or a process cannot start; `str()` is a French sentence, shown as it is."""
