"""The facts of one revision in a file that is mapped into memory, so that a start reads nothing twice."""

from graphsvc.snapshot.stored.alone import alone
from graphsvc.snapshot.stored.errors import StoreDamaged
from graphsvc.snapshot.stored.reading import Store, open_store
from graphsvc.snapshot.stored.splicing import splice_store
from graphsvc.snapshot.stored.writing import write_store

__all__ = ["Store", "StoreDamaged", "alone", "open_store", "splice_store", "write_store"]
