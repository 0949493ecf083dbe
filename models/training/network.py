"""The encoder in PyTorch, for training only: every later stage works from its arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as functional
from safetensors.numpy import load_file
from torch import Tensor, nn

from arrays import LAYER_NORM_EPSILON, Arrays, Shape
from base import base_folder, base_rows
from graph import MAX_ACTIVATION, SMALLEST_PEAK
from quantise import WEIGHT_LIMIT, quantise_channels


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
        if self._mask.device != states.device:
            self._mask = self._mask.to(states.device)
        start = int(torch.randint(self.MASK_SIZE - states.numel(), ()))
        return states * self._mask[start : start + states.numel()].view_as(states)


def _through(rounded: Tensor, exact: Tensor) -> Tensor:
    """The rounded values with the gradient of the exact ones (Bengio et al., 2013, straight-through)."""
    return exact + (rounded - exact).detach()


class RoundedLinear(nn.Linear):
    """A linear layer that can round its input and weights as the int8 graphs do."""

    def __init__(self, width_in: int, width_out: int) -> None:
        super().__init__(width_in, width_out)
        self.clips: Tensor | None = None
        """[out, 1] share of each channel's peak that its largest weight is rounded to; None: nothing is rounded."""

    def start_rounding(self) -> None:
        """Rounds from now on, with the clipping that is best for the weights as they are."""
        weight = self.weight.detach().T.cpu().numpy()
        _, scales = quantise_channels(weight)
        peaks = np.abs(weight).max(axis=0)
        shares = np.where(peaks > 0, scales * WEIGHT_LIMIT / np.maximum(peaks, SMALLEST_PEAK), 1)
        self.clips = torch.from_numpy(shares.astype(np.float32))[:, None].to(self.weight.device)

    def forward(self, states: Tensor) -> Tensor:
        """States [..., in] to [..., out]."""
        if self.clips is None:
            return super().forward(states)
        step = states.detach().abs().amax(dim=-1, keepdim=True).float().clamp_min(SMALLEST_PEAK) / MAX_ACTIVATION
        scale = self.weight.detach().abs().amax(dim=1, keepdim=True).clamp_min(SMALLEST_PEAK) * self.clips / WEIGHT_LIMIT
        scaled_states, scaled_weight = states / step, self.weight / scale
        whole_states = _through(scaled_states.round(), scaled_states)
        whole_weight = _through(scaled_weight.round().clamp(-WEIGHT_LIMIT, WEIGHT_LIMIT), scaled_weight)
        # Whole numbers are multiplied, as in the graphs: even bfloat16 holds each of them exactly (their sums it rounds).
        return functional.linear(whole_states, whole_weight) * step * scale.T + self.bias


