"""Builds the ONNX graphs from named arrays: float32, int8 for processors and int8 for GPUs.

All three take ``input_ids`` [rows, length] int64 (rows of one length, nothing padded, so no mask) and
give ``logits`` [rows, 3] and ``evidence`` [rows, length, 3]; the logits are the mean of the evidence
of the content tokens (all but the first and the last). The evidence of a row is what the head says of each
token, times one factor for the row, its sharpness.

The int8 graphs round the activations of every token with that token's own scale, so that a score
depends on nothing but the text. The processor graph multiplies integers (MatMulInteger). The GPU graph
multiplies the same rounded numbers as float32: products of 7-bit weights and 8-bit activations add up
to less than 2^24 (127 * 63 * 1536 is 12.3 million), so float32 holds every partial sum exactly and both
graphs give the same numbers. Both name one external data file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, checker, helper, numpy_helper

from arrays import LAYER_NORM_EPSILON, Arrays, Shape

Variant = Literal["fp32", "cpu", "gpu"]
StoredArray = NDArray[np.float32] | NDArray[np.int8] | NDArray[np.int32]

OPSET = 17
IR_VERSION = 8
ALIGNMENT = 64
MAX_ACTIVATION = 127.0
ZERO_POINT = 128
SHARPNESS_LIMIT = 0.7
"""Largest logarithm of a row's sharpness: texts of a kind never met are read at most twice as sure, or half."""
SMALLEST_PEAK = 1e-10
"""Least peak a token's scale is made from, so that a token of zeros divides by no zero."""


def fold_attention_scale(arrays: Arrays, shape: Shape) -> Arrays:
    """The same model with attention's 1 / sqrt(head width) multiplied into the query projection."""
    folded = dict(arrays)
    factor = np.ones(3 * shape.width, dtype=np.float32)
    factor[: shape.width] = 1 / np.sqrt(shape.head_width)
    for layer in range(shape.layers):
        for part in ("weight", "bias"):
            name = f"layer{layer}.qkv.{part}"
            folded[name] = (arrays[name] * factor).astype(np.float32)
    return folded


def share_rows(arrays: Arrays) -> dict[str, StoredArray]:
    """The same model with equal rows of ``words`` once each, and ``word_rows`` [vocabulary] that says which one a word has."""
    _, first, row = np.unique(arrays["words"], axis=0, return_index=True, return_inverse=True)
    # In the order in which they first come, as the vocabulary has its words.
    place = np.argsort(np.argsort(first))
    return {**arrays, "words": arrays["words"][np.sort(first)], "word_rows": place[row.reshape(-1)].astype(np.int32)}


@dataclass(frozen=True)
class Placement:
    """Where an array lies in the data file."""

    offset: int
    length: int
    type: int
    """ONNX element type."""
    dims: tuple[int, ...]


