"""The encoder in PyTorch, for training only: every later stage works from its arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as functional
from safetensors.numpy import load_file
from torch import Tensor, nn

from arrays import LAYER_NORM_EPSILON, Arrays, Shape
from base import base_folder


class Dropout:
    """Dropout whose masks are random stretches of one long random mask.

    Drawing a fresh random number for every element takes a tenth of a training step on a processor;
    a random place in a mask of eight million elements does as well and costs nothing.
    """

    MASK_SIZE = 1 << 23

    def __init__(self, share: float) -> None:
        self.share = share
        keep = torch.rand(self.MASK_SIZE if share else 0, generator=torch.Generator().manual_seed(0)) >= share
        self._mask = keep.float() / (1 - share)

    def __call__(self, states: Tensor, training: bool) -> Tensor:
        """The states with a share of their elements dropped, or unchanged outside training."""
        if not training or not self.share:
            return states
        start = int(torch.randint(self.MASK_SIZE - states.numel(), ()))
        return states * self._mask[start : start + states.numel()].view_as(states)


class Layer(nn.Module):
    """One post-norm transformer layer over flat tokens."""

    def __init__(self, shape: Shape, dropout: Dropout) -> None:
        super().__init__()
        self.heads = shape.heads
        self.dropout = dropout
        self.qkv = nn.Linear(shape.width, 3 * shape.width)
        self.out = nn.Linear(shape.width, shape.width)
        self.out_norm = nn.LayerNorm(shape.width, eps=LAYER_NORM_EPSILON)
        self.up = nn.Linear(shape.width, shape.inner)
        self.down = nn.Linear(shape.inner, shape.width)
        self.down_norm = nn.LayerNorm(shape.width, eps=LAYER_NORM_EPSILON)

    def forward(self, states: Tensor, groups: Sequence[tuple[int, int]]) -> Tensor:
        """States [tokens, width] to states [tokens, width]; ``groups`` lists (rows, length) in order."""
        projected = self.qkv(states)
        attended: list[Tensor] = []
        sizes = [rows * length for rows, length in groups]
        for part, (rows, length) in zip(projected.split(sizes), groups, strict=True):
            query, key, value = part.view(rows, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4).unbind(0)
            mixed = functional.scaled_dot_product_attention(query, key, value)
            attended.append(mixed.transpose(1, 2).reshape(rows * length, -1))
        update = self.dropout(self.out(torch.cat(attended)), self.training)
        states = self.out_norm(states + update)
        update = self.down(functional.gelu(self.up(states)))
        return self.down_norm(states + self.dropout(update, self.training))


class Network(nn.Module):
    """BERT encoder with a head that is linear over token states, so that evidence adds up to the logits."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape = shape
        self.dropout = Dropout(dropout)
        self.words = nn.Embedding(shape.vocabulary, shape.width)
        self.positions = nn.Embedding(shape.max_length, shape.width)
        self.embedding_norm = nn.LayerNorm(shape.width, eps=LAYER_NORM_EPSILON)
        self.layers = nn.ModuleList(Layer(shape, self.dropout) for _ in range(shape.layers))
        self.head = nn.Linear(shape.width, 3)
        for module in self.modules():
            if isinstance(module, nn.Linear | nn.Embedding):
                nn.init.normal_(module.weight, std=0.02)
            if isinstance(module, nn.Linear):
                nn.init.zeros_(module.bias)

    def forward(self, groups: Sequence[Tensor]) -> Tensor:
        """Token ids, a list of [rows, length] each of one exact length, to logits [all rows, 3] in order."""
        shapes = [(ids.shape[0], ids.shape[1]) for ids in groups]
        ids = torch.cat([ids.reshape(-1) for ids in groups])
        places = torch.cat([torch.arange(length).repeat(rows) for rows, length in shapes])
        states = self.embedding_norm(self.words(ids) + self.positions(places))
        states = self.dropout(states, self.training)
        for layer in self.layers:
            states = layer(states, shapes)
        evidence = self.head(self.dropout(states, self.training))
        parts = evidence.split([rows * length for rows, length in shapes])
        return torch.cat(
            [
                part.view(rows, length, 3)[:, 1:-1].mean(dim=1)
                for part, (rows, length) in zip(parts, shapes, strict=True)
            ]
        )

    def arrays(self) -> Arrays:
        """The weights under the names and in the layout of ``arrays.py``."""

        def array(tensor: Tensor) -> np.ndarray:
            return np.ascontiguousarray(tensor.detach().numpy(), dtype=np.float32).copy()

        def norm(name: str, module: nn.LayerNorm) -> Arrays:
            return {f"{name}.gain": array(module.weight), f"{name}.bias": array(module.bias)}

        def linear(name: str, module: nn.Linear) -> Arrays:
            return {f"{name}.weight": array(module.weight.T), f"{name}.bias": array(module.bias)}

        arrays: Arrays = {"words": array(self.words.weight), "positions": array(self.positions.weight)}
        arrays |= norm("embedding_norm", self.embedding_norm)
        for index, layer in enumerate(self.layers):
            for name in ("qkv", "out", "up", "down"):
                arrays |= linear(f"layer{index}.{name}", getattr(layer, name))
            for name in ("out_norm", "down_norm"):
                arrays |= norm(f"layer{index}.{name}", getattr(layer, name))
        return arrays | linear("head", self.head)


def load_base(network: Network, base: str) -> None:
    """Copies the base encoder's weights into the network; the head keeps its random start."""
    saved = load_file(base_folder(base) / "model.safetensors")

    def take(name: str) -> Tensor:
        return torch.from_numpy(saved[name].copy())

    def fill(module: nn.Linear | nn.LayerNorm, name: str) -> None:
        module.weight.copy_(take(f"{name}.weight"))
        module.bias.copy_(take(f"{name}.bias"))

    with torch.no_grad():
        network.words.weight.copy_(take("embeddings.word_embeddings.weight"))
        places = take("embeddings.position_embeddings.weight")[: network.shape.max_length]
        network.positions.weight.copy_(places + take("embeddings.token_type_embeddings.weight")[0])
        fill(network.embedding_norm, "embeddings.LayerNorm")
        for index, layer in enumerate(network.layers):
            name = f"encoder.layer.{index}"
            parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
            layer.qkv.weight.copy_(torch.cat([take(f"{part}.weight") for part in parts]))
            layer.qkv.bias.copy_(torch.cat([take(f"{part}.bias") for part in parts]))
            fill(layer.out, f"{name}.attention.output.dense")
            fill(layer.out_norm, f"{name}.attention.output.LayerNorm")
            fill(layer.up, f"{name}.intermediate.dense")
            fill(layer.down, f"{name}.output.dense")
            fill(layer.down_norm, f"{name}.output.LayerNorm")
