"""Rounds a trained model to int8 and writes its data file and the two graphs that share it.

    python models/training/quantise.py --work DIR

Reads DIR/model.npz, DIR/sharpness.npz and the training texts of DIR/encoded, writes DIR/weights-<sha>.bin, DIR/graph-cpu-<sha>.onnx, DIR/graph-gpu-<sha>.onnx and
DIR/quantise.json. Matrices get 7 bits and a scale per output channel; embedding tables 8 bits and a scale
per row; biases, norms and the head stay float32. Ends with a proof of both graphs on ONNX Runtime.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from arrays import Arrays, Shape, load_sharpened
from compensation import round_compensated
from graph import StoredArray, Variant, build_graph, check_graph, fold_attention_scale, pack, share_rows

WEIGHT_LIMIT = 63
"""Largest weight: 7 bits, so that no processor's pairwise 16-bit sums of 8-bit products overflow
(255 * 63 * 2 = 32130) and float32 holds every sum of a layer exactly."""
TABLE_LIMIT = 127
CLIPS: NDArray[np.float64] = np.linspace(0.7, 1.0, 16)
"""Shares of a channel's peak that are tried as its largest value; clipping a lone outlier can cost less
than coarser steps for all the others."""

Rounded = tuple[NDArray[np.int8], NDArray[np.float32]]


def _round_to(values: NDArray[np.float32], scale: NDArray[np.float32], limit: int) -> NDArray[np.int8]:
    return np.clip(np.rint(values / scale), -limit, limit).astype(np.int8)


def quantise_channels(weight: NDArray[np.float32], limit: int = WEIGHT_LIMIT) -> Rounded:
    """Symmetric rounding of a matrix [in, out] with one scale per column, chosen for the least squared error.

    Returns int8 [in, out] within ``limit`` and float32 scales [out] (1 for a column of zeros).
    """
    peak = np.abs(weight).max(axis=0)
    peak[peak == 0] = limit
    best_error = np.full(weight.shape[1], np.inf)
    best_scale = np.zeros(weight.shape[1], dtype=np.float32)
    for clip in CLIPS:
        scale = (peak * clip / limit).astype(np.float32)
        error = np.square(_round_to(weight, scale, limit) * scale - weight).sum(axis=0, dtype=np.float64)
        # At equal error the larger scale wins: it clips nothing.
        better = error <= best_error
        best_error[better] = error[better]
        best_scale[better] = scale[better]
    return _round_to(weight, best_scale, limit), best_scale


def quantise_rows(table: NDArray[np.float32], limit: int = TABLE_LIMIT) -> Rounded:
    """Symmetric rounding of a table [rows, width]: int8 of that shape and float32 scales [rows, 1]."""
    peak = np.abs(table).max(axis=1, keepdims=True)
    peak[peak == 0] = limit
    scale = (peak / limit).astype(np.float32)
    return _round_to(table, scale, limit), scale


def quantise(
    arrays: Arrays, shape: Shape, products: Mapping[str, NDArray[np.float64]]
) -> dict[str, StoredArray]:
    """The arrays of the int8 graphs: ``<name>.weight`` int8 with ``<name>.scale``, tables likewise; equal rows of words are shared.

    ``products`` are those of ``layer_inputs.py``; matrices that are not among them are rounded to the nearest.
    """
    stored: dict[str, StoredArray] = {}
    for name, array in share_rows(fold_attention_scale(arrays, shape)).items():
        if name in ("words", "positions"):
            stored[name], stored[f"{name}.scale"] = quantise_rows(array)
        elif name.startswith("layer") and name.endswith(".weight"):
            nearest, scale = quantise_channels(array)
            stored[f"{name.removesuffix('weight')}scale"] = scale
            given = products.get(name)
            stored[name] = nearest if given is None else round_compensated(array, scale, given, WEIGHT_LIMIT)
        else:
            stored[name] = array
    return stored


def weight_error(arrays: Arrays, stored: Mapping[str, StoredArray], shape: Shape) -> float:
    """Root of the mean over the rounded matrices of the relative squared error."""
    errors: list[float] = []
    for name, exact in fold_attention_scale(arrays, shape).items():
        rounded = stored[name]
        if name.endswith(".weight") and rounded.dtype == np.int8:
            kept = rounded * stored[f"{name.removesuffix('weight')}scale"]
            errors.append(float(np.square(kept - exact).sum() / np.square(exact).sum()))
    return float(np.sqrt(np.mean(errors)))


def write_model(work: Path, stored: Mapping[str, StoredArray], shape: Shape) -> dict[str, dict[str, str | int]]:
    """Writes the data file and both graphs, replacing earlier ones; returns name, size and hash of each."""
    for pattern in ("weights-*.bin", "graph-cpu-*.onnx", "graph-gpu-*.onnx"):
        for old in work.glob(pattern):
            old.unlink()
    data = pack(stored)
    (work / data.name).write_bytes(data.content)
    files: dict[str, dict[str, str | int]] = {
        "weights": {"file": data.name, "sizeBytes": len(data.content), "sha256": data.sha256}
    }
    variants: tuple[Variant, ...] = ("cpu", "gpu")
    for variant in variants:
        content = build_graph(shape, data, variant).SerializeToString(deterministic=True)
        digest = hashlib.sha256(content).hexdigest()
        path = work / f"graph-{variant}-{digest[:16]}.onnx"
        path.write_bytes(content)
        check_graph(path)
        files[variant] = {"file": path.name, "sizeBytes": len(content), "sha256": digest}
    return files


def main() -> None:
    """Quantises the model of a work folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    work: Path = parser.parse_args().work
    arrays, shape = load_sharpened(work)
    # Imported here: the tests of this module do without PyTorch and ONNX Runtime.
    from layer_inputs import input_products

    stored = quantise(arrays, shape, input_products(work, arrays, shape))
    files = write_model(work, stored, shape)
    from verify import verify

    company = verify(work / str(files["cpu"]["file"]), work / str(files["gpu"]["file"]), shape)
    report = {
        "files": files,
        "shape": asdict(shape),
        "scheme": {
            "weights": "int8, 7 bits, symmetric, one scale per output channel, rounded for the least error of its products",
            "embeddings": "int8, symmetric, one scale per row",
            "activations": "8 bits, symmetric, one scale per token, at run time",
            "float32": "head, sharpness, biases, layer norms, attention products",
        },
        "graphsEqual": True,
        "aloneAgainstBatch": company,
        "weightError": round(weight_error(arrays, stored, shape), 5),
    }
    (work / "quantise.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    for file in files.values():
        print(f"{file['file']}  {file['sizeBytes']:,} bytes")


if __name__ == "__main__":
    main()
