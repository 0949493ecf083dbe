"""The file of named arrays."""

import tempfile
import unittest
from pathlib import Path

import numpy as np

import arrays
from tests.small_model import SHAPE, random_arrays


class ArraysTest(unittest.TestCase):
    def test_arrays_and_shape_come_back(self) -> None:
        model = random_arrays()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.npz"
            arrays.save(path, model, SHAPE)
            loaded, shape = arrays.load(path)
        self.assertEqual(shape, SHAPE)
        self.assertEqual(set(loaded), set(model))
        for name, array in model.items():
            np.testing.assert_array_equal(loaded[name], array)

    def test_sharpness_belongs_to_one_model(self) -> None:
        model = random_arrays()
        fitted = {"sharpness.weight": np.ones((SHAPE.width, 1), np.float32), "sharpness.bias": np.ones(1, np.float32)}
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)
            arrays.save(work / "model.npz", model, SHAPE)
            arrays.save_sharpness(work, fitted)
            sharpened, _ = arrays.load_sharpened(work)
            np.testing.assert_array_equal(sharpened["sharpness.weight"], fitted["sharpness.weight"])
            np.testing.assert_array_equal(sharpened["head.bias"], model["head.bias"])
            arrays.save(work / "model.npz", random_arrays(seed=1), SHAPE)
            with self.assertRaisesRegex(ValueError, "another model"):
                arrays.load_sharpened(work)

    def test_missing_misshapen_and_broken_arrays_are_refused(self) -> None:
        model = random_arrays()
        without = {name: array for name, array in model.items() if name != "head.bias"}
        turned = {**model, "layer0.up.weight": model["layer0.up.weight"].T}
        broken = {**model, "head.bias": np.array([0, np.nan, 0], dtype=np.float32)}
        for bad, reason in ((without, "differ"), (turned, "layer0.up.weight"), (broken, "head.bias")):
            with self.subTest(reason=reason), self.assertRaisesRegex(ValueError, reason):
                arrays.check(bad, SHAPE)
