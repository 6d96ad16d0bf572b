"""A progress bar over the bytes of a build's files; silent where the stream is no terminal."""

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
    """How far a build is: by the bytes of the files it has loaded, and by what DuckDB says of the one at hand.

    Of a file that is loaded elsewhere, on Spark, DuckDB says nothing: the bar moves file by file.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream if stream is not None and stream.isatty() else None
        self.name, self.size, self.fraction = "", 0, 0.0
        self.done = 0

    @contextlib.contextmanager
    def watch(self, con: Connection, total: int) -> Iterator[None]:
        """Draw the bar while files of so many bytes in total are loaded over a connection."""
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
        """A file of so many bytes is at hand."""
        self.name, self.size, self.fraction = name, size, 0.0

    def finish(self) -> None:
        """It is loaded."""
        self.done += self.size
        self.size = 0

    def _draw(self, stream: TextIO, con: Connection, total: int, ended: threading.Event) -> None:
        while not ended.wait(INTERVAL):
            # A file takes several statements: the bar stays where the furthest one was.
            self.fraction = max(self.fraction, min(con.query_progress() / 100, 1.0))
            share = min((self.done + self.size * self.fraction) / total, 1.0)
            line = f"[{'#' * int(WIDTH * share):-<{WIDTH}}] {100 * share:3.0f} %  {self.name}"
            stream.write(CLEAR + line[: shutil.get_terminal_size().columns - 1])
            stream.flush()
