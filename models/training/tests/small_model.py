"""A small model with random weights, and its forward pass in plain numpy."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx.reference import ReferenceEvaluator

from arrays import LAYER_NORM_EPSILON, Arrays, Shape
from graph import SHARPNESS_LIMIT

SHAPE = Shape(vocabulary=50, max_length=16, layers=2, width=16, heads=2, inner=24)


def random_arrays(shape: Shape = SHAPE, seed: int = 0) -> Arrays:
    """Arrays of a model whose states stay in a lively range."""
    rng = np.random.default_rng(seed)
    arrays: Arrays = {}
    for name, size in shape.sizes().items():
        values = rng.normal(0, 0.5 if len(size) > 1 else 0.1, size)
        if name.endswith(".gain"):
            values += 1
        if name.startswith("sharpness."):
            # As fitted ones are: small enough that hardly a row meets the limit.
            values *= 0.1
        arrays[name] = values.astype(np.float32)
    return arrays


def random_ids(rows: int, length: int, seed: int = 0, shape: Shape = SHAPE) -> NDArray[np.int64]:
    """Token ids [rows, length]."""
    return np.random.default_rng(seed).integers(0, shape.vocabulary, (rows, length))


def forward(arrays: Arrays, shape: Shape, ids: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Logits [rows, 3] and evidence [rows, length, 3], one row and one head after the other, in float64."""
    a = {name: array.astype(np.float64) for name, array in arrays.items()}
    erf = np.vectorize(math.erf)

    def norm(states: NDArray[np.float64], name: str) -> NDArray[np.float64]:
        centred = states - states.mean(-1, keepdims=True)
        spread = np.sqrt(np.square(centred).mean(-1, keepdims=True) + LAYER_NORM_EPSILON)
        return centred / spread * a[f"{name}.gain"] + a[f"{name}.bias"]

    def linear(states: NDArray[np.float64], name: str) -> NDArray[np.float64]:
        return states @ a[f"{name}.weight"] + a[f"{name}.bias"]

    evidence: list[NDArray[np.float64]] = []
    for row in ids:
        states = norm(a["words"][row] + a["positions"][: len(row)], "embedding_norm")
        for layer in range(shape.layers):
            name = f"layer{layer}"
            query, key, value = np.split(linear(states, f"{name}.qkv"), 3, axis=-1)
            mixed = np.empty_like(query)
            for head in range(shape.heads):
                part = slice(head * shape.head_width, (head + 1) * shape.head_width)
                scores = np.exp(query[:, part] @ key[:, part].T / math.sqrt(shape.head_width))
                mixed[:, part] = scores / scores.sum(-1, keepdims=True) @ value[:, part]
            states = norm(states + linear(mixed, f"{name}.out"), f"{name}.out_norm")
            inner = linear(states, f"{name}.up")
            inner = inner * (1 + erf(inner / math.sqrt(2))) / 2
            states = norm(states + linear(inner, f"{name}.down"), f"{name}.down_norm")
        sharpness = linear(states, "sharpness")[1:-1].mean()
        factor = math.exp(min(SHARPNESS_LIMIT, max(-SHARPNESS_LIMIT, sharpness)))
        evidence.append(linear(states, "head") * factor)
    return np.stack([row[1:-1].mean(0) for row in evidence]), np.stack(evidence)


class Runner:
    """Runs a graph file with onnx's own reference implementation."""

    def __init__(self, path: Path) -> None:
        self._evaluator = ReferenceEvaluator(onnx.load(path))

    def __call__(self, ids: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Logits [rows, 3] and evidence [rows, length, 3]."""
        logits, evidence = self._evaluator.run(None, {"input_ids": ids})
        return logits, evidence
