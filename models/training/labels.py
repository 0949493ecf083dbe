"""The three labels, their order in every array, and which sources have no neutral texts."""

from __future__ import annotations

from collections.abc import Sequence

LABELS: tuple[str, str, str] = ("negative", "neutral", "positive")
NEGATIVE, NEUTRAL, POSITIVE = range(3)
UNLABELLED = -1
"""A text that says opposite things: only its parts have a tone."""

_ID_OF_LABEL: dict[str, int] = {label: index for index, label in enumerate(LABELS)}

TWO_CLASS_SOURCES: frozenset[str] = frozenset({"sst2", "imdb", "imdb_counterfactual", "amazon_multidomain"})
"""Sources whose texts are negative or positive only; scored with neutral left out."""

REPORT_ONLY_SOURCES: frozenset[str] = frozenset({"sst2", "sst5"})
"""Dev files by which nothing is chosen."""

STAR_NEUTRAL_SOURCES: frozenset[str] = frozenset({"clothing", "restaurant", "alexa"})
"""Sources whose neutral label is a middling star rating: a mixed verdict more than no opinion."""


def label_id(label: str | None) -> int:
    """Index of a label in ``LABELS``, ``UNLABELLED`` for none; raises ``ValueError`` for anything else (also other case)."""
    if label is None:
        return UNLABELLED
    try:
        return _ID_OF_LABEL[label]
    except KeyError:
        raise ValueError(f"unknown label {label!r}; known are {', '.join(LABELS)}") from None


def predict(scores: Sequence[float], two_class: bool) -> int:
    """Index of the likeliest label among ``scores`` [3] (logits or probabilities).

    With ``two_class`` neutral is left out and a tie goes to positive, as the data's read-me asks:
    positive when p(positive) / (p(positive) + p(negative)) is at least one half.
    """
    if two_class:
        return POSITIVE if scores[POSITIVE] >= scores[NEGATIVE] else NEGATIVE
    return max(range(3), key=lambda index: scores[index])
