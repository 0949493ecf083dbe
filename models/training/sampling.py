"""Reads the encoded splits, draws the texts of each training pass and packs them into batches.

A batch is a list of groups; every group holds rows of one exact length, so nothing is ever padded.
Groups are small, so that one batch mixes lengths and thereby sources: a batch of long rows alone
would hold film reviews and little else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from labels import NEUTRAL, STAR_NEUTRAL_SOURCES, label_id

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float32]

MIN_ROW_LENGTH = 3
"""[CLS], one content token, [SEP]: a shorter row has nothing to learn from."""


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
    """[rows] index into ``LABELS``."""
    sources: NDArray[np.str_]
    """[rows] name of the source."""
    phrases: NDArray[np.bool_]
    """[rows] whether the row is a treebank phrase (not a whole sentence)."""

    @property
    def lengths(self) -> IntArray:
        """[rows] tokens per row, [CLS] and [SEP] included."""
        return np.diff(self.starts)

    def rows_of(self, indices: IntArray) -> IntArray:
        """Token ids [len(indices), length] of rows that all have the same length."""
        length = int(self.lengths[indices[0]])
        if not np.all(self.lengths[indices] == length):
            raise ValueError("rows of different lengths cannot be stacked")
        return self.ids[self.starts[indices][:, None] + np.arange(length)].astype(np.int64)


def load_split(folder: Path, split: str) -> EncodedSplit:
    """Reads ``<split>.ids.u16``, ``.starts.u32`` and ``.rows.jsonl``; raises ``ValueError`` if they disagree.

    Texts are counted anew per source, so that equal text indices of two files stay apart.
    """
    ids = np.fromfile(folder / f"{split}.ids.u16", dtype="<u2")
    starts = np.fromfile(folder / f"{split}.starts.u32", dtype="<u4").astype(np.int64)
    texts: list[int] = []
    labels: list[int] = []
    sources: list[str] = []
    phrases: list[bool] = []
    text_numbers: dict[tuple[str, int], int] = {}
    with open(folder / f"{split}.rows.jsonl", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            source = row["source"]
            texts.append(text_numbers.setdefault((source, row["text"]), len(text_numbers)))
            labels.append(label_id(row["label"]))
            sources.append(source)
            phrases.append(row.get("unit") == "phrase")
    if len(starts) != len(texts) + 1 or starts[-1] != len(ids):
        raise ValueError(f"{split}: {len(texts)} rows, {len(starts)} starts and {len(ids)} ids do not fit together")
    return EncodedSplit(
        ids, starts, np.array(texts), np.array(labels), np.array(sources), np.array(phrases, dtype=bool)
    )


@dataclass(frozen=True)
class Draw:
    """How many texts a pass takes of each source; a fresh draw is made for every pass."""

    phrases: int
    """Treebank phrases; all treebank sentences are always taken."""
    caps: Mapping[str, int]
    """Texts per other source, at most."""


@dataclass(frozen=True)
class Phase:
    """One stretch of training; the learning rate warms up shortly and then falls linearly to zero."""

    name: str
    steps: int
    learning_rate: float
    draw: Draw


FULL_CAPS: dict[str, int] = {
    "tweeteval": 8500,
    "goemotions": 8500,
    "tweet_extraction": 6500,
    "imdb": 3500,
    "newsmtsc": 3000,
    "amazon_multidomain": 3000,
    "clothing": 2500,
    "restaurant": 2500,
    "vader_nyt": 2200,
    "imdb_counterfactual": 1500,
    "vader_amazon": 1500,
    "stackoverflow": 1500,
    "product_sentences": 1500,
    "trec_questions": 600,
    "alexa": 600,
}


def recipe(steps_scale: float = 1.0) -> list[Phase]:
    """The two phases of the full-size model: broad first, then mostly treebank phrases."""

    def steps(count: int) -> int:
        return max(1, round(count * steps_scale))

    third = {source: cap // 3 for source, cap in FULL_CAPS.items()}
    return [
        Phase("broad", steps(4025), 1e-4, Draw(39_000, FULL_CAPS)),
        Phase("treebank", steps(2070), 7e-5, Draw(60_000, third)),
    ]


def tiny_recipe(steps_scale: float = 1.0) -> list[Phase]:
    """One short phase of short texts for the tiny fixture models."""
    steps = max(1, round(4000 * steps_scale))
    return [Phase("tiny", steps, 3e-3, Draw(20_000, {**FULL_CAPS, "imdb": 500, "imdb_counterfactual": 200}))]


def draw_rows(split: EncodedSplit, draw: Draw, rng: np.random.Generator) -> IntArray:
    """Row indices of one pass: the draw's texts, each with one of its windows chosen at random."""
    usable = np.flatnonzero(split.lengths >= MIN_ROW_LENGTH)
    # After a shuffle, the first row seen of each text is a random window of it.
    shuffled = rng.permutation(usable)
    _, first = np.unique(split.texts[shuffled], return_index=True)
    rows = shuffled[np.sort(first)]
    of_treebank = split.sources[rows] == "sst"
    phrases = split.phrases[rows]
    taken = [rows[of_treebank & ~phrases], rows[of_treebank & phrases][: draw.phrases]]
    for source, cap in sorted(draw.caps.items()):
        taken.append(rows[split.sources[rows] == source][:cap])
    return np.concatenate(taken)


def row_weights(split: EncodedSplit) -> FloatArray:
    """[rows] weight of each row in the loss.

    The square root of the length lies between counting texts (then phrases of two words drown the
    reviews) and counting tokens (the other way round). Neutral labels made from middling stars count
    for less, since they mean "both" as often as "no opinion".
    """
    weights = np.sqrt(split.lengths.astype(np.float32))
    starred = np.isin(split.sources, sorted(STAR_NEUTRAL_SOURCES)) & (split.labels == NEUTRAL)
    weights[starred] *= np.float32(0.6)
    return weights


def pack_groups(rows: IntArray, lengths: IntArray, group_tokens: int, rng: np.random.Generator) -> list[IntArray]:
    """Splits rows into groups of one exact length and about ``group_tokens`` tokens, in random order.

    ``lengths`` [all rows] are indexed by the values of ``rows``.
    """
    shuffled = rng.permutation(rows)
    by_length = shuffled[np.argsort(lengths[shuffled], kind="stable")]
    sorted_lengths = lengths[by_length]
    groups: list[IntArray] = []
    for same in np.split(by_length, np.flatnonzero(np.diff(sorted_lengths)) + 1):
        size = max(1, group_tokens // int(lengths[same[0]]))
        groups.extend(same[start : start + size] for start in range(0, len(same), size))
    return [groups[index] for index in rng.permutation(len(groups))]


def plan_batches(
    split: EncodedSplit, phase: Phase, batch_tokens: int, group_tokens: int, seed: int
) -> list[list[IntArray]]:
    """All ``phase.steps`` batches of a phase, each a list of equal-length groups of row indices.

    The plan depends on its arguments alone, so that a resumed run goes on exactly where it stopped.
    """
    rng = np.random.default_rng(seed)
    lengths = split.lengths
    batches: list[list[IntArray]] = []
    while True:
        batch: list[IntArray] = []
        tokens = 0
        for group in pack_groups(draw_rows(split, phase.draw, rng), lengths, group_tokens, rng):
            batch.append(group)
            tokens += len(group) * int(lengths[group[0]])
            if tokens >= batch_tokens:
                batches.append(batch)
                if len(batches) == phase.steps:
                    return batches
                batch, tokens = [], 0
        if batch:
            batches.append(batch)
            if len(batches) == phase.steps:
                return batches