@dataclass(frozen=True)
class DataFile:
    """All weights of a model in one block of bytes."""

    content: bytes
    placements: Mapping[str, Placement]

    @property
    def sha256(self) -> str:
        """SHA-256 of the content, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def name(self) -> str:
        """File name that tells the content."""
        return f"weights-{self.sha256[:16]}.bin"


def pack(stored: Mapping[str, StoredArray]) -> DataFile:
    """Lays arrays one after the other, each from a multiple of 64 bytes on."""
    content = bytearray()
    placements: dict[str, Placement] = {}
    for name, array in stored.items():
        content.extend(bytes(-len(content) % ALIGNMENT))
        # The bytes are little-endian on every machine this runs on, as ONNX asks.
        data = np.ascontiguousarray(array).tobytes()
        placements[name] = Placement(len(content), len(data), helper.np_dtype_to_tensor_dtype(array.dtype), array.shape)
        content.extend(data)
    return DataFile(bytes(content), placements)


class _Builder:
    """Collects nodes and initialisers; methods take and return tensor names."""

    def __init__(self, data: DataFile) -> None:
        self.nodes: list[NodeProto] = []
        self.initialisers: list[TensorProto] = []
        self._data = data
        self._known: set[str] = set()
        self._count = 0

    def op(self, kind: str, inputs: Sequence[str], output: str | None = None, **attributes: object) -> str:
        """Adds a node with one output."""
        return self.ops(kind, inputs, 1 if output is None else [output], **attributes)[0]

    def ops(self, kind: str, inputs: Sequence[str], outputs: int | list[str], **attributes: object) -> list[str]:
        """Adds a node with several outputs, named or counted."""
        if isinstance(outputs, int):
            outputs = [f"t{self._count + index}" for index in range(outputs)]
            self._count += len(outputs)
        self.nodes.append(helper.make_node(kind, inputs, outputs, **attributes))
        return outputs

    def weight(self, name: str) -> str:
        """An array of the data file."""
        if name not in self._known:
            self._known.add(name)
            place = self._data.placements[name]
            tensor = TensorProto(name=name, data_type=place.type, dims=place.dims)
            tensor.data_location = TensorProto.EXTERNAL
            for key, value in (("location", self._data.name), ("offset", place.offset), ("length", place.length)):
                tensor.external_data.add(key=key, value=str(value))
            self.initialisers.append(tensor)
        return name

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        """A small constant that lies in the graph itself."""
        if name not in self._known:
            self._known.add(name)
            self.initialisers.append(numpy_helper.from_array(value, name))
        return name

    def number(self, value: float) -> str:
        """A float32 scalar."""
        return self.constant(f"n{value:g}", np.array(value, dtype=np.float32))

    def integers(self, *values: int) -> str:
        """An int64 vector."""
        return self.constant("i" + "_".join(map(str, values)), np.array(values, dtype=np.int64))


def _lookup(b: _Builder, table: str, index: str, variant: Variant, kind: str) -> str:
    """Rows of an embedding table in float32, by Gather (``index`` holds row numbers) or Slice (an end)."""

    def rows(name: str) -> str:
        if kind == "Gather":
            return b.op("Gather", [b.weight(name), index])
        return b.op("Slice", [b.weight(name), b.integers(0), index])

    if variant == "fp32":
        return rows(table)
    return b.op("Mul", [b.op("Cast", [rows(table)], to=TensorProto.FLOAT), rows(f"{table}.scale")])


def _linear(b: _Builder, states: str, name: str, variant: Variant) -> str:
    """States [rows, length, in] times a weight, plus its bias: [rows, length, out]."""
    weight = b.weight(f"{name}.weight")
    if variant == "fp32":
        product = b.op("MatMul", [states, weight])
    else:
        peak = b.op("ReduceMax", [b.op("Abs", [states])], axes=[-1], keepdims=1)
        scale = b.op("Div", [b.op("Max", [peak, b.number(SMALLEST_PEAK)]), b.number(MAX_ACTIVATION)])
        rounded = b.op("Round", [b.op("Div", [states, scale])])
        if variant == "cpu":
            shifted = b.op("Cast", [b.op("Add", [rounded, b.number(ZERO_POINT)])], to=TensorProto.UINT8)
            zero = b.constant("z", np.array(ZERO_POINT, dtype=np.uint8))
            whole = b.op("Cast", [b.op("MatMulInteger", [shifted, weight, zero])], to=TensorProto.FLOAT)
        else:
            whole = b.op("MatMul", [rounded, b.op("Cast", [weight], to=TensorProto.FLOAT)])
        product = b.op("Mul", [b.op("Mul", [whole, scale]), b.weight(f"{name}.scale")])
    return b.op("Add", [product, b.weight(f"{name}.bias")])


def _norm(b: _Builder, states: str, name: str) -> str:
    """Layer normalisation over the width."""
    inputs = [states, b.weight(f"{name}.gain"), b.weight(f"{name}.bias")]
    return b.op("LayerNormalization", inputs, axis=-1, epsilon=LAYER_NORM_EPSILON)


def _gelu(b: _Builder, states: str) -> str:
    """x * (1 + erf(x / sqrt 2)) / 2."""
    curve = b.op("Erf", [b.op("Div", [states, b.number(float(np.sqrt(np.float32(2))))])])
    return b.op("Mul", [b.op("Mul", [states, b.op("Add", [curve, b.number(1)])]), b.number(0.5)])


def _attention(b: _Builder, projected: str, shape: Shape) -> str:
    """Fused projections [rows, length, 3 * width] to mixed values [rows, length, width].

    The query already carries 1 / sqrt(head width).
    """
    parts = b.ops("Split", [projected], 3, axis=-1)
    split = b.integers(0, 0, shape.heads, shape.head_width)

    def heads(part: str, order: list[int]) -> str:
        return b.op("Transpose", [b.op("Reshape", [part, split])], perm=order)

    query = heads(parts[0], [0, 2, 1, 3])
    key = heads(parts[1], [0, 2, 3, 1])
    value = heads(parts[2], [0, 2, 1, 3])
    shares = b.op("Softmax", [b.op("MatMul", [query, key])], axis=-1)
    mixed = b.op("Transpose", [b.op("MatMul", [shares, value])], perm=[0, 2, 1, 3])
    return b.op("Reshape", [mixed, b.integers(0, 0, shape.width)])


def _content(b: _Builder, tokens: str) -> str:
    """Of [rows, length, ...], all tokens but the first and the last."""
    return b.op("Slice", [tokens, b.integers(1), b.integers(-1), b.integers(1)])


def _sharpness(b: _Builder, states: str) -> str:
    """States [rows, length, width] to the factor [rows, 1, 1] that every row's evidence is multiplied by."""
    each = b.op("MatMul", [states, b.weight("sharpness.weight")])
    mean = b.op("ReduceMean", [_content(b, each)], axes=[1], keepdims=1)
    bounds = [b.number(-SHARPNESS_LIMIT), b.number(SHARPNESS_LIMIT)]
    return b.op("Exp", [b.op("Clip", [b.op("Add", [mean, b.weight("sharpness.bias")]), *bounds])])


