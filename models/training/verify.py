"""Proves a written model on ONNX Runtime: both graphs give the same bits, and a row scores the same alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime

from arrays import Shape

LENGTHS = (3, 8, 31, 64, 128)
ROWS = 4
TOLERANCE = 1e-6
"""Largest difference between a row alone and in a batch; the float32 products leave a last-bit trace."""


def verify(cpu: Path, gpu: Path, shape: Shape) -> float:
    """Runs random rows through both graphs; returns the largest difference between alone and in a batch.

    Raises ``SystemExit`` when the graphs differ in any bit or that difference is too large.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    providers = ["CPUExecutionProvider"]
    on_cpu, on_gpu = (onnxruntime.InferenceSession(path, options, providers=providers) for path in (cpu, gpu))
    rng = np.random.default_rng(0)
    worst = 0.0
    for length in LENGTHS:
        ids = rng.integers(0, shape.vocabulary, (ROWS, length))
        of_cpu = on_cpu.run(None, {"input_ids": ids})
        of_gpu = on_gpu.run(None, {"input_ids": ids})
        if not all(np.array_equal(first, second) for first, second in zip(of_cpu, of_gpu, strict=True)):
            raise SystemExit(f"The two graphs differ on rows of {length} tokens.")
        for row in range(ROWS):
            alone = on_cpu.run(["logits"], {"input_ids": ids[row : row + 1]})[0]
            worst = max(worst, float(np.abs(alone[0] - of_cpu[0][row]).max()))
    if worst > TOLERANCE:
        raise SystemExit(f"A row differs by {worst} between alone and in a batch.")
    return worst
