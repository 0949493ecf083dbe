"""Rows of the word table that a vocabulary takes from the base."""

import unittest

import numpy as np

from base import base_rows

TABLE = np.array([[1, 1], [2, 4], [6, 8], [9, 9]], dtype=np.float32)
PLACES = {"good": 0, "ann": 1, "bob": 2, "rare": 3}


class BaseRowsTest(unittest.TestCase):
    def test_a_piece_takes_its_row_and_pieces_with_one_stand_in_the_mean_of_theirs(self) -> None:
        rows = base_rows(TABLE, PLACES, ["bob", "good", "ann", "olamide"], np.array([0, 1, 0, 0]))
        np.testing.assert_array_equal(rows, [[4, 6], [1, 1], [4, 6], [4, 6]])

    def test_a_piece_the_base_knows_nothing_of_is_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "olamide"):
            base_rows(TABLE, PLACES, ["good", "olamide"], np.array([0, 1]))


if __name__ == "__main__":
    unittest.main()
