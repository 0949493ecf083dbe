"""Reading encoded splits, drawing texts, stringing them together and packing batches."""

import tempfile
import unittest
from collections import Counter
from pathlib import Path

import numpy as np

from labels import NEGATIVE, NEUTRAL, POSITIVE, UNLABELLED
from encoded_split import load_split
from recipe import PHRASE_WEIGHT, Draw, Phase, Recipe, recipe
from sampling import (
    STRING_WEIGHT,
    build_batch,
    draw_rows,
    draw_sequences,
    keep_share,
    pack_groups,
    plan_batches,
    row_shares,
    row_weights,
    sequence_length,
    string_label,
    string_rows,
)
from tests.small_split import small_split, write_split

MAX_LENGTH = 60


def phases_of(whole: Recipe) -> list[Phase]:
    """All phases, in order."""
    return [phase for member in whole.members for phase in member.phases] + list(whole.finish)


class LoadTest(unittest.TestCase):
    def test_rows_come_back_as_written(self) -> None:
        rows = [
            ([101, 7, 8, 102], {"text": 0, "label": "positive", "source": "imdb"}),
            ([101, 9, 102], {"text": 0, "label": "neutral", "source": "sst", "unit": "phrase"}),
            (
                [101, 5, 6, 7, 102],
                {"text": 1, "label": "positive", "source": "sst", "unit": "sentence", "spans": [[0, 2, "negative"]]},
            ),
            ([101, 8, 102], {"text": 0, "label": "positive", "source": "imdb", "noisy": True, "half": "A"}),
        ]
        with tempfile.TemporaryDirectory() as folder:
            write_split(Path(folder), "dev", rows)
            split = load_split(Path(folder), "dev")
        self.assertEqual(split.lengths.tolist(), [4, 3, 5, 3])
        self.assertEqual(split.labels.tolist(), [2, 1, 2, 2])
        self.assertEqual(split.sources.tolist(), ["imdb", "sst", "sst", "imdb"])
        self.assertEqual(split.phrases.tolist(), [False, True, False, False])
        self.assertEqual(split.noisy.tolist(), [False, False, False, True])
        self.assertEqual(split.first_half.tolist(), [False, False, False, True])
        self.assertEqual(split.content(2).tolist(), [5, 6, 7])
        self.assertEqual([split.spans_of(row).tolist() for row in range(4)], [[], [], [[0, 2, NEGATIVE]], []])
        # The same number in two sources is two texts; a noisy copy is its text.
        self.assertEqual(split.texts[0], split.texts[3])
        self.assertEqual(len(set(split.texts.tolist())), 3)

    def test_a_copy_with_slips_belongs_to_the_text_it_was_made_of(self) -> None:
        def fields(text: int, source: str = "imdb", **more: object) -> dict[str, object]:
            return {"text": text, "label": "positive", "source": source} | more

        rows = [([101, 7, 102], fields(5)), ([101, 8, 102], fields(6)), ([101, 9, 102], fields(6, noisy=True))]
        rows += [([101, 9, 102], fields(6, "sst")), ([101, 7, 102], fields(6, "sst"))]
        with tempfile.TemporaryDirectory() as folder:
            write_split(Path(folder), "train", rows)
            self.assertEqual(load_split(Path(folder), "train").originals.tolist(), [0, 1, 1, 3, 4])

    def test_files_that_do_not_fit_together_are_refused(self) -> None:
        fields = {"text": 0, "label": "positive", "source": "imdb"}
        with tempfile.TemporaryDirectory() as folder:
            write_split(Path(folder), "dev", [([101, 7, 102], fields)])
            (Path(folder) / "dev.ids.u16").write_bytes(b"\x01\x00")
            with self.assertRaisesRegex(ValueError, "do not fit together"):
                load_split(Path(folder), "dev")


