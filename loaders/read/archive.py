"""Zip files of office programs, opened so that none can unpack to more than is allowed."""

from __future__ import annotations

import io
import zipfile
from functools import cached_property
from typing import IO

from lxml import etree

from loaders.read.source import Source

_BROKEN = "もとのソフトで開けるか確かめ、保存し直してください"


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; '' for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def xml(source: Source, raw: bytes, part: str) -> etree._Element:
    """Parse a part: no entities, no network, no huge trees. Raises `ReadError`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True,
                             remove_comments=True)  # fmt: skip
    try:
        return etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise source.error(f"中身が壊れています（{part}: {error.msg}）", _BROKEN) from error


class Archive:
    """The parts of a zip file. Raises `ReadError` where it is broken, encrypted or unpacks to too much."""

    def __init__(self, source: Source) -> None:
        self._source = source
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source.raw))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise source.error("ファイルが途中で切れているか、壊れています", _BROKEN) from error
        limits = source.limits
        unpacked = sum(info.file_size for info in self._zip.infolist())
        allowed = max(limits.ratio_from_bytes, len(source.raw) * limits.unpacked_ratio)
        if unpacked > min(limits.unpacked_bytes, allowed):
            raise source.error(
                f"広げると大きくなりすぎます（{unpacked:,} バイト。もとは {len(source.raw):,} バイト）",
                "いらないシートや画像を消すか、ファイルを分けて保存し直してください")  # fmt: skip
        if any(info.flag_bits & 1 for info in self._zip.infolist()):
            raise source.error("パスワードがかかっています", "パスワードを外して保存し直してください")

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(self._zip.namelist())

    def open(self, part: str) -> IO[bytes]:
        """A part as a stream."""
        try:
            return self._zip.open(part)
        except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
            raise self._source.error(f"中身が壊れています（{part}）", _BROKEN) from error

    def read(self, part: str) -> bytes:
        """A part whole."""
        try:
            with self.open(part) as file:
                return file.read()
        except (zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
            raise self._source.error(f"中身が壊れています（{part}）", _BROKEN) from error
        except Exception as error:
            if type(error).__module__ in ("zlib", "lzma"):
                raise self._source.error(f"中身が壊れています（{part}）", _BROKEN) from error
            raise

    def xml(self, part: str) -> etree._Element:
        """A part parsed."""
        return xml(self._source, self.read(part), part)

    def relations(self, part: str) -> dict[str, str]:
        """Id → part, of what a part refers to inside the file; what lies outside is never followed."""
        folder, _, name = part.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels".lstrip("/")
        if rels not in self.names:
            return {}
        found = {}
        for relation in self.xml(rels):
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External":
                found[relation.get("Id", "")] = _resolve(folder, target)
        return found


def _resolve(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    steps = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            steps[-1:] = []
        elif step != ".":
            steps.append(step)
    return "/".join(steps)
