"""The error tree. Every message says what, where, and what would work.

::

    GraphsvcError                 code, title, detail; exit status 1
    ├── DataError                 the data does not hold together (carries problems)
    ├── QuestionError             the question cannot be answered as put
    │   ├── UnknownThing          no such thing; names the nearest ones
    │   └── AmbiguousThing        several things fit; lists them
    ├── UsageError                wrong options together; exit status 2
    │   ├── VersionNeeded         an edit must say which version it starts from
    │   └── RequestReused         one key for two different requests
    ├── ConfirmationNeeded        nothing was written; says what would confirm
    ├── EditConflict              somebody has edited meanwhile; shows both versions
    ├── PermissionDenied          the asker may not do this
    └── EngineError               an engine is not available; exit status 3
        ├── RegisterLocked        another process writes; names its PID
        ├── RegisterMissing       there is no register in this folder
        ├── RegisterDamaged       a digest or the chain does not hold
        └── GraphDatabaseError    the graph database cannot be read or built
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from graphsvc.text import Language, Text

if TYPE_CHECKING:
    from graphsvc.records import Problem

__all__ = [
    "AmbiguousThing",
    "ConfirmationNeeded",
    "DataError",
    "EditConflict",
    "EngineError",
    "GraphDatabaseError",
    "GraphsvcError",
    "PermissionDenied",
    "QuestionError",
    "RegisterDamaged",
    "RegisterLocked",
    "RegisterMissing",
    "RequestReused",
    "UnknownThing",
    "UsageError",
    "VersionNeeded",
]


class GraphsvcError(Exception):
    """Root of every error that the product raises on purpose.

    Parameters
    ----------
    detail : Text
        What happened, where, and what would work.
    code : str, optional
        A stable word for programs; the class's own by default.
    """

    code: ClassVar[str] = "error"
    title: ClassVar[Text] = Text("Noe gikk galt", "Noko gjekk gale", "Something went wrong")
    #: HTTP status and process exit status of this kind of error.
    status: ClassVar[int] = 400
    exit_status: ClassVar[int] = 1

    def __init__(self, detail: Text, *, problems: Sequence[Problem] = ()) -> None:
        super().__init__(detail.en)
        self.detail = detail
        self.problems = tuple(problems)

    def in_(self, language: Language) -> str:
        """Return the message in one language."""
        return self.detail.in_(language)

    @property
    def more(self) -> Mapping[str, object]:
        """What a document of this error tells besides."""
        return {}


class DataError(GraphsvcError):
    """The data does not hold together; ``problems`` lists every one."""

    code = "data"
    title = Text("Dataene har feil", "Dataa har feil", "The data has errors")
    status = 422


class QuestionError(GraphsvcError):
    """The question cannot be answered as it is put."""

    code = "question"
    title = Text(
        "Spørsmålet kan ikke besvares slik", "Spørsmålet kan ikkje svarast på slik", "The question cannot be answered"
    )
    status = 422


class UnknownThing(QuestionError):
    """No thing has this id or name."""

    code = "unknown-thing"
    title = Text("Fant ikke dette", "Fann ikkje dette", "No such thing")
    status = 404


class AmbiguousThing(QuestionError):
    """Several things fit the name."""

    code = "ambiguous-thing"
    title = Text("Flere passer", "Fleire passar", "Several things fit")
    status = 409


class UsageError(GraphsvcError):
    """Options that do not go together."""

    code = "usage"
    title = Text("Feil bruk", "Feil bruk", "Wrong usage")
    status = 400
    exit_status = 2


class VersionNeeded(UsageError):
    """An edit must say which version it starts from."""

    code = "version-needed"
    status = 428


class RequestReused(UsageError):
    """A key that stood for one request came with another one."""

    code = "request-reused"
    status = 422


class EditConflict(GraphsvcError):
    """Somebody has edited meanwhile: nothing was written, and both versions are shown.

    Parameters
    ----------
    detail
        What was edited, and what would work.
    yours, stored
        What the editor wanted to write, and what stands now.
    version
        The version that stands now; an edit that starts from it is taken.
    """

    code = "edit-conflict"
    title = Text("Endret i mellomtiden", "Endra i mellomtida", "Edited meanwhile")
    status = 409

    def __init__(
        self, detail: Text, *, yours: Mapping[str, object], stored: Mapping[str, object], version: str
    ) -> None:
        super().__init__(detail)
        self.yours, self.stored, self.version = yours, stored, version

    @property
    def more(self) -> Mapping[str, object]:
        """Both versions."""
        return {"yours": dict(self.yours), "stored": dict(self.stored), "version": self.version}


class ConfirmationNeeded(GraphsvcError):
    """Nothing was written: a person has to confirm first."""

    code = "confirmation-needed"
    title = Text("Må bekreftes", "Må stadfestast", "Confirmation needed")
    status = 409


class PermissionDenied(GraphsvcError):
    """The asker may not do this."""

    code = "permission"
    title = Text("Ikke tilgang", "Ikkje tilgang", "Not permitted")
    status = 403


class EngineError(GraphsvcError):
    """An engine (register, graph database) is not available."""

    code = "engine"
    title = Text("En motor er ikke tilgjengelig", "Ein motor er ikkje tilgjengeleg", "An engine is not available")
    status = 503
    exit_status = 3


class RegisterLocked(EngineError):
    """Another process holds the right to write; the message names its PID."""

    code = "register-locked"
    title = Text("Registeret er i bruk", "Registeret er i bruk", "The register is in use")
    status = 409


class RegisterMissing(EngineError):
    """There is no register in the folder."""

    code = "register-missing"
    title = Text("Fant ikke noe register", "Fann ikkje noko register", "No register found")
    status = 404


class RegisterDamaged(EngineError):
    """A digest or the chain of revisions does not hold."""

    code = "register-damaged"
    title = Text("Registeret er skadet", "Registeret er skadd", "The register is damaged")


class GraphDatabaseError(EngineError):
    """The graph database cannot be opened, built or read."""

    code = "graph-database"
    title = Text("Grafdatabasen svarer ikke", "Grafdatabasen svarar ikkje", "The graph database does not answer")
