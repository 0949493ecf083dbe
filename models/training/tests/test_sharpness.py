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
    calibration_error,
    choosing_rows,
    fit,
    held_out_error,
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
        self.assertLess(held_out_error(texts, 0.05), held_out_error(texts, 1e6) - 0.03)

    def test_a_large_one_is_better_where_they_tell_nothing(self) -> None:
        rng = np.random.default_rng(5)
        logits = rng.normal(0, 1, (200, 3))
        shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        labels = np.array([rng.choice(3, p=share) for share in shares])
        texts = Texts(rng.normal(0, 1, (200, 40)), logits, labels, np.full(200, "newsmtsc"))
        self.assertLess(held_out_error(texts, max(PENALTIES)), held_out_error(texts, min(PENALTIES)))

    def test_the_calibration_error_is_the_distance_of_confidence_and_accuracy_by_bin(self) -> None:
        shares = np.array([[0.9, 0.1, 0], [0.9, 0, 0.1], [0.6, 0.2, 0.2], [0.6, 0.2, 0.2]])
        # 0.9 twice, right once: 0.4; 0.6 twice, right both times: 0.4.
        self.assertAlmostEqual(calibration_error(shares, np.array([0, 1, 0, 0])), 0.4)


class GradientTest(unittest.TestCase):
    def test_it_is_the_slope_of_the_loss_with_neutral_left_out_where_a_source_has_none(self) -> None:
        texts = two_kinds(60)
        labels = np.where(texts.labels == NEUTRAL, POSITIVE, texts.labels)
        texts = Texts(texts.states, texts.logits, labels, np.where(np.arange(60) % 2, "imdb", "goemotions"))
        theta = np.random.default_rng(1).normal(0, 0.2, WIDTH + 1)
        _, gradient = loss_and_gradient(theta, texts.states, texts, 0.05)
        for place in range(WIDTH + 1):
            step = np.eye(WIDTH + 1)[place] * 1e-6
            above, below = (loss_and_gradient(theta + sign * step, texts.states, texts, 0.05)[0] for sign in (1, -1))
            self.assertAlmostEqual(gradient[place], (above - below) / 2e-6, places=6)
        without_neutral = Texts(texts.states, texts.logits.copy(), texts.labels, np.full(60, "imdb"))
        before, _ = loss_and_gradient(theta, texts.states, without_neutral, 0.05)
        without_neutral.logits[:, NEUTRAL] += 5
        self.assertEqual(loss_and_gradient(theta, texts.states, without_neutral, 0.05)[0], before)


class ChoiceTest(unittest.TestCase):
    def test_small_sources_count_for_more_than_their_texts_and_less_than_large_ones(self) -> None:
        weights = source_weights(np.array(["imdb"] * 4 + ["sst5"]))
        np.testing.assert_allclose(weights.sum(), 1)
        self.assertAlmostEqual(weights[:4].sum() / weights[4], 2)

    def test_only_half_a_of_the_files_that_may_choose_is_used(self) -> None:
        def row(source: str, half: str, label: str | None = "positive") -> tuple[list[int], dict[str, object]]:
            return [101, 7, 102], {"text": 0, "label": label, "source": source, "half": half}

        rows = [row("imdb", "A"), row("imdb", "B"), row("sst2", "A"), row("own slang", "A"), row("goemotions", "A", None)]
        with tempfile.TemporaryDirectory() as folder:
            write_split(Path(folder), "dev", rows)
            dev = load_split(Path(folder), "dev")
        self.assertEqual(choosing_rows(dev).tolist(), [0])


if __name__ == "__main__":
    unittest.main()
