"""Import: files -> guarded reading -> plan -> preview -> one atomic revision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from graphsvc.errors import ConfirmationNeeded, DataError, UsageError
from graphsvc.guard import read_guarded
from graphsvc.i18n import text
from graphsvc.ports import ImportOptions
from graphsvc.records import Problem, Reading
from graphsvc.register import Counts, Plan
from graphsvc.registry import importers
from graphsvc.security import Action, permit
from graphsvc.service.workspace import Workspace
from graphsvc.text import Language, Text

__all__ = ["Preview", "carry_out", "import_confirmed", "plan_again", "preview", "problem_document", "profiles"]

#: So many problems are shown; all are counted.
SHOWN_PROBLEMS = 100
#: So often an import is planned anew because somebody else was quicker; each time somebody was, so others got on.
_ATTEMPTS = 20


@dataclass(frozen=True)
class Preview:
    """What an import would do; nothing is written yet.

    Parameters
    ----------
    reading
        What the files say.
    plan
        What would change; None when the files have errors.
    named
        Whether a person named the source (which answers the question whether it is the same one).
    """

    reading: Reading
    plan: Plan | None
    named: bool

    @property
    def has_errors(self) -> bool:
        """Whether something must be mended first."""
        return self.plan is None

    def questions(self, *, yes: bool, confirm_removals: bool) -> tuple[Text, ...]:
        """Return what a person has to confirm before anything is written; empty when all is answered."""
        if self.plan is None:
            return (text("service.has_errors").format(n=error_count(self.reading)),)
        if self.plan.is_empty:
            return ()
        found: list[Text] = []
        if self.plan.same_source_question and not self.named:
            known = self.plan.same_source_question
            found.append(text("service.needs_source").format(known=known, new=self.plan.source))
        if not confirm_removals:
            found += self.plan.reasons
        if not yes:
            found.append(text("service.needs_yes"))
        return tuple(found)

    def document(
        self, language: Language, *, dry_run: bool, revision: int | None = None, warnings: Sequence[Text] = ()
    ) -> dict[str, object]:
        """Return the promised document (surface.md, import) in one language."""
        shown = [problem_document(problem, language) for problem in self.reading.problems[:SHOWN_PROBLEMS]]
        return {
            "source": self.plan.source if self.plan else self.reading.name,
            "format": self.reading.format,
            "dry_run": dry_run,
            "revision": revision,
            **_counts(self.plan),
            "unmapped": dict(sorted(self.reading.unmapped.items())),
            "problems": shown,
            "problem_count": problem_count(self.reading),
            "counts": dict(self.reading.counts),
            "ended_elsewhere": [asdict(one) for one in self.plan.ended_elsewhere] if self.plan else [],
            "missing_ends": len(self.plan.missing_ends) if self.plan else 0,
            "warnings": [warning.in_(language) for warning in warnings],
        }


def _counts(plan: Plan | None) -> dict[str, object]:
    """Return how much comes, changes, goes and stays; derived relations apart, since nobody imported them."""
    things, relations, derived = (plan.things, plan.relations, plan.derived) if plan else (Counts(), Counts(), Counts())
    return {**_plain(things), "relations": _plain(relations), "derived": _plain(derived)}


def _plain(counts: Counts) -> dict[str, object]:
    return {name: dict(words) for name, words in asdict(counts).items()}


def problem_count(reading: Reading) -> int:
    """Count all problems, also those that a reader counted without keeping."""
    return max(len(reading.problems), reading.counts.get("problems", 0))


def error_count(reading: Reading) -> int:
    """Count the errors among them."""
    kept = sum(problem.severity.value == "error" for problem in reading.problems)
    return kept + problem_count(reading) - len(reading.problems)


def problem_document(problem: Problem, language: Language) -> dict[str, object]:
    """Return a problem (quality.md, Bad input) in one language; what is not known is left out."""
    words = replace(problem, message=Text.same(""), fix=None)
    plain = {name: value for name, value in asdict(words).items() if value is not None}
    plain["severity"] = problem.severity.value
    plain["message"] = problem.message.in_(language)
    if problem.fix is not None:
        plain["fix"] = problem.fix.in_(language)
    return plain


def preview(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    format: str | None = None,
    source: str | None = None,
    mapping: str | None = None,
    guess: bool = False,
    limits: Mapping[str, int] | None = None,
) -> Preview:
    """Read files in a guarded child process and say what importing them would change; writes nothing.

    Parameters
    ----------
    paths
        Files, or one folder.
    format
        An importer's name; None = recognised by content.
    source
        The source's name; None = as the file says.
    mapping, guess
        Mapping profile by name or path; whether to guess unknown headings.

    Raises
    ------
    UsageError
        When a file is not there or nobody recognises its format.
    """
    permit(workspace.actor, Action.IMPORT)
    for path in paths:
        if not path.exists():
            raise UsageError(text("service.no_file").format(path=path))
    name = format or recognise(paths)
    known = workspace.facts(workspace.register.head).references()
    options = ImportOptions(mapping, guess, {**workspace.settings.limits, **(limits or {})}, known)
    settings = workspace.settings
    watch = workspace.watch
    with watch.timed("read"):
        reading = read_guarded(name, paths, options, memory_mb=settings.guard_memory_mb, seconds=settings.guard_seconds)
    errors = error_count(reading)
    watch.previewed(name, "errors" if errors else "good", {"error": errors, "other": problem_count(reading) - errors})
    with watch.timed("plan"):
        plan = None if reading.has_errors else workspace.register.plan(reading, source)
    return Preview(reading, plan, source is not None)


def plan_again(workspace: Workspace, prepared: Preview, source: str | None = None) -> Preview:
    """Plan what was read anew: as another source, or because the register has moved on since.

    Raises
    ------
    DataError
        When the reading has errors, or no source may have this name.
    """
    permit(workspace.actor, Action.IMPORT)
    if prepared.plan is None:
        raise DataError(text("service.has_errors").format(n=error_count(prepared.reading)))
    named = source or (prepared.plan.source if prepared.named else None)
    return Preview(prepared.reading, workspace.register.plan(prepared.reading, named), named is not None)


def import_confirmed(
    workspace: Workspace, prepared: Preview, *, confirm_removals: bool
) -> tuple[Preview, int | None, tuple[Text, ...]]:
    """Carry out what somebody agreed to unseen, also when others write at the same time.

    When the register moves on in between, the difference is made anew, and written unless it now needs an answer that
    was not given.

    Returns
    -------
    prepared, revision, warnings
        What was written, and as :func:`carry_out`.

    Raises
    ------
    ConfirmationNeeded
        When the new difference needs an answer, or others were quicker again and again.
    """
    for attempt in range(_ATTEMPTS):
        try:
            return prepared, *carry_out(workspace, prepared)
        except ConfirmationNeeded:
            prepared = plan_again(workspace, prepared)
            questions = prepared.questions(yes=True, confirm_removals=confirm_removals)
            if questions:
                raise ConfirmationNeeded(questions[0]) from None
            if attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError("the last attempt returns or raises")


def profiles() -> dict[str, tuple[str, ...]]:
    """Return the mapping profiles that each installed importer comes with, by the importer's name."""
    return {name: tuple(getattr(one, "profiles", ())) for name, one in importers().items()}


