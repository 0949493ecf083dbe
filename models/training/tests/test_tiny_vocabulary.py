"""The cut vocabulary of the fixture models."""

import unittest
from dataclasses import replace

import numpy as np

from tests.small_split import small_split
from tiny_vocabulary import MAX_LENGTH, SPECIAL, shrink_split, small_vocabulary, spell

WORDS = [*SPECIAL, "a", "##a", "b", "##b", "!", "é", "good", "##ness", "##go", "bad"]


class TinyVocabularyTest(unittest.TestCase):
    def test_the_longest_piece_wins(self) -> None:
        ids = {word: index for index, word in enumerate(WORDS)}
        self.assertEqual([WORDS[index] for index in spell("goodness", ids)], ["good", "##ness"])
        self.assertEqual([WORDS[index] for index in spell("aba", ids)], ["a", "##b", "##a"])
        self.assertEqual(spell("goodly", ids), [ids["[UNK]"]])

    def test_common_pieces_characters_and_special_pieces_stay_in_order(self) -> None:
        counted = np.array([2, 11, 11, 3], dtype=np.uint16)
        split = replace(small_split(), ids=counted)
        rare = [f"rare{index}" for index in range(5000)]
        kept = small_vocabulary(split, [*WORDS, *rare])
        self.assertLess(len(kept), 2200)
        self.assertTrue({*SPECIAL, "a", "##a", "b", "##b", "!", "good"} <= set(kept))
        self.assertEqual(kept, [word for word in [*WORDS, *rare] if word in set(kept)])

    def test_rows_are_spelt_anew_word_by_word(self) -> None:
        ids = {word: index for index, word in enumerate(WORDS)}
        small = [word for word in WORDS if word not in ("##ness", "bad")]
        row = [ids[word] for word in ("[CLS]", "a", "##b", "good", "##ness", "bad", "!", "[SEP]")]
        long = [ids["[CLS]"], *[ids["a"]] * 200, ids["[SEP]"]]
        split = replace(
            small_split(), ids=np.array(row + long, dtype=np.uint16), starts=np.array([0, 8, 8 + 202])
        )
        shrunk = shrink_split(split, WORDS, small)
        spelt = [small[index] for index in shrunk.ids[: shrunk.starts[1]]]
        self.assertEqual(spelt, ["[CLS]", "a", "##b", "[UNK]", "[UNK]", "!", "[SEP]"])
        self.assertEqual(int(shrunk.lengths[1]), MAX_LENGTH)
        self.assertEqual(small[shrunk.ids[-1]], "[SEP]")
