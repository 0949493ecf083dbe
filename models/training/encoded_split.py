"""One split as the data stage encodes it: token ids, labels and spans of its rows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from labels import label_id

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float32]
Drawn = tuple[int, ...]
"""The rows of one sequence, in order."""

MIN_ROW_LENGTH = 3
"""[CLS], one content token, [SEP]: a shorter row has nothing to learn from."""
SPECIAL_TOKENS = 2


@dataclass(frozen=True)
class EncodedSplit:
    """Token ids and labels of one split; row ``i`` is ``ids[starts[i]:starts[i + 1]]``."""

    ids: NDArray[np.uint16]
    """All rows' token ids, one after the other."""
    starts: IntArray
    """[rows + 1] first id of each row."""
    texts: IntArray
    """[rows] index of the text a row is a window of; unique within the split."""
    labels: IntArray
    """[rows] index into ``LABELS``, or ``UNLABELLED``."""
    sources: NDArray[np.str_]
    """[rows] name of the source."""
    phrases: NDArray[np.bool_]
    """[rows] whether the row is a treebank phrase (not a whole sentence)."""
    noisy: NDArray[np.bool_]
    """[rows] whether the row is a copy with slips of the finger."""
    first_half: NDArray[np.bool_]
    """[rows] whether the row's text is in half A, on which choices are made (dev only)."""
    spans: IntArray
    """[spans, 3] labelled spans inside rows: first content token, end, label."""
    span_starts: IntArray
    """[rows + 1] first span of each row."""

    @cached_property
    def lengths(self) -> IntArray:
        """[rows] tokens per row, [CLS] and [SEP] included."""
        return np.diff(self.starts)

    @cached_property
    def originals(self) -> IntArray:
        """[rows] the row itself, or, of a copy with slips, the row of the text as it was written."""
        _, first, number = np.unique(self.texts, return_index=True, return_inverse=True)
        return np.where(self.noisy, first[number], np.arange(len(self.texts)))

    def content(self, row: int) -> NDArray[np.uint16]:
        """Token ids of a row without [CLS] and [SEP]."""
        return self.ids[self.starts[row] + 1 : self.starts[row + 1] - 1]

    def spans_of(self, row: int) -> IntArray:
        """[spans, 3] labelled spans of a row."""
        return self.spans[self.span_starts[row] : self.span_starts[row + 1]]


def load_stand_ins(folder: Path) -> IntArray:
    """[vocabulary] the id whose row of the word table stands for each id: the ids of a split are stand-ins throughout."""
    return np.fromfile(folder / "stand-ins.u16", dtype="<u2").astype(np.int64)


def load_word_rows(folder: Path) -> IntArray:
    """[vocabulary of the finished model] the id of the row of the word table that each of its words has."""
    return np.fromfile(folder / "word-rows.u16", dtype="<u2").astype(np.int64)


def load_split(folder: Path, split: str) -> EncodedSplit:
    """Reads ``<split>.ids.u16``, ``.starts.u32`` and ``.rows.jsonl``; raises ``ValueError`` if they disagree.

    Texts are counted anew per source, so that equal text indices of two files stay apart.
    """
    ids = np.fromfile(folder / f"{split}.ids.u16", dtype="<u2")
    starts = np.fromfile(folder / f"{split}.starts.u32", dtype="<u4").astype(np.int64)
    texts: list[int] = []
    labels: list[int] = []
    sources: list[str] = []
    flags: list[tuple[bool, bool, bool]] = []
    spans: list[tuple[int, int, int]] = []
    span_counts: list[int] = []
    text_numbers: dict[tuple[str, int], int] = {}
    with open(folder / f"{split}.rows.jsonl", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            source = row["source"]
            texts.append(text_numbers.setdefault((source, row["text"]), len(text_numbers)))
            labels.append(label_id(row["label"]))
            sources.append(source)
            flags.append((row.get("unit") == "phrase", row.get("noisy", False), row.get("half") == "A"))
            found = row.get("spans", [])
            spans.extend((first, end, label_id(label)) for first, end, label in found)
            span_counts.append(len(found))
    if len(starts) != len(texts) + 1 or starts[-1] != len(ids):
        raise ValueError(f"{split}: {len(texts)} rows, {len(starts)} starts and {len(ids)} ids do not fit together")
    phrases, noisy, first_half = np.array(flags, dtype=bool).reshape(-1, 3).T
    return EncodedSplit(
        ids,
        starts,
        np.array(texts),
        np.array(labels),
        np.array(sources),
        phrases,
        noisy,
        first_half,
        np.array(spans, dtype=np.int64).reshape(-1, 3),
        np.concatenate([[0], np.cumsum(span_counts)]).astype(np.int64),
    )