class DrawTest(unittest.TestCase):
    def setUp(self) -> None:
        self.split = small_split()
        self.all = np.ones(len(self.split.labels), dtype=bool)
        self.draw = Draw(phrases=50, caps={"tweeteval": 40, "imdb": 10}, strung=0, strung_neutral=0)

    def test_caps_hold_and_every_sentence_is_taken(self) -> None:
        rows = draw_rows(self.split, self.all, self.draw, np.random.default_rng(1))
        self.assertEqual(Counter(self.split.sources[rows].tolist()), {"sst": 110, "tweeteval": 40, "imdb": 10})
        self.assertEqual(int(self.split.phrases[rows].sum()), 50)

    def test_a_text_is_taken_once_and_its_windows_vary(self) -> None:
        draw = Draw(phrases=0, caps={"imdb": 30}, strung=0, strung_neutral=0)
        rng = np.random.default_rng(1)
        passes = [draw_rows(self.split, self.all, draw, rng) for _ in range(20)]
        for rows in passes:
            self.assertEqual(len(set(self.split.texts[rows].tolist())), len(rows))
        reviews = {row for rows in passes for row in rows if self.split.sources[row] == "imdb"}
        self.assertEqual(len(reviews), 90, "each of the three windows of 30 reviews comes up in 20 passes")

    def test_a_source_without_a_cap_is_left_out(self) -> None:
        rows = draw_rows(self.split, self.all, Draw(0, {}, 0, 0), np.random.default_rng(1))
        self.assertEqual(set(self.split.sources[rows].tolist()), {"sst"})

    def test_a_row_that_is_not_usable_is_left_out(self) -> None:
        usable = self.split.sources != "imdb"
        rows = draw_rows(self.split, usable, self.draw, np.random.default_rng(1))
        self.assertEqual(Counter(self.split.sources[rows].tolist()), {"sst": 110, "tweeteval": 40})

    def test_a_share_keeps_or_leaves_whole_texts(self) -> None:
        kept = keep_share(self.split, 0.5)
        self.assertTrue(60 < len(set(self.split.texts[kept].tolist())) < 260)
        self.assertFalse(set(self.split.texts[kept].tolist()) & set(self.split.texts[~kept].tolist()))
        self.assertTrue(keep_share(self.split, 1).all())

    def test_the_seed_decides(self) -> None:
        first, same, other = (
            draw_rows(self.split, self.all, self.draw, np.random.default_rng(seed)).tolist() for seed in (1, 1, 2)
        )
        self.assertEqual(first, same)
        self.assertNotEqual(sorted(first), sorted(other))

    def test_starred_neutral_rows_weigh_less(self) -> None:
        fields = {"text": 0, "source": "clothing"}
        with tempfile.TemporaryDirectory() as folder:
            labels = ("neutral", "positive")
            rows = [([101, 7, 8, 102], {**fields, "text": n, "label": label}) for n, label in enumerate(labels)]
            write_split(Path(folder), "train", rows)
            neutral, positive = row_weights(load_split(Path(folder), "train"))
        self.assertAlmostEqual(neutral / positive, 0.6, places=6)


