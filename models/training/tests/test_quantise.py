"""Rounding of matrices and tables."""

import unittest

import numpy as np

from quantise import quantise, quantise_channels, quantise_rows, weight_error
from tests.small_model import SHAPE, random_arrays


class ChannelTest(unittest.TestCase):
    def setUp(self) -> None:
        rng = np.random.default_rng(0)
        spread = np.array([0.01, 1, 30, 1e-4, 5], dtype=np.float32)
        self.weight = (rng.normal(size=(64, 5)) * spread).astype(np.float32)

    def test_weights_use_seven_bits(self) -> None:
        rounded, _ = quantise_channels(self.weight)
        self.assertEqual(rounded.dtype, np.int8)
        self.assertLessEqual(int(np.abs(rounded.astype(int)).max()), 63)

    def test_every_channel_has_its_own_scale(self) -> None:
        rounded, scale = quantise_channels(self.weight)
        self.assertEqual(scale.shape, (5,))
        louder = self.weight * np.array([1, 1, 1, 1, 8], dtype=np.float32)
        other, other_scale = quantise_channels(louder)
        np.testing.assert_array_equal(other[:, :4], rounded[:, :4])
        np.testing.assert_array_equal(other_scale[:4], scale[:4])
        self.assertAlmostEqual(float(other_scale[4] / scale[4]), 8, places=5)

    def test_unclipped_values_are_within_half_a_step(self) -> None:
        rounded, scale = quantise_channels(self.weight)
        inside = np.abs(self.weight) <= 63 * scale
        off = np.abs(rounded * scale - self.weight)
        self.assertTrue(np.all(off[inside] <= (0.5001 * scale * np.ones_like(self.weight))[inside]))

    def test_the_search_never_does_worse_than_the_peak(self) -> None:
        outlier = self.weight.copy()
        outlier[0] *= 6
        for weight in (self.weight, outlier):
            rounded, scale = quantise_channels(weight)
            plain = (np.abs(weight).max(0) / 63).astype(np.float32)
            plain_error = np.square(np.rint(weight / plain) * plain - weight).sum(0)
            error = np.square(rounded * scale - weight).sum(0)
            self.assertTrue(np.all(error <= plain_error * 1.0001))

    def test_values_on_the_grid_stay_as_they_are(self) -> None:
        whole = np.random.default_rng(1).integers(-63, 64, (40, 3))
        whole[0] = 63
        rounded, scale = quantise_channels((whole * 0.25).astype(np.float32))
        np.testing.assert_array_equal(rounded, whole)
        np.testing.assert_allclose(scale, 0.25)

    def test_a_channel_of_zeros_is_kept(self) -> None:
        rounded, scale = quantise_channels(np.zeros((4, 2), dtype=np.float32))
        self.assertFalse(rounded.any())
        self.assertTrue(np.all(np.isfinite(scale) & (scale > 0)))


class TableTest(unittest.TestCase):
    def test_every_row_has_its_own_scale_and_uses_eight_bits(self) -> None:
        table = np.random.default_rng(0).normal(size=(6, 32)).astype(np.float32)
        table *= np.array([[1], [10], [0.01], [3], [1], [0]], dtype=np.float32)
        rounded, scale = quantise_rows(table)
        self.assertEqual(scale.shape, (6, 1))
        self.assertEqual(np.abs(rounded.astype(int)).max(1).tolist(), [127] * 5 + [0])
        self.assertTrue(np.all(np.abs(rounded * scale - table) <= 0.5001 * scale))


class ModelTest(unittest.TestCase):
    def test_matrices_and_tables_are_rounded_and_the_rest_kept(self) -> None:
        arrays = random_arrays()
        stored = quantise(arrays, SHAPE, {})
        rounded = {name for name, array in stored.items() if array.dtype == np.int8}
        expected = {f"layer{layer}.{part}.weight" for layer in (0, 1) for part in ("qkv", "out", "up", "down")}
        self.assertEqual(rounded, expected | {"words", "positions"})
        np.testing.assert_array_equal(stored["head.weight"], arrays["head.weight"])
        np.testing.assert_array_equal(stored["layer0.up.bias"], arrays["layer0.up.bias"])
        self.assertLess(weight_error(arrays, stored, SHAPE), 0.02)

    def test_the_query_carries_the_attention_scale(self) -> None:
        arrays = random_arrays()
        stored = quantise(arrays, SHAPE, {})
        ratio = stored["layer1.qkv.bias"] / arrays["layer1.qkv.bias"]
        np.testing.assert_allclose(ratio[: SHAPE.width], SHAPE.head_width**-0.5, rtol=1e-6)
        np.testing.assert_array_equal(ratio[SHAPE.width :], 1)
