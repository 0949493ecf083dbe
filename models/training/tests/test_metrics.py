"""Pooling of windows and scores per source."""

import tempfile
import unittest
from pathlib import Path

import numpy as np

from encoded_split import load_split
from metrics import macro_f1, pool_windows, score_sources
from tests.small_split import write_split


class MetricsTest(unittest.TestCase):
    def test_windows_are_weighted_by_their_tokens(self) -> None:
        logits = np.array([[1, 0, 0], [0, 0, 4], [0, 5, 0]], dtype=np.float32)
        pooled, first = pool_windows(logits, np.array([3, 1, 2]), np.array([7, 7, 9]))
        np.testing.assert_allclose(pooled, [[0.75, 0, 1], [0, 5, 0]])
        self.assertEqual(first.tolist(), [0, 2])

    def test_macro_f1_is_the_mean_over_the_labels(self) -> None:
        expected, predicted = np.array([0, 0, 1, 2]), np.array([0, 1, 1, 2])
        self.assertAlmostEqual(macro_f1(expected, predicted, two_class=False), (2 / 3 + 2 / 3 + 1) / 3)
        self.assertAlmostEqual(macro_f1(np.array([0, 2]), np.array([0, 0]), two_class=True), (2 / 3 + 0) / 2)

    def test_two_class_sources_are_scored_without_neutral(self) -> None:
        def fields(text: int, source: str, label: str) -> dict[str, object]:
            return {"text": text, "label": label, "source": source}

        rows = [
            ([101, 5, 102], fields(0, "sst2", "positive")),
            ([101, 6, 102], fields(1, "tweeteval", "positive")),
        ]
        with tempfile.TemporaryDirectory() as folder:
            write_split(Path(folder), "dev", rows)
            split = load_split(Path(folder), "dev")
        logits = np.array([[0, 9, 1], [0, 9, 1]], dtype=np.float32)
        table = score_sources(split, np.arange(2), logits)
        self.assertEqual(table["sst2"]["accuracy"], 1)
        self.assertEqual(table["tweeteval"]["accuracy"], 0)
        self.assertEqual(table["sst2"]["texts"], 1)
