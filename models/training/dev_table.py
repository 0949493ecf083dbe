"""How a network in training does on the dev texts: per file, and for parts that stand among others."""

from __future__ import annotations

import numpy as np
import torch

from encoded_split import SPECIAL_TOKENS, Drawn, EncodedSplit
from labels import REPORT_ONLY_SOURCES, UNLABELLED
from metrics import score_sources
from network import Network, pool
from recipe import OWN_PREFIX
from sampling import pack_groups, sequence_ids, sequence_length, string_rows

GROUP_TOKENS = 4000
PARTS_SOURCES = ("goemotions", "tweeteval", "vader_amazon")
"""Dev files of short texts, in which reading a part among others is compared with reading it alone."""
LONGEST_PART = 32
MOST_PARTS = 5


@torch.inference_mode()
def predict_sequences(
    network: Network, split: EncodedSplit, sequences: list[Drawn], precision: torch.dtype
) -> dict[int, np.ndarray]:
    """Logits [3] of every row in the sequences by its number, without dropout."""
    device = network.head.weight.device
    network.eval()
    lengths = np.array([sequence_length(split, drawn) for drawn in sequences])
    logits: dict[int, np.ndarray] = {}
    for group in pack_groups(sequences, lengths, GROUP_TOKENS, np.random.default_rng(0)):
        ids = torch.from_numpy(np.stack([sequence_ids(split, drawn) for drawn in group]))
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=precision == torch.bfloat16):
            evidence = network([ids.to(device)])
        ends = np.cumsum([split.lengths[row] - SPECIAL_TOKENS for drawn in group for row in drawn])
        # Two special tokens stand between the last row of a sequence and the first of the next.
        shift = np.concatenate([[1 + SPECIAL_TOKENS * i] * len(drawn) for i, drawn in enumerate(group)])
        rows = [row for drawn in group for row in drawn]
        last = ends + shift
        first = last - (split.lengths[rows] - SPECIAL_TOKENS)
        pooled = pool(evidence, torch.from_numpy(first).to(device), torch.from_numpy(last).to(device))
        logits.update(zip(rows, pooled.cpu().numpy(), strict=True))
    network.train()
    return logits


def dev_table(network: Network, dev: EncodedSplit, precision: torch.dtype) -> dict[str, dict[str, float]]:
    """Scores per dev file, each text by itself."""
    rows = np.flatnonzero((dev.lengths > SPECIAL_TOKENS) & (dev.labels != UNLABELLED))
    logits = predict_sequences(network, dev, [(row,) for row in rows.tolist()], precision)
    return score_sources(dev, rows, np.stack([logits[row] for row in rows.tolist()]))


def parts_table(network: Network, dev: EncodedSplit, max_length: int, precision: torch.dtype) -> dict[str, dict[str, float]]:
    """Per dev file of short texts, on half A: how often a text's tone is right alone, and pooled among one to four others."""
    table: dict[str, dict[str, float]] = {}
    for source in PARTS_SOURCES:
        is_part = (dev.lengths > SPECIAL_TOKENS) & (dev.lengths <= LONGEST_PART)
        rows = np.flatnonzero(dev.first_half & (dev.sources == source) & is_part)
        rng = np.random.default_rng(0)
        strings = string_rows(rng.permutation(rows), dev.lengths, max_length, MOST_PARTS, rng)
        readings = {"alone": [(row,) for row in rows.tolist()], "pooled": strings}
        table[source] = {"texts": len(rows)}
        for name, sequences in readings.items():
            logits = predict_sequences(network, dev, sequences, precision)
            right = [int(logits[row].argmax()) == dev.labels[row] for row in rows.tolist()]
            table[source][name] = float(np.mean(right))
    return table


def mean(rows: list[dict[str, float]]) -> dict[str, float]:
    """Means of the rows' scores, and the sum of their texts."""
    means = {key: float(np.mean([row[key] for row in rows])) for key in rows[0]}
    return {**means, "texts": sum(row["texts"] for row in rows)}


def format_table(table: dict[str, dict[str, float]]) -> str:
    """The dev table as lines of text, with means over the data folder's files; ours that are held out stand by kind."""

    def line(name: str, row: dict[str, float]) -> str:
        shares = "".join(f"{100 * row[key]:>9.2f}" for key in ("accuracy", "accuracyA", "accuracyB", "macroF1"))
        return f"  {name[:34]:<34}{row['texts']:>6.0f}{shares}{row['logLoss']:>9.4f}"

    head = f"  {'':<34}{'texts':>6}{'accuracy':>9}{'half A':>9}{'half B':>9}{'macro-F1':>9}{'log loss':>9}"
    files = {name: row for name, row in table.items() if not name.startswith(OWN_PREFIX)}
    choosing = [row for name, row in files.items() if name not in REPORT_ONLY_SOURCES]
    lines = [line(name, row) for name, row in table.items()]
    means = [line("mean of files", mean(list(files.values()))), line("of those that may choose", mean(choosing))]
    return "\n".join([head, *lines, *means])
