"""A disk whose power fails: what is certain on it, and what may be there after a cut.

The model grants what POSIX promises and no more:

- A write to a file is certain once that file was synced. Until then it may be there, be missing, or be
  there in part: any of its 512-byte sectors, in any order; the file may have its new length with zeros
  where the data should be.
- A name made, changed or removed is certain once its folder was synced. Until then the changes of one
  folder are there up to some point, in their order. Folders depend neither on each other nor on files,
  so that a name may well be there without its content. A rename is whole or not at all.
"""

import hashlib
import random
from collections.abc import Iterator

import msgspec

SECTOR = 512
SHARED_MEMORY = "-shm"
"""What SQLite's processes share while they run; it is rebuilt from the other files after a crash."""

Tree = dict[str, bytes | None]
"""Path, relative to the top, to content; None for a folder."""


class Open(msgspec.Struct, frozen=True):
    """A file or folder is opened, and made if ``creates`` and it is not there."""

    handle: int
    path: str
    creates: bool
    empties: bool


class Close(msgspec.Struct, frozen=True):
    handle: int


class Seek(msgspec.Struct, frozen=True):
    handle: int
    position: int


class Write(msgspec.Struct, frozen=True):
    """``offset`` is None for a write at the handle's own position."""

    handle: int
    data: bytes
    offset: int | None


class Truncate(msgspec.Struct, frozen=True):
    handle: int
    size: int


class Sync(msgspec.Struct, frozen=True):
    handle: int


class MakeFolder(msgspec.Struct, frozen=True):
    path: str


class Remove(msgspec.Struct, frozen=True):
    path: str


class Rename(msgspec.Struct, frozen=True):
    path: str
    to: str


Operation = Open | Close | Seek | Write | Truncate | Sync | MakeFolder | Remove | Rename


