"""A progress bar over the bytes of a build's files; silent where the stream is no terminal."""

import shutil
import threading
from typing import TextIO

import duckdb

#: How often the bar is drawn, in seconds, and how many characters it has.
INTERVAL = 0.1
WIDTH = 24
CLEAR = "\r\x1b[K"


class Progress:
    """How far a build is: by the bytes of the files it has loaded, and by what DuckDB says of the one at hand."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream if stream is not None and stream.isatty() else None
        self.name, self.size, self.fraction = "", 0, 0.0
        self.done = self.total = 0
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def watch(self, con: duckdb.DuckDBPyConnection, total: int) -> None:
        """Draw the bar from here on, until `end`; total is in bytes."""
        if self.stream and total:
            con.execute("set enable_progress_bar = true")
            con.execute("set enable_progress_bar_print = false")
            self.total = total
            self._thread = threading.Thread(target=self._draw, args=[con], daemon=True)
            self._thread.start()

    def start(self, name: str, size: int) -> None:
        """A file of so many bytes is at hand."""
        self.name, self.size, self.fraction = name, size, 0.0

    def finish(self) -> None:
        """It is loaded."""
        self.done += self.size
        self.size = 0

    def end(self) -> None:
        """Take the bar away."""
        self._ended.set()
        if self._thread and self.stream:
            self._thread.join()
            self.stream.write(CLEAR)
            self.stream.flush()

    def _draw(self, con: duckdb.DuckDBPyConnection) -> None:
        assert self.stream
        while not self._ended.wait(INTERVAL):
            # A file takes several statements: the bar stays where the furthest one was.
            self.fraction = max(self.fraction, min(con.query_progress() / 100, 1.0))
            share = min((self.done + self.size * self.fraction) / self.total, 1.0)
            bar = "#" * int(WIDTH * share)
            line = f"[{bar:-<{WIDTH}}] {100 * share:3.0f} %  {self.name}"
            self.stream.write(CLEAR + line[: shutil.get_terminal_size().columns - 1])
            self.stream.flush()
