"""Draws the texts of each training pass and packs them into batches.

What the network reads in one row is a sequence: a text's window, or several short ones strung together as the
sentences of a longer text, each still with its own label. A batch is a list of groups; every group holds
sequences of one exact length, so nothing is ever padded. Groups are small, so that one batch mixes lengths and
thereby sources: a batch of long rows alone would hold film reviews and little else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from encoded_split import MIN_ROW_LENGTH, SPECIAL_TOKENS, Drawn, EncodedSplit, FloatArray, IntArray
from labels import NEUTRAL, STAR_NEUTRAL_SOURCES, UNLABELLED
from recipe import Draw, Phase


def keep_share(split: EncodedSplit, share: float) -> NDArray[np.bool_]:
    """[rows] whether a row is in the fixed share of the texts that a quick comparison trains on; the same for every seed."""
    chosen = np.random.default_rng(0).random(int(split.texts.max()) + 1) < share
    return chosen[split.texts]


def draw_rows(split: EncodedSplit, usable: NDArray[np.bool_], draw: Draw, rng: np.random.Generator) -> IntArray:
    """Row indices of one pass: the draw's texts, each with one of its usable windows or copies chosen at random."""
    candidates = np.flatnonzero(usable & (split.lengths >= MIN_ROW_LENGTH))
    # After a shuffle, the first row seen of each text is a random window of it.
    shuffled = rng.permutation(candidates)
    _, first = np.unique(split.texts[shuffled], return_index=True)
    rows = shuffled[np.sort(first)]
    of_treebank = split.sources[rows] == "sst"
    phrases = split.phrases[rows]
    taken = [rows[of_treebank & ~phrases], rows[of_treebank & phrases][: draw.phrases]]
    for source, cap in sorted(draw.caps.items()):
        taken.append(rows[split.sources[rows] == source][:cap])
    return np.concatenate(taken)


MOST_STRUNG = 5
LONGEST_STRUNG_ROW = 50


def string_rows(
    rows: IntArray, lengths: IntArray, max_length: int, most: int, rng: np.random.Generator
) -> list[Drawn]:
    """Strings rows together in the order given, two to ``most`` of them while they fit ``max_length`` tokens."""
    strings: list[Drawn] = []
    open_rows: list[int] = []
    tokens = SPECIAL_TOKENS
    wanted = int(rng.integers(2, most + 1))
    for row in rows.tolist():
        content = int(lengths[row]) - SPECIAL_TOKENS
        if open_rows and (len(open_rows) == wanted or tokens + content > max_length):
            strings.append(tuple(open_rows))
            open_rows, tokens, wanted = [], SPECIAL_TOKENS, int(rng.integers(2, most + 1))
        open_rows.append(row)
        tokens += content
    if open_rows:
        strings.append(tuple(open_rows))
    return strings


def draw_sequences(
    split: EncodedSplit, usable: NDArray[np.bool_], draw: Draw, max_length: int, rng: np.random.Generator
) -> list[Drawn]:
    """The sequences of one pass: each drawn row once, alone or strung together, and the long neutral ones besides."""
    rows = rng.permutation(draw_rows(split, usable, draw, rng))
    lengths = split.lengths
    is_short = (lengths[rows] <= LONGEST_STRUNG_ROW) & ~split.phrases[rows]
    is_strung = is_short & (rng.random(len(rows)) < draw.strung)
    sequences: list[Drawn] = [(row,) for row in rows[~is_strung].tolist()]
    for source in np.unique(split.sources[rows[is_strung]]):
        of_source = rows[is_strung & (split.sources[rows] == source)]
        sequences += string_rows(of_source, lengths, max_length, MOST_STRUNG, rng)
    starred = np.isin(split.sources[rows], sorted(STAR_NEUTRAL_SOURCES))
    neutral = rows[is_short & (split.labels[rows] == NEUTRAL) & ~starred]
    long_neutral = string_rows(neutral, lengths, max_length, 10, rng)
    return sequences + long_neutral[: draw.strung_neutral]


@dataclass(frozen=True)
class Targets:
    """What a batch is held to: spans over its flat tokens, each with the probabilities it should have and a weight."""

    first: IntArray
    end: IntArray
    shares: FloatArray
    """[spans, 3]"""
    weights: FloatArray


LABEL_SMOOTHING = 0.05
SHARES_OF_LABEL: FloatArray = ((1 - LABEL_SMOOTHING) * np.eye(3) + LABEL_SMOOTHING / 3).astype(np.float32)
"""[labels, 3] probabilities that a label stands for (label smoothing: Szegedy et al., CVPR 2016)."""


def row_shares(split: EncodedSplit, teaching: FloatArray | None = None, teacher_share: float = 0.0) -> FloatArray:
    """[rows, 3] probabilities that each row is held to: its label's, mixed with those of its teachers (``teaching`` [rows, 3]).

    Learning from the probabilities of several networks passes on what they agree in and evens out labels that are wrong (Hinton et
    al., Distilling the Knowledge in a Neural Network, 2015). Rows without a label get nothing of use.
    """
    shares = SHARES_OF_LABEL[split.labels]
    return shares if teaching is None else (1 - teacher_share) * shares + teacher_share * teaching


STARRED_NEUTRAL_WEIGHT = np.float32(0.6)
STRING_WEIGHT = 0.5
"""Of a whole string, whose tone is only inferred from its parts."""


