"""What a quick comparison trains on."""

import tempfile
import unittest
from pathlib import Path

import numpy as np

from comparison import FINISH, leave_out, plan_legs
from encoded_split import load_split
from recipe import recipe
from tests.small_split import small_split, write_split


class LegTest(unittest.TestCase):
    def test_the_members_come_first_and_then_the_finish(self) -> None:
        whole = recipe()
        legs = plan_legs(whole, None, [], 1.0)
        self.assertEqual([leg.name for leg in legs], [*(member.name for member in whole.members), FINISH])
        self.assertEqual(legs[0], whole.members[0])

    def test_one_member_can_be_trained_alone(self) -> None:
        legs = plan_legs(recipe(), recipe().members[1].name, [], 1.0)
        self.assertEqual(legs, [recipe().members[1]])
        with self.assertRaises(SystemExit):
            plan_legs(recipe(), "nobody", [], 1.0)

    def test_a_share_thins_every_cap_and_parts_go_when_named(self) -> None:
        (full,) = recipe().members[0].phases
        (thin,) = plan_legs(recipe(), recipe().members[0].name, ["phrases", "strings"], 0.1)[0].phases
        self.assertEqual(thin.draw.caps["imdb"], full.draw.caps["imdb"] // 10)
        self.assertEqual((thin.draw.phrases, thin.draw.strung, thin.draw.strung_neutral), (0, 0.0, 0))
        self.assertEqual(thin.steps, full.steps)


class LeaveOutTest(unittest.TestCase):
    def test_nothing_goes_unasked(self) -> None:
        split, usable = leave_out(small_split(), [], 1.0)
        self.assertTrue(usable.all())
        self.assertEqual(len(split.labels), len(usable))

    def test_a_share_keeps_whole_texts_and_the_same_ones_each_time(self) -> None:
        split, usable = leave_out(small_split(), [], 0.4)
        kept, left = set(split.texts[usable].tolist()), set(split.texts[~usable].tolist())
        self.assertFalse(kept & left)
        self.assertTrue(0.25 < len(kept) / (len(kept) + len(left)) < 0.55)
        np.testing.assert_array_equal(usable, leave_out(small_split(), [], 0.4)[1])

    def test_noise_own_texts_and_spans_go_when_named(self) -> None:
        span = {"spans": [[0, 1, "negative"]]}
        rows: list[tuple[list[int], dict[str, object]]] = [
            ([101, 7, 8, 102], {"text": 0, "label": "positive", "source": "imdb"}),
            ([101, 7, 9, 102], {"text": 0, "label": "positive", "source": "imdb", "noisy": True}),
            ([101, 5, 6, 102], {"text": 0, "label": "positive", "source": "sst", **span}),
            ([101, 5, 7, 102], {"text": 0, "label": "positive", "source": "own_toned"}),
            ([101, 6, 7, 102], {"text": 0, "label": None, "source": "own_contrast", **span}),
        ]
        with tempfile.TemporaryDirectory() as folder:
            write_split(Path(folder), "train", rows)
            whole = load_split(Path(folder), "train")
        for part, kept, spans in (
            ("noise", [0, 2, 3, 4], 2),
            ("own", [0, 1, 2], 2),
            ("spans", [0, 1, 2, 3], 0),
            ("phrases", [0, 1, 2, 3, 4], 2),
        ):
            split, usable = leave_out(whole, [part], 1.0)
            self.assertEqual(np.flatnonzero(usable).tolist(), kept, part)
            self.assertEqual(sum(len(split.spans_of(row)) for row in range(5)), spans, part)


if __name__ == "__main__":
    unittest.main()
