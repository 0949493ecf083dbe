"""Writes the trained model as a float32 ONNX graph, the yardstick for the int8 one.

    python models/training/export.py --work DIR

Reads DIR/model.npz and DIR/sharpness.npz, writes DIR/fp32.onnx and its data file, fp32.bin.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from arrays import Arrays, Shape, load_sharpened
from graph import DataFile, build_graph, check_graph, fold_attention_scale, pack, share_rows


@dataclass(frozen=True)
class WorkingData(DataFile):
    """A data file that never leaves the work folder, so its name need not tell its content."""

    @property
    def name(self) -> str:
        """The fixed file name."""
        return "fp32.bin"


def write_fp32(work: Path, arrays: Arrays, shape: Shape) -> Path:
    """Writes graph and data; returns the graph's path."""
    packed = pack(share_rows(fold_attention_scale(arrays, shape)))
    data = WorkingData(packed.content, packed.placements)
    (work / data.name).write_bytes(data.content)
    path = work / "fp32.onnx"
    path.write_bytes(build_graph(shape, data, "fp32").SerializeToString(deterministic=True))
    check_graph(path)
    return path


def main() -> None:
    """Exports the model of a work folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    work: Path = parser.parse_args().work
    path = write_fp32(work, *load_sharpened(work))
    print(path.name)


if __name__ == "__main__":
    main()
