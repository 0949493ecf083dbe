"""Scores of a text over its windows, and accuracy and macro-F1 per dev file."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from encoded_split import EncodedSplit, FloatArray, IntArray
from labels import NEUTRAL, TWO_CLASS_SOURCES, predict


def pool_windows(
    logits: FloatArray, content_tokens: IntArray, texts: IntArray
) -> tuple[NDArray[np.float64], IntArray]:
    """Token-weighted mean of the windows of each text.

    ``logits`` [rows, 3], ``content_tokens`` [rows] without [CLS] and [SEP], ``texts`` [rows].
    Returns the texts' logits [texts, 3] and, for each text, one of its rows [texts].
    """
    _, first, number = np.unique(texts, return_index=True, return_inverse=True)
    sums = np.zeros((len(first), 3))
    np.add.at(sums, number, logits * content_tokens[:, None])
    weights = np.bincount(number, weights=content_tokens)
    return sums / weights[:, None], first


def macro_f1(expected: IntArray, predicted: IntArray, two_class: bool) -> float:
    """Mean F1 over the three labels (or over negative and positive); a label never met counts as 0."""
    scores: list[float] = []
    for label in range(3):
        if two_class and label == NEUTRAL:
            continue
        hits = int(np.sum((expected == label) & (predicted == label)))
        total = int(np.sum(expected == label) + np.sum(predicted == label))
        scores.append(2 * hits / total if total else 0.0)
    return float(np.mean(scores))


def log_loss(logits: NDArray[np.float64], expected: IntArray, two_class: bool) -> float:
    """Mean negative log-likelihood of the labels, with neutral left out for a two-class source."""
    kept = np.delete(logits, NEUTRAL, axis=1) if two_class else logits
    peak = kept.max(axis=1, keepdims=True)
    normaliser = peak[:, 0] + np.log(np.exp(kept - peak).sum(axis=1))
    return float(np.mean(normaliser - logits[np.arange(len(expected)), expected]))


def score_sources(split: EncodedSplit, rows: IntArray, logits: FloatArray) -> dict[str, dict[str, float]]:
    """Scores of every source among ``rows``, whose ``logits`` [len(rows), 3] are given.

    Texts, accuracy, macro-F1, log loss, and the accuracy on half A and on half B of the source.
    """
    pooled, first = pool_windows(logits, split.lengths[rows] - 2, split.texts[rows])
    first_rows = rows[first]
    table: dict[str, dict[str, float]] = {}
    for source in sorted(set(split.sources[first_rows].tolist())):
        chosen = split.sources[first_rows] == source
        two_class = source in TWO_CLASS_SOURCES
        expected = split.labels[first_rows[chosen]]
        predicted = np.array([predict(scores.tolist(), two_class) for scores in pooled[chosen]])
        right = expected == predicted
        first_half = split.first_half[first_rows[chosen]]
        table[source] = {
            "texts": int(chosen.sum()),
            "accuracy": float(np.mean(right)),
            "macroF1": macro_f1(expected, predicted, two_class),
            "logLoss": log_loss(pooled[chosen], expected, two_class),
            "accuracyA": float(np.mean(right[first_half])) if first_half.any() else 0.0,
            "accuracyB": float(np.mean(right[~first_half])) if not first_half.all() else 0.0,
        }
    return table
