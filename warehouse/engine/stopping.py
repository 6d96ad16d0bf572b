"""Stops a statement at a signal or after a time, and the process two seconds later if it still runs."""

import contextlib
import os
import signal
import threading
from collections.abc import Iterator

import duckdb

from warehouse.engine.connection import Connection

#: How many seconds a statement has to end after it was interrupted.
GRACE = 2.0


class Stop:
    """Interrupts the statement of a connection, once that is set; ends the process if the statement goes on."""

    def __init__(self) -> None:
        self.con: Connection | None = None
        self.is_timed_out = False
        self.ended = threading.Event()

    def wait_for_signal(self, pipe: int) -> None:
        """Wait for the number of a signal at a pipe, which is closed if the statement ends first."""
        number = os.read(pipe, 1)
        os.close(pipe)
        if number:
            self._end(128 + number[0], "Interrupted; nothing was changed.\n")

    def handle_timeout(self) -> None:
        """Stop the statement, because its time is over."""
        self.is_timed_out = True
        self._end(1, "Error: The statement took too long and could not be stopped.\n")

    def _end(self, code: int, message: str) -> None:
        with contextlib.suppress(duckdb.Error):  # the connection may be closed already
            if self.con:
                self.con.interrupt()
        if not self.ended.wait(GRACE):
            with contextlib.suppress(OSError):
                os.write(2, message.encode())
            os._exit(code)


@contextlib.contextmanager
def stoppable(seconds: float | None = None) -> Iterator[Stop]:
    """Interrupt the statement on the connection of the Stop at a signal, or after some seconds.

    Close the connection inside the body, because closing may wait for the statement.

    Python handles no signals while DuckDB runs a statement. Therefore a thread waits at a pipe, to which the system
    writes the number of a signal (`signal.set_wakeup_fd`).
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
