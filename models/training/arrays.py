"""The model's shape, its named arrays and their file: what the stages after training read.

All arrays are float32; matrices are [in, out], as ONNX's MatMul takes them.

    words [vocabulary, width]        positions [max_length, width] (token type 0 added in)
    embedding_norm.gain|bias [width]
    layer<i>.qkv.weight [width, 3 * width]   layer<i>.qkv.bias [3 * width]     (query, key, value)
    layer<i>.out.weight [width, width]       layer<i>.out.bias [width]
    layer<i>.out_norm.gain|bias [width]
    layer<i>.up.weight [width, inner]        layer<i>.up.bias [inner]
    layer<i>.down.weight [inner, width]      layer<i>.down.bias [width]
    layer<i>.down_norm.gain|bias [width]
    head.weight [width, 3]           head.bias [3]
    sharpness.weight [width, 1]      sharpness.bias [1]    (zeros as trained; see sharpness.py)
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[np.float32]]

LAYER_NORM_EPSILON = 1e-12


@dataclass(frozen=True)
class Shape:
    """Sizes of an encoder with its head."""

    vocabulary: int
    max_length: int
    layers: int
    width: int
    heads: int
    inner: int

    @property
    def head_width(self) -> int:
        """Width of one attention head."""
        return self.width // self.heads

    def sizes(self) -> dict[str, tuple[int, ...]]:
        """Every array's name and its shape."""
        w = self.width
        sizes: dict[str, tuple[int, ...]] = {
            "words": (self.vocabulary, w),
            "positions": (self.max_length, w),
            "embedding_norm.gain": (w,),
            "embedding_norm.bias": (w,),
        }
        for layer in range(self.layers):
            name = f"layer{layer}"
            for matrix, rows, columns in (
                ("qkv", w, 3 * w),
                ("out", w, w),
                ("up", w, self.inner),
                ("down", self.inner, w),
            ):
                sizes[f"{name}.{matrix}.weight"] = (rows, columns)
                sizes[f"{name}.{matrix}.bias"] = (columns,)
            for norm in ("out_norm", "down_norm"):
                sizes[f"{name}.{norm}.gain"] = (w,)
                sizes[f"{name}.{norm}.bias"] = (w,)
        sizes["head.weight"] = (w, 3)
        sizes["head.bias"] = (3,)
        sizes["sharpness.weight"] = (w, 1)
        sizes["sharpness.bias"] = (1,)
        return sizes


def full_shape(vocabulary: int) -> Shape:
    """Shape of the product's model: the base encoder's, with positions for one window."""
    return Shape(vocabulary=vocabulary, max_length=128, layers=6, width=384, heads=12, inner=1536)


def tiny_shape(vocabulary: int) -> Shape:
    """Shape of the fixture models."""
    return Shape(vocabulary=vocabulary, max_length=128, layers=2, width=32, heads=2, inner=64)


def check(arrays: Mapping[str, NDArray[np.float32]], shape: Shape) -> None:
    """Raises ``ValueError`` unless exactly the shape's arrays are there, finite and in float32."""
    sizes = shape.sizes()
    if set(arrays) != set(sizes):
        raise ValueError(f"arrays differ from the shape's: {sorted(set(arrays) ^ set(sizes))}")
    for name, size in sizes.items():
        array = arrays[name]
        if array.shape != size or array.dtype != np.float32 or not np.isfinite(array).all():
            raise ValueError(f"{name}: expected finite float32 {size}, found {array.dtype} {array.shape}")


def save(path: Path, arrays: Arrays, shape: Shape) -> None:
    """Writes the arrays (and the number of heads, which no size tells) to an ``.npz`` file, atomically."""
    check(arrays, shape)
    temporary = path.with_name(path.name + ".tmp")
    with open(temporary, "wb") as file:
        np.savez(file, heads=np.array(shape.heads), **arrays)
    temporary.replace(path)


def load(path: Path) -> tuple[Arrays, Shape]:
    """Reads what ``save`` wrote; raises ``ValueError`` if anything is missing or misshapen."""
    with np.load(path) as file:
        arrays: Arrays = {name: file[name] for name in file.files if name != "heads"}
        heads = int(file["heads"])
    shape = shape_of(arrays, heads)
    check(arrays, shape)
    return arrays, shape


def _hash_of_model(work: Path) -> str:
    return hashlib.sha256((work / "model.npz").read_bytes()).hexdigest()


def save_sharpness(work: Path, fitted: Arrays) -> None:
    """Writes the sharpness that was fitted to the work folder's model, and which model that was."""
    np.savez(work / "sharpness.npz", model=np.array(_hash_of_model(work)), **fitted)


def load_sharpened(work: Path) -> tuple[Arrays, Shape]:
    """The trained model of a work folder with its sharpness; raises ``ValueError`` if that was fitted to another model."""
    arrays, shape = load(work / "model.npz")
    with np.load(work / "sharpness.npz") as file:
        if str(file["model"]) != _hash_of_model(work):
            raise ValueError("sharpness.npz was fitted to another model: run sharpness.py again")
        arrays |= {name: file[name] for name in file.files if name != "model"}
    check(arrays, shape)
    return arrays, shape


def shape_of(arrays: Mapping[str, NDArray[np.float32]], heads: int) -> Shape:
    """The shape that these arrays have."""
    vocabulary, width = arrays["words"].shape
    layers = sum(1 for name in arrays if name.endswith(".up.weight"))
    inner = arrays["layer0.up.weight"].shape[1]
    return Shape(vocabulary, arrays["positions"].shape[0], layers, width, heads, inner)
