"""Stops a statement: at a signal or after a time, and the process two seconds later, whatever it does then."""

import contextlib
import os
import signal
import threading
from collections.abc import Iterator

import duckdb

from warehouse.engine.connection import Connection

#: How many seconds a statement has to end once it was told to.
GRACE = 2.0


class Stop:
    """Tells what runs on a connection, once there is one, to end; and ends the process where it does not."""

    def __init__(self) -> None:
        self.con: Connection | None = None
        self.is_timed_out = False
        self.ended = threading.Event()

    def wait_for_signal(self, pipe: int) -> None:
        """Wait for the number of a signal at a pipe; it is closed without one where the statement ends by itself."""
        number = os.read(pipe, 1)
        os.close(pipe)
        if number:
            self._end(128 + number[0], "Interrupted; nothing was changed.\n")

    def handle_timeout(self) -> None:
        """The time that the statement was given is over."""
        self.is_timed_out = True
        self._end(1, "Error: The statement took too long and could not be stopped.\n")

    def _end(self, code: int, message: str) -> None:
        with contextlib.suppress(duckdb.Error):  # it may be closed already, or on its way
            if self.con:
                self.con.interrupt()
        if not self.ended.wait(GRACE):
            with contextlib.suppress(OSError):
                os.write(2, message.encode())
            os._exit(code)


@contextlib.contextmanager
def stoppable(seconds: float | None = None) -> Iterator[Stop]:
    """Interrupt what runs on the connection of the Stop at a signal, or after so many seconds.

    It is to be left after the connection is closed, which may wait for the statement.

    DuckDB keeps Python from a signal while a statement runs, but not the system: it writes the number of the
    signal to a pipe (`signal.set_wakeup_fd`), at which a thread waits.
    """
    stop = Stop()
    ours, theirs = os.pipe()
    os.set_blocking(theirs, False)
    threading.Thread(target=stop.wait_for_signal, args=[ours], daemon=True).start()
    timer = threading.Timer(seconds or 0, stop.handle_timeout)
    timer.daemon = True
    previous = signal.set_wakeup_fd(theirs, warn_on_full_buffer=False)
    if seconds:
        timer.start()
    try:
        yield stop
    finally:
        timer.cancel()
        signal.set_wakeup_fd(previous)
        os.close(theirs)
        stop.ended.set()
