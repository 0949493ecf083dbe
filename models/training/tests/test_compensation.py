"""Rounding for the least error of the products."""

import unittest

import numpy as np

from compensation import round_compensated
from quantise import WEIGHT_LIMIT, quantise, quantise_channels
from tests.small_model import SHAPE, random_arrays


class CompensationTest(unittest.TestCase):
    def setUp(self) -> None:
        rng = np.random.default_rng(0)
        # As states are: a few directions hold most of them.
        self.inputs = rng.normal(size=(2000, 12)) @ rng.normal(size=(12, 150)) + 0.1 * rng.normal(size=(2000, 150))
        self.products = self.inputs.T @ self.inputs
        self.weight = rng.normal(size=(150, 7)).astype(np.float32)
        self.nearest, self.scale = quantise_channels(self.weight)

    def error(self, rounded: np.ndarray) -> float:
        return float(np.square(self.inputs @ (rounded * self.scale - self.weight)).sum())

    def test_products_are_nearer_than_by_rounding_to_the_nearest(self) -> None:
        rounded = round_compensated(self.weight, self.scale, self.products, WEIGHT_LIMIT)
        self.assertLess(self.error(rounded), 0.2 * self.error(self.nearest))

    def test_weights_stay_within_the_limit(self) -> None:
        rounded = round_compensated(10 * self.weight, self.scale, self.products, WEIGHT_LIMIT)
        self.assertEqual(rounded.dtype, np.int8)
        self.assertEqual(int(np.abs(rounded.astype(int)).max()), WEIGHT_LIMIT)

    def test_inputs_that_have_nothing_in_common_are_rounded_to_the_nearest(self) -> None:
        rounded = round_compensated(self.weight, self.scale, np.diag(np.arange(1.0, 151.0)), WEIGHT_LIMIT)
        np.testing.assert_array_equal(rounded, self.nearest)

    def test_an_input_that_is_never_there_does_no_harm(self) -> None:
        products = self.products.copy()
        products[3], products[:, 3] = 0, 0
        rounded = round_compensated(self.weight, self.scale, products, WEIGHT_LIMIT)
        np.testing.assert_array_equal(rounded[3], self.nearest[3])

    def test_only_matrices_whose_inputs_are_known_are_rounded_so(self) -> None:
        arrays = random_arrays()
        inputs = np.random.default_rng(1).normal(size=(200, SHAPE.width)) @ np.ones((SHAPE.width, SHAPE.width))
        plain = quantise(arrays, SHAPE, {})
        other = quantise(arrays, SHAPE, {"layer0.up.weight": inputs.T @ inputs})
        changed = [name for name in plain if not np.array_equal(plain[name], other[name])]
        self.assertEqual(changed, ["layer0.up.weight"])
