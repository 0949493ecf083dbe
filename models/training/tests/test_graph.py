"""The graphs, run with onnx's reference implementation against a forward pass in numpy."""

import tempfile
import unittest
from collections import Counter
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray

from arrays import Arrays
from export import write_fp32
from graph import ALIGNMENT, SHARPNESS_LIMIT, StoredArray, pack, share_rows
from quantise import quantise, write_model
from tests.small_model import SHAPE, Runner, forward, random_arrays, random_ids


class GraphTest(unittest.TestCase):
    folder: tempfile.TemporaryDirectory[str]
    work: Path
    arrays: Arrays
    files: dict[str, dict[str, str | int]]
    fp32: Runner
    cpu: Runner
    gpu: Runner

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = tempfile.TemporaryDirectory()
        cls.work = Path(cls.folder.name)
        cls.arrays = random_arrays()
        cls.fp32 = Runner(write_fp32(cls.work, cls.arrays, SHAPE))
        cls.files = write_model(cls.work, quantise(cls.arrays, SHAPE, {}), SHAPE)
        cls.cpu = Runner(cls.path("cpu"))
        cls.gpu = Runner(cls.path("gpu"))

    @classmethod
    def tearDownClass(cls) -> None:
        cls.folder.cleanup()

    @classmethod
    def path(cls, variant: str) -> Path:
        return cls.work / str(cls.files[variant]["file"])

    def test_the_float32_graph_equals_the_forward_pass(self) -> None:
        for length in (3, 7, 16):
            ids = random_ids(4, length, seed=length)
            logits, evidence = self.fp32(ids)
            expected_logits, expected_evidence = forward(self.arrays, SHAPE, ids)
            np.testing.assert_allclose(evidence, expected_evidence, atol=2e-5)
            np.testing.assert_allclose(logits, expected_logits, atol=2e-5)

    def test_the_int8_graph_is_close_to_float32(self) -> None:
        ids = random_ids(40, 9)
        exact, _ = self.fp32(ids)
        rounded, _ = self.cpu(ids)
        self.assertGreater(float(np.abs(rounded - exact).max()), 0, "nothing was rounded")
        self.assertLess(float(np.sqrt(np.square(rounded - exact).mean())), 0.1 * float(exact.std()))

    def test_both_int8_graphs_give_the_same_numbers(self) -> None:
        for length in (3, 8, 16):
            ids = random_ids(5, length, seed=length)
            for of_cpu, of_gpu in zip(self.cpu(ids), self.gpu(ids), strict=True):
                np.testing.assert_array_equal(of_cpu, of_gpu)

    def test_evidence_of_the_content_tokens_averages_to_the_logits(self) -> None:
        for run in (self.fp32, self.cpu, self.gpu):
            logits, evidence = run(random_ids(6, 11))
            self.assertEqual(evidence.shape, (6, 11, 3))
            np.testing.assert_allclose(evidence[:, 1:-1].mean(1), logits, atol=1e-6)

    def test_sharpness_scales_the_evidence_within_bounds_and_leaves_zeros_alone(self) -> None:
        ids = random_ids(5, 9)
        plain = {name: array * (0 if name.startswith("sharpness") else 1) for name, array in self.arrays.items()}
        readings: list[NDArray[np.float32]] = []
        for bias in (0, 100, -100):
            arrays = {**plain, "sharpness.bias": np.array([bias], dtype=np.float32)}
            with tempfile.TemporaryDirectory() as folder:
                readings.append(Runner(write_fp32(Path(folder), arrays, SHAPE))(ids)[1])
        np.testing.assert_allclose(readings[0], forward(plain, SHAPE, ids)[1], atol=2e-5)
        np.testing.assert_allclose(readings[1], readings[0] * np.exp(SHARPNESS_LIMIT), rtol=1e-5)
        np.testing.assert_allclose(readings[2], readings[0] / np.exp(SHARPNESS_LIMIT), rtol=1e-5)

    def test_a_row_scores_the_same_alone_and_in_any_company(self) -> None:
        ids = random_ids(6, 10)
        together, _ = self.cpu(ids)
        for row in range(len(ids)):
            alone, _ = self.cpu(ids[row : row + 1])
            np.testing.assert_allclose(alone[0], together[row], atol=1e-6)
        backwards, _ = self.cpu(ids[::-1])
        np.testing.assert_allclose(backwards[::-1], together, atol=1e-6)

    def test_a_row_longer_than_the_positions_is_refused(self) -> None:
        with self.assertRaises(Exception):
            self.cpu(random_ids(1, SHAPE.max_length + 1))

    def test_both_graphs_name_the_one_data_file(self) -> None:
        weights = str(self.files["weights"]["file"])
        size = (self.work / weights).stat().st_size
        for variant in ("cpu", "gpu"):
            model = onnx.load(self.path(variant), load_external_data=False)
            outside = [tensor for tensor in model.graph.initializer if tensor.external_data]
            self.assertGreater(len(outside), 30)
            for tensor in outside:
                entry = {item.key: item.value for item in tensor.external_data}
                self.assertEqual(entry["location"], weights)
                self.assertEqual(int(entry["offset"]) % ALIGNMENT, 0)
                self.assertLessEqual(int(entry["offset"]) + int(entry["length"]), size)

    def test_every_linear_layer_is_multiplied_in_whole_numbers(self) -> None:
        kinds = {
            variant: Counter(node.op_type for node in onnx.load(self.path(variant)).graph.node)
            for variant in ("cpu", "gpu")
        }
        # Four linear layers and two products of attention in each layer, the head and the sharpness.
        self.assertEqual(kinds["cpu"]["MatMulInteger"], 4 * SHAPE.layers)
        self.assertEqual(kinds["cpu"]["MatMul"], 2 * SHAPE.layers + 2)
        self.assertEqual(kinds["gpu"]["MatMulInteger"], 0)
        self.assertEqual(kinds["gpu"]["MatMul"], 6 * SHAPE.layers + 2)

    def test_only_standard_operators_are_used(self) -> None:
        for variant in ("cpu", "gpu"):
            model = onnx.load(self.path(variant))
            self.assertEqual([(item.domain, item.version) for item in model.opset_import], [("", 17)])

    def test_the_same_arrays_give_the_same_files(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            again = write_model(Path(folder), quantise(random_arrays(), SHAPE, {}), SHAPE)
        self.assertEqual(again, self.files)


class SharedRowsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.arrays = random_arrays()
        self.arrays["words"][[3, 9, 40]] = self.arrays["words"][20]

    def test_equal_rows_are_stored_once_in_the_order_of_the_vocabulary(self) -> None:
        shared = share_rows(self.arrays)
        self.assertEqual(len(shared["words"]), SHAPE.vocabulary - 3)
        np.testing.assert_array_equal(shared["words"][shared["word_rows"]], self.arrays["words"])
        self.assertEqual(shared["word_rows"][:10].tolist(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 3])

    def test_the_graphs_read_words_that_share_a_row_alike(self) -> None:
        ids = random_ids(4, 9)
        swapped = np.where(ids == 3, 40, ids)
        swapped[:, 4], ids[:, 4] = 9, 20
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)
            fp32 = Runner(write_fp32(work, self.arrays, SHAPE))
            files = write_model(work, quantise(self.arrays, SHAPE, {}), SHAPE)
            runners = [fp32, *(Runner(work / str(files[variant]["file"])) for variant in ("cpu", "gpu"))]
        np.testing.assert_allclose(fp32(ids)[1], forward(self.arrays, SHAPE, ids)[1], atol=2e-5)
        for run in runners:
            np.testing.assert_array_equal(run(ids)[1], run(swapped)[1])


class PackTest(unittest.TestCase):
    def test_arrays_lie_where_the_placements_say(self) -> None:
        stored: dict[str, StoredArray] = {"a": np.arange(5, dtype=np.int8), "b": np.array([[1.5, -2]], dtype=np.float32)}
        data = pack(stored)
        for name, array in stored.items():
            place = data.placements[name]
            read = np.frombuffer(data.content, array.dtype, array.size, place.offset).reshape(place.dims)
            np.testing.assert_array_equal(read, array)
        self.assertEqual(data.placements["b"].offset, ALIGNMENT)
        self.assertEqual(data.name, f"weights-{data.sha256[:16]}.bin")
