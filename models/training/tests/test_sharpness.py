"""Fitting one factor a text to how far the labels of its kind can be foreseen."""

import tempfile
import unittest
from pathlib import Path

import numpy as np

from encoded_split import load_split
from labels import NEUTRAL, POSITIVE
from sharpness import (
    PENALTIES,
    Texts,
    choosing_rows,
    fit,
    held_out_loss,
    loss_and_gradient,
    source_weights,
)
from tests.small_split import write_split

WIDTH = 6


def two_kinds(texts: int = 1500) -> Texts:
    """Texts of two sources that their states tell apart; both score alike, but one is right far more often."""
    rng = np.random.default_rng(3)
    is_clear = rng.random(texts) < 0.5
    states = rng.normal(0, 1, (texts, WIDTH))
    states[:, 0] += np.where(is_clear, 1.5, -1.5)
    logits = rng.normal(0, 1, (texts, 3))
    spread = np.where(is_clear, 4.0, 0.5)[:, None] * logits
    shares = np.exp(spread) / np.exp(spread).sum(axis=1, keepdims=True)
    labels = np.array([rng.choice(3, p=share) for share in shares])
    return Texts(states, logits, labels, np.where(is_clear, "newsmtsc", "clothing"))


class FitTest(unittest.TestCase):
    def setUp(self) -> None:
        self.texts = two_kinds()
        self.fitted = fit(self.texts, 0.05)
        self.logarithms = self.fitted.logarithms(self.texts.states)
        self.is_clear = self.texts.sources == "newsmtsc"

    def test_texts_of_the_kind_that_is_right_more_often_become_surer(self) -> None:
        clear, unclear = self.logarithms[self.is_clear], self.logarithms[~self.is_clear]
        self.assertGreater(float(clear.mean()), 0.3)
        self.assertLess(float(unclear.mean()), -0.3)

    def test_the_labels_become_likelier(self) -> None:
        def loss(logits: np.ndarray) -> float:
            normaliser = np.log(np.exp(logits).sum(axis=1))
            return float(np.mean(normaliser - logits[np.arange(len(logits)), self.texts.labels]))

        # The common factor is the temperature's to choose: each side gets its best.
        scales = np.linspace(0.2, 5, 40)
        sharpened = self.texts.logits * np.exp(self.logarithms)[:, None]
        before, after = (min(loss(logits * scale) for scale in scales) for logits in (self.texts.logits, sharpened))
        self.assertLess(after, before - 0.03)

    def test_the_mean_factor_is_left_to_the_temperature(self) -> None:
        self.assertAlmostEqual(float(self.logarithms.mean()), 0, places=5)

    def test_the_graph_takes_a_column_and_one_number(self) -> None:
        arrays = self.fitted.arrays()
        self.assertEqual(arrays["sharpness.weight"].shape, (WIDTH, 1))
        logarithms = self.texts.states @ arrays["sharpness.weight"][:, 0] + arrays["sharpness.bias"][0]
        np.testing.assert_allclose(logarithms, self.logarithms, atol=1e-5)


class PenaltyTest(unittest.TestCase):
    def test_a_small_one_is_better_where_the_states_tell_the_kinds_apart(self) -> None:
        texts = two_kinds()
        self.assertLess(held_out_loss(texts, 0.05), held_out_loss(texts, 1e6) - 0.01)

    def test_a_large_one_is_better_where_they_tell_nothing(self) -> None:
        rng = np.random.default_rng(5)
        logits = rng.normal(0, 1, (200, 3))
        shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        labels = np.array([rng.choice(3, p=share) for share in shares])
        texts = Texts(rng.normal(0, 1, (200, 40)), logits, labels, np.full(200, "newsmtsc"))
        self.assertLess(held_out_loss(texts, max(PENALTIES)), held_out_loss(texts, min(PENALTIES)))
