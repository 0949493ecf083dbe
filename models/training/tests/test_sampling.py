"""Reading encoded splits, drawing texts and packing batches."""

import tempfile
import unittest
from collections import Counter
from pathlib import Path

import numpy as np

from sampling import Draw, Phase, draw_rows, load_split, pack_groups, plan_batches, recipe, row_weights
from tests.small_split import small_split, write_split


class LoadTest(unittest.TestCase):
    def test_rows_come_back_as_written(self) -> None:
        rows = [
            ([101, 7, 8, 102], {"text": 0, "window": 0, "windows": 1, "label": "positive", "source": "imdb"}),
            ([101, 9, 102], {"text": 0, "window": 0, "windows": 1, "label": "neutral", "source": "sst", "unit": "phrase"}),
        ]
        with tempfile.TemporaryDirectory() as folder:
            write_split(Path(folder), "dev", rows)
            split = load_split(Path(folder), "dev")
        self.assertEqual(split.lengths.tolist(), [4, 3])
        self.assertEqual(split.labels.tolist(), [2, 1])
        self.assertEqual(split.sources.tolist(), ["imdb", "sst"])
        self.assertEqual(split.phrases.tolist(), [False, True])
        self.assertEqual(split.rows_of(np.array([1])).tolist(), [[101, 9, 102]])
        # The same number in two sources is two texts.
        self.assertEqual(len(set(split.texts.tolist())), 2)

    def test_files_that_do_not_fit_together_are_refused(self) -> None:
        fields = {"text": 0, "window": 0, "windows": 1, "label": "positive", "source": "imdb"}
        with tempfile.TemporaryDirectory() as folder:
            write_split(Path(folder), "dev", [([101, 7, 102], fields)])
            (Path(folder) / "dev.ids.u16").write_bytes(b"\x01\x00")
            with self.assertRaisesRegex(ValueError, "do not fit together"):
                load_split(Path(folder), "dev")

    def test_rows_of_different_lengths_are_not_stacked(self) -> None:
        split = small_split()
        longest, shortest = int(split.lengths.argmax()), int(split.lengths.argmin())
        with self.assertRaisesRegex(ValueError, "different lengths"):
            split.rows_of(np.array([longest, shortest]))


class DrawTest(unittest.TestCase):
    def setUp(self) -> None:
        self.split = small_split()
        self.draw = Draw(phrases=50, caps={"tweeteval": 40, "imdb": 10})

    def test_caps_hold_and_every_sentence_is_taken(self) -> None:
        rows = draw_rows(self.split, self.draw, np.random.default_rng(1))
        self.assertEqual(Counter(self.split.sources[rows].tolist()), {"sst": 110, "tweeteval": 40, "imdb": 10})
        self.assertEqual(int(self.split.phrases[rows].sum()), 50)

    def test_a_text_is_taken_once_and_its_windows_vary(self) -> None:
        draw = Draw(phrases=0, caps={"imdb": 30})
        rng = np.random.default_rng(1)
        passes = [draw_rows(self.split, draw, rng) for _ in range(20)]
        for rows in passes:
            self.assertEqual(len(set(self.split.texts[rows].tolist())), len(rows))
        reviews = {row for rows in passes for row in rows if self.split.sources[row] == "imdb"}
        self.assertEqual(len(reviews), 90, "each of the three windows of 30 reviews comes up in 20 passes")

    def test_a_source_without_a_cap_is_left_out(self) -> None:
        rows = draw_rows(self.split, Draw(phrases=0, caps={}), np.random.default_rng(1))
        self.assertEqual(set(self.split.sources[rows].tolist()), {"sst"})

    def test_the_seed_decides(self) -> None:
        first, same, other = (
            draw_rows(self.split, self.draw, np.random.default_rng(seed)).tolist() for seed in (1, 1, 2)
        )
        self.assertEqual(first, same)
        self.assertNotEqual(sorted(first), sorted(other))

    def test_starred_neutral_rows_weigh_less(self) -> None:
        fields = {"text": 0, "window": 0, "windows": 1, "source": "clothing"}
        with tempfile.TemporaryDirectory() as folder:
            labels = ("neutral", "positive")
            rows = [([101, 7, 8, 102], {**fields, "text": n, "label": label}) for n, label in enumerate(labels)]
            write_split(Path(folder), "train", rows)
            neutral, positive = row_weights(load_split(Path(folder), "train"))
        self.assertAlmostEqual(neutral / positive, 0.6, places=6)


class BatchTest(unittest.TestCase):
    def setUp(self) -> None:
        self.split = small_split()
        self.phase = Phase("test", 12, 1e-4, Draw(phrases=150, caps={"tweeteval": 100, "imdb": 30}))

    def test_groups_hold_one_length_and_every_row_once(self) -> None:
        rows = np.arange(len(self.split.labels))
        groups = pack_groups(rows, self.split.lengths, 60, np.random.default_rng(3))
        for group in groups:
            lengths = self.split.lengths[group]
            self.assertEqual(len(set(lengths.tolist())), 1)
            self.assertLessEqual(int(lengths.sum()), max(60, int(lengths[0])))
        self.assertEqual(sorted(np.concatenate(groups).tolist()), rows.tolist())

    def test_a_phase_has_its_steps_over_as_many_passes_as_it_takes(self) -> None:
        batches = plan_batches(self.split, self.phase, 400, 60, seed=5)
        self.assertEqual(len(batches), 12)
        tokens = [sum(int(self.split.lengths[group].sum()) for group in batch) for batch in batches]
        self.assertLess(max(tokens), 400 + 60)
        many = plan_batches(self.split, Phase("long", 200, 1e-4, self.phase.draw), 400, 60, seed=5)
        self.assertEqual(len(many), 200)

    def test_a_batch_mixes_lengths(self) -> None:
        batch = plan_batches(self.split, self.phase, 400, 60, seed=5)[0]
        self.assertGreater(len({int(self.split.lengths[group[0]]) for group in batch}), 2)

    def test_the_seed_decides(self) -> None:
        def flat(seed: int) -> list[int]:
            batches = plan_batches(self.split, self.phase, 400, 60, seed)
            return [row for batch in batches for group in batch for row in group.tolist()]

        self.assertEqual(flat(5), flat(5))
        self.assertNotEqual(flat(5), flat(6))

    def test_a_scaled_recipe_scales_every_phase(self) -> None:
        self.assertEqual([phase.steps for phase in recipe()], [4025, 2070])
        self.assertEqual([phase.steps for phase in recipe(0.1)], [402, 207])
        self.assertEqual([phase.steps for phase in recipe(1e-9)], [1, 1])
