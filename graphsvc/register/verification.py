"""Checking everything: the log replayed, every digest made anew, and the state compared with the replay."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import Connection

from graphsvc.register import log
from graphsvc.register.answers import Revision, Verification
from graphsvc.register.chain import Tally, claim_digest, content_digest, counted, own_digest
from graphsvc.register.claims import Key, Step
from graphsvc.register.documents import kept, named_by
from graphsvc.register.engine import sound
from graphsvc.register.forum import rewrites
from graphsvc.text import Text

__all__ = ["holds", "verify"]

#: How many problems are told; the first ones say what happened.
_SHOWN = 100


def verify(connection: Connection, head: str | None = None) -> Verification:
    """Replay the whole log and compare; make the digest of every document of the forum anew.

    Parameters
    ----------
    head
        The digest of a revision, as it was written down elsewhere; a chain that was made anew since does not hold it.

    Notes
    -----
    O(log + claims + bytes of documents) in time; in memory one number for each claim, and one document.
    """
    problems = [_engine(line) for line in sound(connection)]
    check = _Replay()
    for revision, steps in _by_revision(connection, problems):
        check.revision(revision, steps)
    check.claims(connection)
    documents = check.documents(connection)
    at = None if head is None else check.digests.get(head.strip().casefold())
    if head is not None and at is None:
        check.problems.insert(0, _head(head))
    problems += check.problems
    digest = check.last.digest if check.last else ""
    return Verification(not problems, check.revisions, check.chain_ok, digest, tuple(problems[:_SHOWN]), documents, at)


def _by_revision(connection: Connection, problems: list[Text]) -> Iterator[tuple[Revision, list[Step]]]:
    """Pair each revision with its steps, and report steps of no revision."""
    groups = groupby(log.all_steps(connection), key=lambda pair: pair[0])
    waiting = next(groups, None)
    for revision in list(log.all_revisions(connection)):
        while waiting is not None and waiting[0] < revision.number:
            problems.append(_orphan(waiting[0]))
            waiting = next(groups, None)
        steps: list[Step] = []
        if waiting is not None and waiting[0] == revision.number:
            steps = [step for _, step in waiting[1]]
            waiting = next(groups, None)
        yield revision, steps
    while waiting is not None:
        problems.append(_orphan(waiting[0]))
        waiting = next(groups, None)


class _Replay:
    """The state as the log tells it, step by step, against what each revision says of itself."""

    def __init__(self) -> None:
        self.problems: list[Text] = []
        self.chain_ok = True
        self.last: Revision | None = None
        self.revisions = 0
        self.digests: dict[str, int] = {}
        self._named: dict[str, Key] = {}
        self._state: dict[Key, int] = {}
        self._tally = Tally()

    def revision(self, revision: Revision, steps: list[Step]) -> None:
        """Take one revision."""
        self._link(revision)
        for step in steps:
            self._step(revision.number, step)
        found = (content_digest(steps), self._tally.digest, self._tally.claims, counted(steps))
        if found != (revision.content_digest, revision.state_digest, revision.claims, revision.counts):
            self.problems.append(_content(revision.number))
        self.last = revision
        self.digests[revision.digest] = revision.number
        self.revisions += 1

    def _link(self, revision: Revision) -> None:
        before = (self.last.number, self.last.digest) if self.last else (0, "")
        held = (revision.number - 1, revision.previous) == before and own_digest(revision) == revision.digest
        if not held:
            self.chain_ok = False
            self.problems.append(_link(revision.number))

    def _step(self, number: int, step: Step) -> None:
        before = None if step.before is None else claim_digest(step.old_key, step.before)
        if self._state.pop(step.old_key, None) != before or step.key in self._state:
            self.problems.append(_step(number, step.key))
        if rewrites(step):
            self.problems.append(_rewritten(number, step.key))
        self._named |= dict.fromkeys(named_by(step), step.key)
        if before is not None:
            self._tally.add(-1, before)
        if step.after is not None:
            self._state[step.key] = claim_digest(step.key, step.after)
            self._tally.add(1, self._state[step.key])

    def claims(self, connection: Connection) -> None:
        """Compare what stands with what should."""
        for key, stored in log.state(connection):
            if self._state.pop(key, None) != claim_digest(key, stored):
                self.problems.append(_claim(key))
        self.problems += [_claim(key) for key in sorted(self._state)]

    def documents(self, connection: Connection) -> int:
        """Compare the documents that are kept with those that the log names; return how many are kept."""
        found = dict(kept(connection))
        for digest, holds in found.items():
            if not holds:
                self.problems.append(_document(digest, self._named.get(digest)))
        self.problems += [_missing(digest, key) for digest, key in sorted(self._named.items()) if digest not in found]
        return len(found)


def holds(connection: Connection, number: int, found: log.State) -> bool:
    """Tell whether claims add up to the digest of a revision: a flipped bit must never become a wrong answer."""
    told, tally = log.revision_at(connection, number), Tally()
    for key, stored in found.items():
        tally.add(1, claim_digest(key, stored))
    return (tally.claims, tally.digest) == ((told.claims, told.state_digest) if told else (0, Tally().digest))


def _engine(line: str) -> Text:
    return Text(f"databasen: {line}", f"databasen: {line}", f"the database: {line}")


def _orphan(number: int) -> Text:
    return Text(
        f"loggen har endringer for revisjon {number}, som ikke finnes",
        f"loggen har endringar for revisjon {number}, som ikkje finst",
        f"the log has changes of revision {number}, which does not exist",
    )


def _link(number: int) -> Text:
    return Text(
        f"revisjon {number} henger ikke sammen med den forrige, eller opplysningene om den er endret",
        f"revisjon {number} heng ikkje saman med den førre, eller opplysningane om han er endra",
        f"revision {number} does not join the one before, or what it says of itself was altered",
    )


def _content(number: int) -> Text:
    return Text(
        f"innholdet i revisjon {number} stemmer ikke med kontrollsummene",
        f"innhaldet i revisjon {number} stemmer ikkje med kontrollsummane",
        f"the content of revision {number} does not match its digests",
    )


def _step(number: int, key: Key) -> Text:
    return Text(
        f"revisjon {number} endrer {key.reference} fra «{key.source}» fra noe annet enn det som stod der",
        f"revisjon {number} endrar {key.reference} frå «{key.source}» frå noko anna enn det som stod der",
        f"revision {number} changes {key.reference} of “{key.source}” from something else than what stood there",
    )


def _rewritten(number: int, key: Key) -> Text:
    return Text(
        f"revisjon {number} endrer {key.reference}, som aldri skal endres",
        f"revisjon {number} endrar {key.reference}, som aldri skal endrast",
        f"revision {number} changes {key.reference}, which must never change",
    )


def _document(digest: str, key: Key | None) -> Text:
    of = key.reference if key else "?"
    return Text(
        f"dokumentet {digest} ({of}) er endret",
        f"dokumentet {digest} ({of}) er endra",
        f"the document {digest} ({of}) was altered",
    )


def _missing(digest: str, key: Key) -> Text:
    return Text(
        f"dokumentet {digest}, som {key.reference} viser til, er borte",
        f"dokumentet {digest}, som {key.reference} viser til, er borte",
        f"the document {digest} that {key.reference} names is gone",
    )


def _head(head: str) -> Text:
    shown = head.strip()[:64]
    return Text(
        f"ingen revisjon har kontrollsummen {shown}: kjeden er laget på nytt siden den ble skrevet ned, eller det er "
        "en annen kjede",
        f"ingen revisjon har kontrollsummen {shown}: kjeda er laga på nytt sidan han vart skriven ned, eller det er "
        "ei anna kjede",
        f"no revision has the digest {shown}: the chain was made anew since it was written down, or it is another "
        "chain",
    )


def _claim(key: Key) -> Text:
    return Text(
        f"det «{key.source}» sier om {key.reference}, stemmer ikke med loggen",
        f"det «{key.source}» seier om {key.reference}, stemmer ikkje med loggen",
        f"what “{key.source}” says of {key.reference} does not match the log",
    )