class Layer(nn.Module):
    """One post-norm transformer layer over flat tokens."""

    def __init__(self, shape: Shape, dropout: Dropout) -> None:
        super().__init__()
        self.heads = shape.heads
        self.dropout = dropout
        self.qkv = RoundedLinear(shape.width, 3 * shape.width)
        self.out = RoundedLinear(shape.width, shape.width)
        self.out_norm = nn.LayerNorm(shape.width, eps=LAYER_NORM_EPSILON)
        self.up = RoundedLinear(shape.width, shape.inner)
        self.down = RoundedLinear(shape.inner, shape.width)
        self.down_norm = nn.LayerNorm(shape.width, eps=LAYER_NORM_EPSILON)

    def forward(self, states: Tensor, groups: Sequence[tuple[int, int]]) -> Tensor:
        """States [tokens, width] to states [tokens, width]; ``groups`` lists (rows, length) in order."""
        projected = self.qkv(states)
        attended: list[Tensor] = []
        sizes = [rows * length for rows, length in groups]
        for part, (rows, length) in zip(projected.split(sizes), groups, strict=True):
            query, key, value = part.view(rows, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4).unbind(0)
            # Written out: the fused kernel's backward pass takes twice as long on a processor.
            shares = ((query * query.shape[-1] ** -0.5) @ key.transpose(-1, -2)).softmax(dim=-1)
            mixed = shares @ value
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
        """Token ids, a list of [rows, length] each of one exact length, to the evidence [all tokens, 3] in order."""
        return self.head(self.dropout(self.states(groups), self.training))

    def states(self, groups: Sequence[Tensor]) -> Tensor:
        """Token ids, as for ``forward``, to the states [all tokens, width] behind the last layer."""
        shapes = [(ids.shape[0], ids.shape[1]) for ids in groups]
        ids = torch.cat([ids.reshape(-1) for ids in groups])
        places = torch.cat([torch.arange(length, device=ids.device).repeat(rows) for rows, length in shapes])
        states = self.embedding_norm(self.words(ids) + self.positions(places))
        states = self.dropout(states, self.training)
        for layer in self.layers:
            states = layer(states, shapes)
        return states

    def start_rounding(self) -> None:
        """Rounds the weights and inputs of every layer from now on."""
        for module in self.modules():
            if isinstance(module, RoundedLinear):
                module.start_rounding()

    def stop_rounding(self) -> None:
        """Reads with the exact weights again."""
        for module in self.modules():
            if isinstance(module, RoundedLinear):
                module.clips = None

    def arrays(self) -> Arrays:
        """The weights under the names and in the layout of ``arrays.py``."""

        def array(tensor: Tensor) -> np.ndarray:
            return np.ascontiguousarray(tensor.detach().cpu().numpy(), dtype=np.float32).copy()

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
        width = self.shape.width
        arrays |= {"sharpness.weight": np.zeros((width, 1), np.float32), "sharpness.bias": np.zeros(1, np.float32)}
        return arrays | linear("head", self.head)

    def take(self, arrays: Arrays) -> None:
        """Copies weights in, named and laid out as ``arrays`` gives them."""

        def fill(module: nn.Linear | nn.LayerNorm, name: str) -> None:
            weight = arrays[f"{name}.weight"].T if isinstance(module, nn.Linear) else arrays[f"{name}.gain"]
            module.weight.copy_(torch.from_numpy(weight.copy()))
            module.bias.copy_(torch.from_numpy(arrays[f"{name}.bias"].copy()))

        with torch.no_grad():
            self.words.weight.copy_(torch.from_numpy(arrays["words"].copy()))
            self.positions.weight.copy_(torch.from_numpy(arrays["positions"].copy()))
            fill(self.embedding_norm, "embedding_norm")
            fill(self.head, "head")
            for index, layer in enumerate(self.layers):
                for name in ("qkv", "out", "up", "down", "out_norm", "down_norm"):
                    fill(getattr(layer, name), f"layer{index}.{name}")


def pool(evidence: Tensor, first: Tensor, end: Tensor) -> Tensor:
    """Means of the evidence [tokens, 3] over spans of tokens: [spans, 3]."""
    sums = functional.pad(evidence.float().cumsum(dim=0), (0, 0, 1, 0))
    return (sums[end] - sums[first]) / (end - first).unsqueeze(1)


def load_base(network: Network, base: str, vocabulary: Sequence[str], stand_ins: np.ndarray) -> None:
    """Copies the base encoder's weights into the network, the rows of the vocabulary's pieces; the head keeps its random start."""
    folder = base_folder(base)
    saved = load_file(folder / "model.safetensors")
    places_by_piece = {
        piece: index for index, piece in enumerate((folder / "vocab.txt").read_text(encoding="utf-8").splitlines())
    }

    def take(name: str) -> Tensor:
        return torch.from_numpy(saved[name].copy())

    def fill(module: nn.Linear | nn.LayerNorm, name: str) -> None:
        module.weight.copy_(take(f"{name}.weight"))
        module.bias.copy_(take(f"{name}.bias"))

    with torch.no_grad():
        words = saved["embeddings.word_embeddings.weight"].astype(np.float32)
        network.words.weight.copy_(torch.from_numpy(base_rows(words, places_by_piece, vocabulary, stand_ins)))
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
