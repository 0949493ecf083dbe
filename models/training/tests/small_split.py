"""A small encoded split, written as the data stage writes it and read back."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import numpy as np

from encoded_split import EncodedSplit, load_split


def write_split(folder: Path, split: str, rows: list[tuple[list[int], dict[str, object]]]) -> None:
    """Writes rows (ids and the fields of their line) in the data stage's format."""
    ids = [index for row, _ in rows for index in row]
    starts = np.cumsum([0, *(len(row) for row, _ in rows)])
    np.array(ids, dtype="<u2").tofile(folder / f"{split}.ids.u16")
    starts.astype("<u4").tofile(folder / f"{split}.starts.u32")
    lines = "".join(json.dumps(fields) + "\n" for _, fields in rows)
    (folder / f"{split}.rows.jsonl").write_text(lines, encoding="utf-8")


def small_split() -> EncodedSplit:
    """60 treebank sentences, 200 phrases, 100 tweets, and 30 film reviews of three windows each."""
    rng = np.random.default_rng(0)
    rows: list[tuple[list[int], dict[str, object]]] = []
    kinds = [("sst", "sentence", 60, 1), ("sst", "phrase", 200, 1), ("tweeteval", None, 100, 1), ("imdb", None, 30, 3)]
    text = 0
    for source, unit, count, windows in kinds:
        for _ in range(count):
            label = ("negative", "neutral", "positive")[int(rng.integers(3))]
            for window in range(windows):
                content = rng.integers(200, 1000, int(rng.integers(1, 20))).tolist()
                fields: dict[str, object] = {"text": text, "window": window, "windows": windows}
                fields |= {"label": label, "source": source}
                if unit is not None:
                    fields["unit"] = unit
                rows.append(([101, *content, 102], fields))
            text += 1
    with tempfile.TemporaryDirectory() as folder:
        write_split(Path(folder), "train", rows)
        return load_split(Path(folder), "train")
