"""A large register part by part: what is asked of all records can be asked of a dossier at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from ...register import Dossier, Link, Record
from ...register.ids import SUFFIX
from ...register.lazy import LazyRegister

if TYPE_CHECKING:
    from .indexed import IndexedRegister


class Part(LazyRegister):
    """Some records, kept in memory; what others are called, and who names whom, the whole register says."""

    def __init__(self, whole: IndexedRegister, files: Iterable[str], shared: Mapping[str, list[Record]]) -> None:
        """``shared``: the records of those kinds that lie in no dossier and that all have to do with."""
        super().__init__(whole.root, whole.schemas)
        self._whole = whole
        self._shared = shared
        self.work_on(files)

    def of_kind(self, kind: str) -> list[Record]:
        """The part's records of one kind; of a kind that is shared all there are."""
        return self._shared[kind] if kind in self._shared else super().of_kind(kind)

    def label(self, record_id: str) -> str:
        """What to call a record; the id itself for one that isn't there."""
        return self._whole.label(record_id)

    def links_to(self, record_id: str, most: int | None = None) -> list[Link]:
        """The references that others make to a record, whether they are of this part or not; ``most``: the first."""
        return self._whole.links_to(record_id, most)

    def count_of_links_to(self, record_id: str) -> int:
        """How many references others make to a record, whether they are of this part or not."""
        return self._whole.count_of_links_to(record_id)


class Dossiers(Mapping[str, Dossier]):
    """The dossiers of a large register: each is read when it is asked for."""

    def __init__(self, register: IndexedRegister, sizes: Mapping[str, int]) -> None:
        self._register = register
        self._sizes = sizes
        self._last: Dossier | None = None

    def __getitem__(self, dossier_id: str) -> Dossier:
        if dossier_id not in self._sizes:
            raise KeyError(dossier_id)
        if self._last is None or self._last.id != dossier_id:
            found = (self._register.records.get(each) for each in self._register.ids_in(f"{dossier_id}/"))
            self._last = Dossier(dossier_id, tuple(each for each in found if each))
        return self._last

    def __iter__(self) -> Iterator[str]:
        return iter(self._sizes)

    def __len__(self) -> int:
        return len(self._sizes)


def parts(whole: IndexedRegister, shared: Iterable[str]) -> Iterator[Part]:
    """The dossiers in natural order, each as a part that holds until the next is asked for; then the other records.

    ``shared``: the kinds of which every part has all records.
    """
    kept = {kind: list(whole.all_of_kind(kind)) for kind in shared}
    dossiers = set(whole.dossiers)
    rest = [each for each in whole.records if "/".join(each.split("/")[:2]) not in dossiers]
    for ids in (*(whole.ids_in(f"{each}/") for each in whole.dossiers), rest):
        part = Part(whole, (f"{each}{SUFFIX}" for each in ids), kept)
        yield part
        part.work_on(())  # frees the records at once; part and mappings refer to one another
