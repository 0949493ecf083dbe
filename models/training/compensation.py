"""Rounding of a matrix so that its products come out right: what one weight loses, those not yet rounded make up for.

After Frantar et al., GPTQ: Accurate Post-Training Quantization for Generative Pre-trained Transformers, ICLR 2023.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

DAMPING = 0.01
"""Share of the mean square of the inputs that is added to each, so that inputs which hardly vary decide nothing."""
BLOCK = 64
"""Inputs after which what is left to make up for is carried over to all the others; for speed alone."""


def round_compensated(
    weight: NDArray[np.float32], scale: NDArray[np.float32], products: NDArray[np.float64], limit: int
) -> NDArray[np.int8]:
    """Whole numbers [in, out] within ``limit`` that stand for ``weight`` [in, out] by ``scale`` [out].

    ``products`` [in, in] are the sums of the products of each two inputs, over what the layer is given.
    """
    squares = np.diag(products)
    order = np.argsort(-squares, kind="stable")
    damped = products[np.ix_(order, order)] + np.eye(len(squares)) * max(DAMPING * squares.mean(), 1e-12)
    # Row i of the upper Cholesky factor of the inverse says how an error of input i spreads to those behind it.
    spread = np.linalg.cholesky(np.linalg.inv(damped)).T
    left = weight[order].astype(np.float64)
    rounded = np.zeros(weight.shape, dtype=np.int8)
    for first in range(0, len(order), BLOCK):
        last = min(first + BLOCK, len(order))
        errors = np.zeros((last - first, weight.shape[1]))
        for i in range(first, last):
            whole = np.clip(np.rint(left[i] / scale), -limit, limit)
            rounded[order[i]] = whole
            errors[i - first] = (left[i] - whole * scale) / spread[i, i]
            left[i + 1 : last] -= np.outer(spread[i, i + 1 : last], errors[i - first])
        left[last:] -= spread[first:last, last:].T @ errors
    return rounded
