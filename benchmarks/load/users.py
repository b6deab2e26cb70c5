"""Who asks: readers who come by chance and wait for nobody, and one feed that sends the whole municipality anew."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from random import Random
from typing import ClassVar

from locust import HttpUser, task

from benchmarks.load.feed import files_of
from benchmarks.load.mix import drawn

__all__ = ["Feed", "Reader", "Sent"]


@dataclass
class Sent:
    """What the feed has sent: revisions that the server told, in order."""

    revisions: list[int] = field(default_factory=list)


class _Person(HttpUser):
    """Somebody who asks at times drawn by chance, on average every ``pause`` seconds, late or not.

    A request that takes long puts the next one off only when the next one is due before it has ended. So a server that
    stands still is asked as often as one that does not, and its standing still is seen in full.
    """

    abstract = True
    pause: ClassVar[float]
    seed: ClassVar[int] = 0
    _count: ClassVar[int] = 0

    def on_start(self) -> None:
        _Person._count += 1
        self.chance = Random(f"{self.seed} {_Person._count}")
        self.client.trust_env = False  # a proxy has no business with a server on this machine
        self.due = time.monotonic() + self.first()

    def first(self) -> float:
        return self.next()

    def next(self) -> float:
        return self.chance.expovariate(1 / self.pause)

    def wait_time(self) -> float:
        rest = self.due - time.monotonic()
        self.due += self.next()
        return max(0.0, rest)


class Reader(_Person):
    """Somebody who looks at pages and types into the search box."""

    @task
    def look(self) -> None:
        asked, path = drawn(self.chance)
        with self.client.get(path, name=asked.name, catch_response=True, timeout=60) as answer:
            if answer.status_code != 200:
                answer.failure(f"{path}: {answer.status_code}")
            elif asked.sign not in answer.content:
                answer.failure(f"{path}: an answer without {asked.sign!r}")


class Feed(_Person):
    """A system that sends the demo's files again and again, each time with something changed."""

    fixed_count = 1
    sent: ClassVar[Sent]

    def first(self) -> float:
        return self.pause / 2

    def next(self) -> float:
        return self.pause

    @task
    def send(self) -> None:
        number = len(self.sent.revisions) + 1
        files = [("files", one) for one in files_of(number)]
        with self.client.post(
            "/api/v1/import",
            name="import",
            data={"source": "eksempelvik"},
            files=files,
            headers={"X-Graphsvc-Request": "1"},
            catch_response=True,
            timeout=120,
        ) as answer:
            revision = answer.json().get("revision") if answer.status_code == 200 else None
            if revision is None:
                answer.failure(f"{answer.status_code}: {answer.text[:300]}")
            else:
                self.sent.revisions.append(int(revision))
