"""A progress bar over the bytes of a build's files; it is shown on terminals only."""

import contextlib
import shutil
import threading
from collections.abc import Iterator
from typing import TextIO

from warehouse.engine.connection import Connection

#: How often the bar is drawn, in seconds, and how many characters it has.
INTERVAL = 0.1
WIDTH = 24
CLEAR = "\r\x1b[K"


class Progress:
    """The progress of a build: the bytes of the loaded files, and the progress that DuckDB reports for the current one.

    For a build on Spark there is no progress within a file: the bar advances file by file.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream if stream is not None and stream.isatty() else None
        self.name, self.size, self.fraction = "", 0, 0.0
        self.done = 0

    @contextlib.contextmanager
    def watch(self, con: Connection, total: int) -> Iterator[None]:
        """Draw the bar while files with a total size in bytes are loaded over a connection."""
        if not self.stream or not total:
            yield
            return
        con.execute("set enable_progress_bar = true")
        con.execute("set enable_progress_bar_print = false")
        ended = threading.Event()
        drawing = threading.Thread(target=self._draw, args=[self.stream, con, total, ended], daemon=True)
        drawing.start()
        try:
            yield
        finally:
            ended.set()
            drawing.join()
            self.stream.write(CLEAR)
            self.stream.flush()

    def start(self, name: str, size: int) -> None:
        """Begin a file of a size in bytes."""
        self.name, self.size, self.fraction = name, size, 0.0

    def finish(self) -> None:
        """End the current file."""
        self.done += self.size
        self.size = 0

    def _draw(self, stream: TextIO, con: Connection, total: int, ended: threading.Event) -> None:
        while not ended.wait(INTERVAL):
            # A file takes several statements, each with its own progress: the bar never moves back.
            self.fraction = max(self.fraction, min(con.query_progress() / 100, 1.0))
            share = min((self.done + self.size * self.fraction) / total, 1.0)
            line = f"[{'#' * int(WIDTH * share):-<{WIDTH}}] {100 * share:3.0f} %  {self.name}"
            stream.write(CLEAR + line[: shutil.get_terminal_size().columns - 1])
            stream.flush()
