"""What the layers of a trained network are given when it reads training texts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from arrays import Arrays, Shape
from dev_table import predict_sequences
from encoded_split import load_split
from network import Network
from sampling import SPECIAL_TOKENS

TEXTS = 500
SEED = 0


def input_products(work: Path, arrays: Arrays, shape: Shape) -> Mapping[str, NDArray[np.float64]]:
    """[in, in] by name of the matrix: sums of the products of each two of its inputs, over some training texts."""
    network = Network(shape, dropout=0.0)
    network.take(arrays)
    sums: dict[str, NDArray[np.float64]] = {}

    def watch(name: str, layer: nn.Linear) -> None:
        sums[name] = np.zeros((layer.in_features, layer.in_features))

        def add(_: nn.Module, given: tuple[Tensor]) -> None:
            states = given[0].detach().reshape(-1, layer.in_features).double().numpy()
            sums[name] += states.T @ states

        layer.register_forward_pre_hook(add)

    for number, layer in enumerate(network.layers):
        for matrix in ("qkv", "out", "up", "down"):
            watch(f"layer{number}.{matrix}.weight", getattr(layer, matrix))
    train = load_split(work / "encoded", "train")
    whole = np.flatnonzero((train.lengths > SPECIAL_TOKENS) & ~train.phrases)
    rows = np.random.default_rng(SEED).choice(whole, min(TEXTS, len(whole)), replace=False)
    predict_sequences(network, train, [(row,) for row in rows.tolist()], torch.float32)
    return sums
