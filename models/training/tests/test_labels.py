"""Label mapping and prediction."""

import unittest

from labels import LABELS, TWO_CLASS_SOURCES, UNLABELLED, label_id, predict


class LabelTest(unittest.TestCase):
    def test_the_order_is_negative_neutral_positive(self) -> None:
        self.assertEqual([label_id(label) for label in ("negative", "neutral", "positive")], [0, 1, 2])
        self.assertEqual(len(LABELS), 3)

    def test_a_text_without_a_tone_has_no_label(self) -> None:
        self.assertEqual(label_id(None), UNLABELLED)

    def test_an_unknown_label_is_refused(self) -> None:
        for label in ("Positive", "mixed", "", "2"):
            with self.subTest(label=label), self.assertRaisesRegex(ValueError, "unknown label"):
                label_id(label)

    def test_the_likeliest_of_three_is_predicted(self) -> None:
        self.assertEqual(predict([0.1, 2.0, 0.3], two_class=False), 1)
        self.assertEqual(predict([3.0, 2.0, 0.3], two_class=False), 0)

    def test_two_class_files_leave_neutral_out(self) -> None:
        self.assertEqual(predict([0.1, 2.0, 0.3], two_class=True), 2)
        self.assertEqual(predict([0.4, 2.0, 0.3], two_class=True), 0)

    def test_a_tie_of_two_goes_to_positive(self) -> None:
        self.assertEqual(predict([0.5, 9.0, 0.5], two_class=True), 2)

    def test_the_two_class_files_are_those_without_neutral(self) -> None:
        self.assertEqual(TWO_CLASS_SOURCES, {"sst2", "imdb", "imdb_counterfactual", "amazon_multidomain"})