def recognise(paths: Sequence[Path]) -> str:
    """Return the importer that knows these files.

    Raises
    ------
    UsageError
        When none does; lists the formats.
    """
    found = importers()
    for name, importer in found.items():
        if importer.recognises(paths):
            return name
    listed = ", ".join(str(path.name) for path in paths)
    raise UsageError(text("service.no_format").format(paths=listed, formats=", ".join(found)))


def carry_out(workspace: Workspace, prepared: Preview, *, message: str = "") -> tuple[int | None, tuple[Text, ...]]:
    """Commit a preview as one revision and publish it.

    Returns
    -------
    revision, warnings
        The new revision, None when there was nothing to write; what went wrong after the commit.

    Raises
    ------
    DataError
        When the files have errors.
    """
    permit(workspace.actor, Action.IMPORT)
    if prepared.plan is None:
        reading = prepared.reading
        raise DataError(text("service.has_errors").format(n=error_count(reading)), problems=reading.problems)
    # An import that was killed after its commit left the graph database behind: the next one brings it in step.
    with workspace.arriving() as arrival:
        revision = _committed(workspace, prepared.reading.format, prepared.plan, message)
        arrival.wrote(revision)
    with workspace.watch.timed("publish"):
        warning = workspace.publish()
    return revision, (warning,) if warning else ()


def _committed(workspace: Workspace, format: str, plan: Plan, message: str) -> int | None:
    """Write a plan and tell those who keep watch; None when there was nothing to write."""
    watch, outcome = workspace.watch, "failed"
    try:
        with watch.timed("commit"):
            made = None if plan.is_empty else workspace.register.commit(plan, who=workspace.actor.name, message=message)
        outcome = "unchanged" if plan.is_empty else "written"
        return made
    except ConfirmationNeeded:
        outcome = "overtaken"
        raise
    finally:
        watch.imported(format, outcome)
