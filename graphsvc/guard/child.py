"""The side that reads: takes away its own rights, then lets the importer work."""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import sys
from pathlib import Path
from typing import Any

from graphsvc.errors import GraphsvcError
from graphsvc.guard.messages import handed_over
from graphsvc.text import Text

__all__ = ["main"]

_CLONE_NEWNET, _CLONE_NEWUSER = 0x40000000, 0x10000000
_PR_SET_PDEATHSIG = 1
#: Whoever waits for a page comes first where both want the same processor; whoever sent a file waits a little longer.
_NICENESS = 5
#: Events of the interpreter that reading a file never needs.
_FORBIDDEN = (
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.chmod",
    "os.symlink",
    "os.link",
    "os.truncate",
    "shutil.rmtree",
)


def main() -> None:
    """Answer one request from standard input on standard output."""
    if sys.platform != "win32":
        os.nice(_NICENESS)
    channel = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get into the answer
    parent, word, *request = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 - from our own parent
    _die_with_parent(parent)
    try:
        answer = ("protection", _confine(1024, 30)) if word == "protection" else _read(*request)
    except GraphsvcError as refused:
        answer = ("refused", (type(refused).__name__, refused.detail))
    except MemoryError:
        answer = ("memory", None)
    except Exception:
        answer = ("crash", None)
    channel.write(handed_over(answer))
    channel.flush()
    os._exit(0)  # nothing to clean up, and freeing a large reading takes time


def _read(name: str, paths: list[str], options: Any, memory_mb: int, seconds: int) -> tuple[str, Any]:
    from graphsvc.registry import importer

    chosen = importer(name)  # libraries are loaded before rights are taken away
    _confine(memory_mb, seconds)
    return "read", chosen.read([Path(path) for path in paths], options)


def _confine(memory_mb: int, seconds: int) -> Text:
    """Take away memory, time, network, and the right to change anything; say how far that went."""
    limited = _limit(memory_mb, seconds)
    isolated = _leave_network()
    sys.addaudithook(_refuse)
    limits = (
        Text("grenser for minne og tid", "grenser for minne og tid", "limits on memory and time")
        if limited
        else Text("ingen grenser for minne", "ingen grenser for minne", "no limits on memory")
    )
    network = (
        Text("eget nettverk uten forbindelser", "eige nettverk utan samband", "a network of its own")
        if isolated
        else Text("sokler stengt i prosessen", "soklar stengde i prosessen", "sockets blocked in the process")
    )
    return Text.same("{limits}, {network}").format(limits=limits, network=network)


def _limit(memory_mb: int, seconds: int) -> bool:
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is the only limit
        return False
    wanted = {
        resource.RLIMIT_AS: memory_mb * 1024 * 1024,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, limit in wanted.items():
        _, highest = resource.getrlimit(kind)
        # One second between the two: the first limit ends the child with a signal of its own, which tells why.
        hard = limit + 1 if highest == resource.RLIM_INFINITY else min(limit + 1, highest)
        resource.setrlimit(kind, (min(limit, hard), hard))
    return True


def _leave_network() -> bool:
    """Move to a network of our own, as root or through a user namespace, where the kernel lets us."""
    if not sys.platform.startswith("linux"):
        return False
    library = ctypes.CDLL(None, use_errno=True)
    return any(library.unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET))


def _die_with_parent(parent: int) -> None:
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before we asked, and nobody waits for the answer
            os._exit(1)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _FORBIDDEN:
        raise PermissionError(f"reading a file does not need {event}")
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        raise PermissionError("reading a file does not need to write one")


if __name__ == "__main__":
    main()