class StringTest(unittest.TestCase):
    def test_rows_are_strung_in_order_while_they_fit(self) -> None:
        lengths = np.array([12, 12, 42, 12, 62, 12])
        strings = string_rows(np.arange(6), lengths, MAX_LENGTH, 3, np.random.default_rng(0))
        self.assertEqual([row for drawn in strings for row in drawn], list(range(6)))
        for drawn in strings:
            fits = 2 + sum(int(lengths[row]) - 2 for row in drawn) <= MAX_LENGTH
            self.assertTrue(fits or len(drawn) == 1)
            self.assertLessEqual(len(drawn), 3)
        self.assertTrue(any(len(drawn) > 1 for drawn in strings))

    def test_a_string_has_the_one_tone_of_its_parts(self) -> None:
        self.assertEqual(string_label([NEUTRAL, POSITIVE, NEUTRAL]), POSITIVE)
        self.assertEqual(string_label([NEGATIVE, NEGATIVE]), NEGATIVE)
        self.assertEqual(string_label([NEUTRAL, NEUTRAL]), NEUTRAL)
        self.assertIsNone(string_label([NEGATIVE, POSITIVE]))
        self.assertIsNone(string_label([POSITIVE, UNLABELLED]))

    def test_every_row_is_in_one_sequence_and_a_share_is_strung_within_its_source(self) -> None:
        split = small_split()
        draw = Draw(phrases=50, caps={"tweeteval": 100}, strung=0.5, strung_neutral=4)
        usable = np.ones(len(split.labels), dtype=bool)
        sequences = draw_sequences(split, usable, draw, MAX_LENGTH, np.random.default_rng(2))
        drawn_once, neutral = sequences[:-4], sequences[-4:]
        rows = [row for drawn in drawn_once for row in drawn]
        self.assertEqual(len(rows), len(set(rows)))
        self.assertEqual(len(rows), 60 + 50 + 100)
        for drawn in drawn_once:
            self.assertEqual(len(set(split.sources[list(drawn)].tolist())), 1)
            self.assertTrue(len(drawn) == 1 or not split.phrases[list(drawn)].any())
        self.assertTrue(30 < sum(len(drawn) for drawn in drawn_once if len(drawn) > 1) < 110)
        for drawn in neutral:
            self.assertEqual(set(split.labels[list(drawn)].tolist()), {NEUTRAL})


