"""What a quick comparison trains on."""

import unittest

import numpy as np

from comparison import FINISH, PARTS, leave_out, plan_legs
from sampling import recipe
from tests.small_split import small_split


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

    def test_every_part_can_be_named(self) -> None:
        for part in PARTS:
            leave_out(small_split(), [part], 1.0)
            self.assertTrue(plan_legs(recipe(), None, [part], 1.0))


if __name__ == "__main__":
    unittest.main()
