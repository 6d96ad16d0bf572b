"""What a build tells the person who watches it."""

from collections.abc import Iterator
from itertools import groupby
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from warehouse.build import Result
from warehouse.status import counts_in_words, month_name, set_aside

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar


class Progress:
    """A progress bar over the files of a build; silent where the stream is no terminal."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.name = ""
        self.bar: ProgressBar[int] | None = None

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.bar:
            self.bar.__exit__(kind, error, trace)

    def show(self, name: str, done: int, total: int) -> None:
        if not self.stream.isatty():
            return
        if self.bar is None:
            import click

            self.bar = click.progressbar(
                length=total, file=self.stream, show_eta=False, item_show_func=lambda _: self.name
            )
            self.bar.__enter__()
        self.name = name
        self.bar.update(done - self.bar.pos, 0)
        self.bar.render_progress()


def summary(result: Result) -> Iterator[str]:
    """The end of a build as lines of text: what each file did, and what is odd."""
    if not result.is_changed:
        yield from (f"Warning: {warning}" for warning in result.warnings)
        yield "Nothing new: the warehouse is up to date."
        return
    for month, files in groupby(result.files, key=lambda file: file.month):
        yield month_name(month)
        for file in files:
            counts = {name.removeprefix("rows_"): count for name, count in file.counts.items()}
            words = counts_in_words(counts | {"rejected": file.rejected})
            yield f"  {file.name:<44} {words:<52} {file.seconds:7.2f} s"
    yield from (f"Warning: {warning}" for warning in result.warnings)
    if result.rejected:
        yield f"{set_aside(result.rejected)}: see ops.rejected_rows."
    if not result.files:
        yield "No new files; the reports were made anew."
    yield f"Built in {result.seconds:.2f} s."