class BatchTest(unittest.TestCase):
    def setUp(self) -> None:
        self.split = small_split()
        self.all = np.ones(len(self.split.labels), dtype=bool)
        draw = Draw(phrases=150, caps={"tweeteval": 100, "imdb": 30}, strung=0.3, strung_neutral=5)
        self.phase = Phase("test", 12, 1e-4, draw)

    def plan(self, phase: Phase, seed: int = 5) -> list[list[list[tuple[int, ...]]]]:
        return plan_batches(self.split, self.all, phase, MAX_LENGTH, 400, 60, seed)

    def test_groups_hold_one_length_and_every_sequence_once(self) -> None:
        sequences = [(row,) for row in range(len(self.split.labels))]
        groups = pack_groups(sequences, self.split.lengths, 60, np.random.default_rng(3))
        for group in groups:
            lengths = [sequence_length(self.split, drawn) for drawn in group]
            self.assertEqual(len(set(lengths)), 1)
            self.assertLessEqual(sum(lengths), max(60, lengths[0]))
        self.assertEqual(sorted(drawn for group in groups for drawn in group), sequences)

    def test_a_phase_has_its_steps_over_as_many_passes_as_it_takes(self) -> None:
        batches = self.plan(self.phase)
        self.assertEqual(len(batches), 12)
        tokens = [sum(sequence_length(self.split, drawn) for group in batch for drawn in group) for batch in batches]
        self.assertLess(max(tokens), 400 + 60)
        self.assertEqual(len(self.plan(Phase("long", 200, 1e-4, self.phase.draw))), 200)

    def test_a_batch_mixes_lengths(self) -> None:
        batch = self.plan(self.phase)[0]
        self.assertGreater(len({sequence_length(self.split, group[0]) for group in batch}), 2)

    def test_the_seed_decides(self) -> None:
        self.assertEqual(self.plan(self.phase), self.plan(self.phase))
        self.assertNotEqual(self.plan(self.phase), self.plan(self.phase, seed=6))

    def test_a_scaled_recipe_scales_every_phase(self) -> None:
        full = [phase.steps for phase in phases_of(recipe())]
        self.assertEqual([phase.steps for phase in phases_of(recipe(0.1))], [steps // 10 for steps in full])
        self.assertEqual([phase.steps for phase in phases_of(recipe(1e-9))], [1] * len(full))

    def test_members_train_equally_long_without_teachers_and_only_the_end_is_rounded(self) -> None:
        full = recipe()
        self.assertEqual(len({sum(phase.steps for phase in member.phases) for member in full.members}), 1)
        self.assertFalse(any(phase.rounding or phase.teacher_share for member in full.members for phase in member.phases))
        self.assertEqual([phase.rounding for phase in full.finish], [False, False, True])


class TargetsTest(unittest.TestCase):
    def test_targets_stand_over_the_content_of_each_part_phrase_and_string(self) -> None:
        spans = {"spans": [[1, 3, "negative"]]}
        rows = [
            ([101, 1, 2, 3, 102], {"text": 0, "label": "neutral", "source": "sst", "unit": "sentence", **spans}),
            ([101, 4, 102], {"text": 1, "label": "positive", "source": "sst", "unit": "sentence"}),
            ([101, 5, 6, 7, 8, 102], {"text": 2, "label": "positive", "source": "imdb"}),
        ]
        with tempfile.TemporaryDirectory() as folder:
            write_split(Path(folder), "train", rows)
            split = load_split(Path(folder), "train")
        weights = np.array([1, 2, 3], dtype=np.float32)
        batch = [[(0, 1), (2,)]]
        ids, targets = build_batch(split, weights, row_shares(split), batch, PHRASE_WEIGHT)
        self.assertEqual(ids[0].tolist(), [[101, 1, 2, 3, 4, 102], [101, 5, 6, 7, 8, 102]])
        labels = targets.shares.argmax(axis=1)
        found = zip(targets.first.tolist(), targets.end.tolist(), labels.tolist(), strict=True)
        self.assertEqual(
            list(found), [(1, 4, NEUTRAL), (2, 4, NEGATIVE), (4, 5, POSITIVE), (1, 5, POSITIVE), (7, 11, POSITIVE)]
        )
        expected = [1, PHRASE_WEIGHT * 2**0.5, 2, STRING_WEIGHT * 2, 3]
        np.testing.assert_allclose(targets.weights, expected, rtol=1e-6)
        _, without_phrases = build_batch(split, weights, row_shares(split), batch, 0)
        self.assertEqual(without_phrases.shares.argmax(axis=1).tolist(), [NEUTRAL, POSITIVE, POSITIVE, POSITIVE])

    def test_a_text_without_a_tone_teaches_by_its_parts_alone(self) -> None:
        fields = {"text": 0, "label": None, "source": "own_contrast", "spans": [[0, 4, "positive"], [4, 5, "negative"]]}
        with tempfile.TemporaryDirectory() as folder:
            write_split(Path(folder), "train", [([101, 1, 2, 3, 4, 5, 102], fields)])
            split = load_split(Path(folder), "train")
        _, targets = build_batch(split, row_weights(split), row_shares(split), [[(0,)]], 0)
        self.assertEqual(targets.shares.argmax(axis=1).tolist(), [POSITIVE, NEGATIVE])
        np.testing.assert_allclose(targets.weights, [2, 1], rtol=1e-6)

    def test_rows_are_held_to_their_label_and_in_part_to_their_teachers(self) -> None:
        split = small_split()
        alone = row_shares(split)
        np.testing.assert_array_equal(alone.argmax(axis=1), split.labels)
        np.testing.assert_allclose(alone.sum(axis=1), 1, rtol=1e-6)
        self.assertLess(float(alone.max()), 1)
        teaching = np.tile(np.array([0.2, 0.2, 0.6], dtype=np.float32), (len(split.labels), 1))
        taught = row_shares(split, teaching, 0.7)
        np.testing.assert_allclose(taught, 0.3 * alone + 0.7 * teaching, rtol=1e-5)
        rows = [0, 5]
        _, targets = build_batch(split, row_weights(split), taught, [[(row,)] for row in rows], 0)
        np.testing.assert_allclose(targets.shares, taught[rows])
