"""Cuts the vocabulary for the tiny fixture models and spells the encoded rows anew with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sampling import EncodedSplit

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
CONTINUATION = "##"
COMMON_PIECES = 1800
MAX_LENGTH = 128


def small_vocabulary(split: EncodedSplit, words: Sequence[str]) -> list[str]:
    """Special pieces, single ASCII characters (also as continuations) and the split's commonest pieces.

    ``words`` is the full vocabulary by id; the result keeps its order, so that it reads alike.
    """
    counts = np.bincount(split.ids, minlength=len(words))
    kept = {words[index] for index in np.argsort(-counts, kind="stable")[:COMMON_PIECES]}
    kept.update(SPECIAL)
    for word in words:
        piece = word.removeprefix(CONTINUATION)
        if len(piece) == 1 and "!" <= piece <= "~":
            kept.add(word)
    return [word for word in words if word in kept]


def spell(word: str, ids: dict[str, int]) -> list[int]:
    """Greedy longest-match WordPiece of one word; [UNK] if it cannot be spelt."""
    pieces: list[int] = []
    start = 0
    while start < len(word):
        for end in range(len(word), start, -1):
            piece = (CONTINUATION if start else "") + word[start:end]
            if piece in ids:
                pieces.append(ids[piece])
                start = end
                break
        else:
            return [ids["[UNK]"]]
    return pieces


def shrink_split(split: EncodedSplit, full_words: Sequence[str], small_words: Sequence[str]) -> EncodedSplit:
    """The same rows in ids of the small vocabulary, cut to the longest row a model takes."""
    ids = {word: index for index, word in enumerate(small_words)}
    spelt: dict[str, list[int]] = {}
    rows: list[list[int]] = []
    for start, end in zip(split.starts[:-1], split.starts[1:], strict=True):
        joined: list[str] = []
        for index in split.ids[start + 1 : end - 1]:
            piece = full_words[index]
            if joined and piece.startswith(CONTINUATION):
                joined[-1] += piece.removeprefix(CONTINUATION)
            else:
                joined.append(piece)
        row: list[int] = []
        for word in joined:
            if word not in spelt:
                spelt[word] = [ids[word]] if word in SPECIAL else spell(word, ids)
            row.extend(spelt[word])
        rows.append([ids["[CLS]"], *row[: MAX_LENGTH - 2], ids["[SEP]"]])
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    flat = np.fromiter((index for row in rows for index in row), dtype=np.uint16, count=int(starts[-1]))
    return replace(split, ids=flat, starts=starts)