def span_weight(length: IntArray | int) -> FloatArray | np.float32:
    """Weight of a span in the loss: the square root of its tokens.

    It lies between counting texts (then phrases of two words drown the reviews) and counting tokens (the other
    way round).
    """
    return np.sqrt(np.asarray(length, dtype=np.float32))


def row_weights(split: EncodedSplit) -> FloatArray:
    """[rows] weight of each row in the loss.

    Neutral labels made from middling stars count for less, since they mean "both" as often as "no opinion".
    """
    weights = np.asarray(span_weight(np.maximum(split.lengths - SPECIAL_TOKENS, 0)))
    starred = np.isin(split.sources, sorted(STAR_NEUTRAL_SOURCES)) & (split.labels == NEUTRAL)
    weights[starred] *= STARRED_NEUTRAL_WEIGHT
    return weights


def string_label(labels: Sequence[int]) -> int | None:
    """The tone of a string by its parts': the one tone among them besides neutral; None where two disagree or one has none."""
    toned = {label for label in labels if label != NEUTRAL}
    if len(toned) > 1 or UNLABELLED in toned:
        return None
    return toned.pop() if toned else NEUTRAL


def sequence_length(split: EncodedSplit, drawn: Drawn) -> int:
    """Tokens of a sequence, one [CLS] and one [SEP] included."""
    return SPECIAL_TOKENS + int(sum(split.lengths[row] - SPECIAL_TOKENS for row in drawn))


def sequence_ids(split: EncodedSplit, drawn: Drawn) -> IntArray:
    """Token ids of a sequence: the content of its rows between one [CLS] and one [SEP]."""
    first = drawn[0]
    opening, closing = split.ids[split.starts[first]], split.ids[split.starts[first + 1] - 1]
    return np.concatenate([[opening], *(split.content(row) for row in drawn), [closing]]).astype(np.int64)


def build_batch(
    split: EncodedSplit,
    weights: FloatArray,
    shares: FloatArray,
    groups: Sequence[Sequence[Drawn]],
    phrase_weight: float,
) -> tuple[list[IntArray], Targets]:
    """Token ids, a list of [sequences, length], and the targets over their flat tokens, in the order of the groups.

    Rows count by ``weights`` [rows] and are held to ``shares`` [rows, 3]; phrases in their sentences count by ``phrase_weight``. The parts of a text
    without a tone of its own are all that it teaches: they count as texts of their length do.
    """
    ids: list[IntArray] = []
    targets: list[tuple[int, int, FloatArray, float]] = []
    place = 0
    for group in groups:
        for drawn in group:
            at = place + 1
            for row in drawn:
                end = at + int(split.lengths[row]) - SPECIAL_TOKENS
                is_labelled = split.labels[row] != UNLABELLED
                factor = phrase_weight if is_labelled else 1
                if is_labelled:
                    targets.append((at, end, shares[row], float(weights[row])))
                for first, last, tone in split.spans_of(row).tolist() if factor else ():
                    weight = float(factor * span_weight(last - first))
                    targets.append((at + first, at + last, SHARES_OF_LABEL[tone], weight))
                at = end
            whole = string_label([int(split.labels[row]) for row in drawn]) if len(drawn) > 1 else None
            if whole is not None:
                weight = STRING_WEIGHT * float(span_weight(at - place - 1))
                targets.append((place + 1, at, SHARES_OF_LABEL[whole], weight))
            place = at + 1
        ids.append(np.stack([sequence_ids(split, drawn) for drawn in group]))
    first, end, held_to, weight = zip(*targets, strict=True)
    return ids, Targets(np.array(first), np.array(end), np.stack(held_to), np.array(weight, dtype=np.float32))


def pack_groups(
    sequences: Sequence[Drawn], lengths: IntArray, group_tokens: int, rng: np.random.Generator
) -> list[list[Drawn]]:
    """Splits sequences into groups of one exact length and about ``group_tokens`` tokens, in random order.

    ``lengths`` [sequences] are their tokens.
    """
    shuffled = rng.permutation(len(sequences))
    by_length = shuffled[np.argsort(lengths[shuffled], kind="stable")]
    sorted_lengths = lengths[by_length]
    groups: list[list[Drawn]] = []
    for same in np.split(by_length, np.flatnonzero(np.diff(sorted_lengths)) + 1):
        size = max(1, group_tokens // int(lengths[same[0]]))
        groups.extend([sequences[i] for i in same[start : start + size]] for start in range(0, len(same), size))
    return [groups[index] for index in rng.permutation(len(groups))]


def plan_batches(
    split: EncodedSplit,
    usable: NDArray[np.bool_],
    phase: Phase,
    max_length: int,
    batch_tokens: int,
    group_tokens: int,
    seed: int,
) -> list[list[list[Drawn]]]:
    """All ``phase.steps`` batches of a phase, each a list of equal-length groups of sequences.

    The plan depends on its arguments alone, so that a resumed run goes on exactly where it stopped.
    """
    rng = np.random.default_rng(seed)
    batches: list[list[list[Drawn]]] = []
    while True:
        batch: list[list[Drawn]] = []
        tokens = 0
        sequences = draw_sequences(split, usable, phase.draw, max_length, rng)
        lengths = np.array([sequence_length(split, drawn) for drawn in sequences])
        for group in pack_groups(sequences, lengths, group_tokens, rng):
            batch.append(group)
            tokens += len(group) * sequence_length(split, group[0])
            if tokens >= batch_tokens:
                batches.append(batch)
                if len(batches) == phase.steps:
                    return batches
                batch, tokens = [], 0
        if batch:
            batches.append(batch)
            if len(batches) == phase.steps:
                return batches