def _value(name: str, element: int, dims: list[str | int]) -> ValueInfoProto:
    return helper.make_tensor_value_info(name, element, dims)


def build_graph(shape: Shape, data: DataFile, variant: Variant) -> ModelProto:
    """One graph over a packed model (from ``quantise`` for the int8 graphs, plain arrays for fp32).

    The attention scale must already be folded in and equal rows shared. Graphs of one data file differ in the linear layers only.
    """
    b = _Builder(data)
    length = b.op("Slice", [b.op("Shape", ["input_ids"]), b.integers(1), b.integers(2)])
    words = _lookup(b, "words", b.op("Gather", [b.weight("word_rows"), "input_ids"]), variant, "Gather")
    places = _lookup(b, "positions", length, variant, "Slice")
    states = _norm(b, b.op("Add", [words, places]), "embedding_norm")
    for layer in range(shape.layers):
        name = f"layer{layer}"
        mixed = _attention(b, _linear(b, states, f"{name}.qkv", variant), shape)
        states = _norm(b, b.op("Add", [_linear(b, mixed, f"{name}.out", variant), states]), f"{name}.out_norm")
        inner = _gelu(b, _linear(b, states, f"{name}.up", variant))
        states = _norm(b, b.op("Add", [_linear(b, inner, f"{name}.down", variant), states]), f"{name}.down_norm")
    scores = b.op("Add", [b.op("MatMul", [states, b.weight("head.weight")]), b.weight("head.bias")])
    b.op("Mul", [scores, _sharpness(b, states)], "evidence")
    b.op("ReduceMean", [_content(b, "evidence")], "logits", axes=[1], keepdims=0)

    graph = helper.make_graph(
        b.nodes,
        f"undertone-{variant}",
        [_value("input_ids", TensorProto.INT64, ["rows", "length"])],
        [
            _value("logits", TensorProto.FLOAT, ["rows", 3]),
            _value("evidence", TensorProto.FLOAT, ["rows", "length", 3]),
        ],
        b.initialisers,
    )
    return helper.make_model(
        graph,
        producer_name="undertone",
        ir_version=IR_VERSION,
        opset_imports=[helper.make_opsetid("", OPSET)],
    )


def check_graph(path: Path) -> None:
    """Raises ``onnx.checker.ValidationError`` unless the file (with its data beside it) is valid ONNX."""
    checker.check_model(str(path), full_check=True)
