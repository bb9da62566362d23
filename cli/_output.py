"""Where results go: streams, files that appear whole or not at all, tables, and a quick end when interrupted."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from threading import Thread, Timer
from typing import IO, BinaryIO, cast

import click

from pubinnov.writing import abandon, whole

_TABLE_ROWS = 10_000  # shown in a table; the other formats stream without end


def prepare_streams() -> None:
    """Make output UTF-8 where it goes to a file or pipe, and never fail on a character that a console lacks."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            if stream.isatty():
                reconfigure(errors="replace")
            else:
                reconfigure(encoding="utf-8")


def watch_interrupts() -> None:
    """End the process at once on Ctrl-C or a request to stop, also while the engine works.

    A running query cannot be interrupted, but it lets other threads run: the signal is written to a pipe by
    the interpreter's C handler, and a thread that reads the pipe ends the process.
    """
    if sys.platform == "win32":  # only sockets wake up there
        import socket

        receiver, sender = socket.socketpair()
        sender.setblocking(False)
        signal.set_wakeup_fd(sender.fileno(), warn_on_full_buffer=False)

        def receive() -> bytes:
            return receiver.recv(1)
    else:
        read_end, write_end = os.pipe()
        os.set_blocking(write_end, False)
        signal.set_wakeup_fd(write_end, warn_on_full_buffer=False)

        def receive() -> bytes:
            return os.read(read_end, 1)

    # A handler of Python's own must stand, or nothing is written to the pipe.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)

    def wait() -> None:
        number = receive()
        end(128 + (number[0] if number else signal.SIGINT))

    Thread(target=wait, daemon=True).start()


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """End the process with a message when the block takes longer than this."""
    if seconds is None:
        yield
        return

    def stop() -> None:
        message = (
            f"pubinnov: stopped after {seconds:g} s, as --timeout asks\n    narrow the query, or allow more time\n"
        )
        with suppress(OSError):
            os.write(2, message.encode())
        end(2)

    timer = Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def end(code: int) -> None:
    """End the process at once; half-written files are removed."""
    abandon()
    os._exit(code)


def finish(code: int) -> int:
    """Flush what was printed and return the exit status."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        drop_stdout()
    except OSError as error:
        with suppress(OSError):
            sys.stderr.write(f"pubinnov: cannot write the output: {error.strerror}\n")
        code = 2
    with suppress(OSError):
        sys.stderr.flush()
    return code


def drop_stdout() -> None:
    """Let go of a pipe whose reader has left, as `head` does: that is not an error."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


@contextmanager
def binary(path: str | None) -> Iterator[BinaryIO]:
    """Open standard output, or a file that appears whole when the block has ended well and not at all otherwise.

    Raises:
        OutputError: If the file cannot be written.
    """
    if path is None or path == "-":
        sys.stdout.flush()
        yield cast(BinaryIO, sys.stdout.buffer)
        return
    with whole(path) as stream:
        yield stream


@contextmanager
def text(path: str | None) -> Iterator[IO[str]]:
    """Open the same for text, UTF-8 in a file."""
    if path is None or path == "-":
        yield sys.stdout
        return
    import io

    with binary(path) as stream:
        wrapper = io.TextIOWrapper(stream, encoding="utf-8", newline="\n")
        yield wrapper
        wrapper.flush()
        wrapper.detach()


def table(head: Sequence[str], rows: Sequence[Sequence[str]], output: IO[str]) -> None:
    """Print a table: with rules and colour on a terminal, in plain aligned columns elsewhere."""
    from pubinnov.results import aligned, one_line

    shown = rows[:_TABLE_ROWS]
    if output.isatty():
        from rich import box
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        drawn = Table(box=box.SIMPLE_HEAD, header_style="bold", padding=(0, 1, 0, 0))
        for place, name in enumerate(head):
            # What a row is about stays in one piece; figures give way.
            drawn.add_column(name, no_wrap=place == 0, overflow="fold")
        for row in shown:
            drawn.add_row(*(Text(one_line(cell)) for cell in row))
        Console(file=output).print(drawn)
    else:
        aligned(head, shown, output)
    if len(rows) > _TABLE_ROWS:
        click.echo(f"({len(rows) - _TABLE_ROWS} more rows; --format csv shows all)", err=True)


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]], output: IO[str]) -> None:
    """Print a table in Markdown."""
    from pubinnov.results import one_line

    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(one_line(cell).replace("\\", "\\\\").replace("|", "\\|") for cell in cells) + " |\n"

    output.write(line(head))
    output.write("| " + " | ".join("---" for _ in head) + " |\n")
    for row in rows:
        output.write(line(row))


def json_lines(records: Iterable[Mapping[str, object]], output: IO[str]) -> None:
    """Print a JSON object a line."""
    import json

    for record in records:
        output.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")