class Piece(msgspec.Struct, frozen=True):
    """Bytes to be put into a file; ``data`` is None where it is cut or grown to ``offset`` instead."""

    offset: int
    data: bytes | None

    def put_into(self, content: bytearray) -> None:
        """Changes ``content``; a gap is filled with zeros."""
        end = self.offset + len(self.data or b"")
        if len(content) < end:
            content.extend(bytes(end - len(content)))
        if self.data is None:
            del content[end:]
        else:
            content[self.offset : end] = self.data

    def sectors(self) -> Iterator["Piece"]:
        """The parts of this piece that reach the disk each on its own."""
        if self.data is None:
            yield self
            return
        start, end = self.offset, self.offset + len(self.data)
        while start < end:
            stop = min(end, (start // SECTOR + 1) * SECTOR)
            yield Piece(start, self.data[start - self.offset : stop - self.offset])
            start = stop


class File:
    """Content that is certain, and what was written to it since."""

    def __init__(self) -> None:
        self.certain = bytearray()
        self.pending: list[Piece] = []

    def sync(self) -> None:
        self.certain = bytearray(self.with_pieces(self.pending))
        self.pending = []

    def with_pieces(self, pieces: Iterator[Piece] | list[Piece]) -> bytes:
        content = bytearray(self.certain)
        for piece in pieces:
            piece.put_into(content)
        return bytes(content)

    def after_cut(self, rng: random.Random) -> bytes:
        """The content as it may be found after the power failed now."""
        return self.with_pieces(self._surviving(rng)) if self.pending else bytes(self.certain)

    def _surviving(self, rng: random.Random) -> Iterator[Piece]:
        style = rng.choice(("none", "all", "first ones", "some", "torn", "grown"))
        share = rng.choice((0.1, 0.5, 0.9, 0.98))
        if style == "all":
            yield from self.pending
        elif style == "first ones":
            count = rng.randrange(len(self.pending))
            yield from self.pending[:count]
            yield from _some(self.pending[count].sectors(), share, rng)
        elif style == "some":
            yield from _some(iter(self.pending), share, rng)
        elif style in ("torn", "grown"):
            if style == "grown":
                yield Piece(max(len(self.certain), len(self.with_pieces(self.pending))), None)
            for piece in self.pending:
                yield from _some(piece.sectors(), share, rng)


def _some(pieces: Iterator[Piece], share: float, rng: random.Random) -> Iterator[Piece]:
    return (piece for piece in pieces if rng.random() < share)


class Link(msgspec.Struct, frozen=True):
    """A change of a folder: ``name`` now means ``node``, or nothing; ``old`` is the name it had before."""

    name: str
    node: "File | Folder | None"
    old: str = ""


class Folder:
    """Names that are certain, and the changes to them since."""

    def __init__(self) -> None:
        self.certain: dict[str, File | Folder] = {}
        self.pending: list[Link] = []

    def sync(self) -> None:
        self.certain = self.names(len(self.pending))
        self.pending = []

    def names(self, count: int) -> "dict[str, File | Folder]":
        """The names with the first ``count`` changes made."""
        names = dict(self.certain)
        for link in self.pending[:count]:
            names.pop(link.old, None)
            names.pop(link.name, None)
            if link.node is not None:
                names[link.name] = link.node
        return names

    def find(self, path: str) -> "File | Folder | None":
        """What running programs see at ``path``."""
        found: File | Folder | None = self
        for part in path.split("/"):
            found = found.names(len(found.pending)).get(part) if isinstance(found, Folder) else None
        return found


class Opened(msgspec.Struct):
    """An open file or folder and the position in it."""

    node: File | Folder
    position: int = 0


class Disk:
    """The tree below one folder, as a sequence of operations changes it."""

    def __init__(self) -> None:
        self.top = Folder()
        self._opened: dict[int, Opened] = {}

    def run(self, operation: Operation) -> bool:
        """Does one operation; returns whether a cut may leave another state behind than before it."""
        match operation:
            case Open():
                return self._open(operation)
            case Close(handle):
                del self._opened[handle]
                return False
            case Seek(handle, position):
                self._opened[handle].position = position
                return False
            case Write() | Truncate():
                self._write(operation)
            case Sync(handle):
                self._opened[handle].node.sync()
            case MakeFolder(path):
                self._link(path, Folder())
            case Remove(path):
                self._link(path, None)
            case Rename(path, to):
                self._rename(path, to)
        return True

    def _open(self, operation: Open) -> bool:
        node = self.top.find(operation.path) if operation.path else self.top
        is_new = node is None
        if node is None:
            assert operation.creates, operation
            node = File()
            self._link(operation.path, node)
        self._opened[operation.handle] = Opened(node)
        if operation.empties and isinstance(node, File):
            node.pending.append(Piece(0, None))
        return is_new or operation.empties

    def _write(self, operation: Write | Truncate) -> None:
        opened = self._opened[operation.handle]
        assert isinstance(opened.node, File)
        if isinstance(operation, Truncate):
            opened.node.pending.append(Piece(operation.size, None))
        elif operation.offset is not None:
            opened.node.pending.append(Piece(operation.offset, operation.data))
        else:
            opened.node.pending.append(Piece(opened.position, operation.data))
            opened.position += len(operation.data)

    def _link(self, path: str, node: File | Folder | None, old: str = "") -> None:
        parent, _, name = path.rpartition("/")
        folder = self.top.find(parent) if parent else self.top
        assert isinstance(folder, Folder), path
        folder.pending.append(Link(name, node, old))

    def _rename(self, path: str, to: str) -> None:
        parent, _, old = path.rpartition("/")
        assert parent == to.rpartition("/")[0], "a move between folders is not modelled"
        self._link(to, self.top.find(path), old)

    def as_written(self) -> Tree:
        """The tree as running programs see it."""
        return dict(_walk(self.top, None))

    def after_cut(self, rng: random.Random) -> Tree:
        """The tree as it may be found after the power failed now."""
        return dict(_walk(self.top, rng))


def _walk(folder: Folder, rng: random.Random | None, above: str = "") -> Iterator[tuple[str, bytes | None]]:
    """Everything below ``folder``, as it may be after a cut or, without ``rng``, as it was written."""
    count = rng.randint(0, len(folder.pending)) if rng else len(folder.pending)
    for name, node in sorted(folder.names(count).items()):
        if isinstance(node, Folder):
            yield above + name, None
            yield from _walk(node, rng, f"{above}{name}/")
        elif not name.endswith(SHARED_MEMORY):
            yield above + name, node.after_cut(rng) if rng else node.with_pieces(node.pending)


def digest(tree: Tree) -> bytes:
    """Two trees have the same digest only if they have the same names and content."""
    hashed = hashlib.blake2b(digest_size=16)
    for path, content in sorted(tree.items()):
        size = -1 if content is None else len(content)
        hashed.update(f"{path}\0{size}\0".encode())
        hashed.update(content or b"")
    return hashed.digest()
