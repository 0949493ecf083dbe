"""Makes a model from the data folder, stage by stage.

    python models/training/run.py --data DIR --work DIR [--base DIR|auto] [--shape full|tiny]
                                  [--steps-scale 1.0] [--share 1.0] [--seed 1] [--threads 2] [--device auto|cpu|cuda]
                                  [--from STAGE] [--only STAGE] [--against DIR] [--id ID] [--version V] [--models DIR]

Stages: data, train, sharpness, export, quantise, calibrate, evaluate, evidence, parts, package. A stage whose inputs and settings are
as they were when it last finished is passed over; a stopped training run goes on from its checkpoint.
--from runs a stage and all after it in any case, --only runs that one alone. Code is no input: after a
change to a stage, name it with --from.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from base import base_folder

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
TINY_PIECES = 3000
"""Vocabulary of the tiny fixture models."""


@dataclass(frozen=True)
class Stage:
    """One step of the pipeline; paths of inputs and outputs are patterns below the work folder."""

    name: str
    command: Sequence[str]
    inputs: Sequence[str]
    outputs: Sequence[str]
    reads: Sequence[tuple[Path, str]] = ()
    """Files elsewhere that are inputs too: folders, and patterns below them."""
    settings: str = ""
    """Whatever else its result depends on."""


def stages(arguments: argparse.Namespace) -> list[Stage]:
    """The pipeline for these arguments, in order."""
    work = ["--work", str(arguments.work)]
    both = ["--data", str(arguments.data), *work]

    def python(script: str, *more: str) -> list[str]:
        return [sys.executable, str(HERE / script), *work, *more]

    def typescript(script: str, *more: str) -> list[str]:
        return ["npx", "tsx", str(HERE / script), *both, *more]

    vocabulary = str(base_folder(arguments.base) / "vocab.txt")
    settings = [
        *("--shape", arguments.shape, "--steps-scale", str(arguments.steps_scale)),
        *("--share", str(arguments.share), "--seed", str(arguments.seed)),
    ]
    machine = ["--threads", str(arguments.threads), "--device", arguments.device]
    pieces = ["--pieces", str(TINY_PIECES)] if arguments.shape == "tiny" else []
    against = [] if arguments.against is None else ["--against", str(arguments.against)]
    identity = ["--id", arguments.id, "--version", arguments.version, "--models", str(arguments.models)]
    data = (arguments.data, "*/*.jsonl.gz")
    own_texts = (HERE / "texts", "*.jsonl")
    suites = (REPOSITORY / "tests" / "golden", "*.jsonl")
    rival = [] if arguments.against is None else [(arguments.against, "*/manifest.json")]
    graphs = ["weights-*.bin", "graph-*.onnx", "quantise.json"]
    calibrated = [*graphs, "vocab.txt", "calibration.json"]
    return [
        Stage(
            "data",
            typescript("encode.ts", "--vocabulary", vocabulary, *pieces),
            [],
            ["vocab.txt", "encoded/*.u16", "encoded/train.rows.jsonl", "encoded/dev.rows.jsonl"],
            reads=[data, own_texts, (HERE, "alike-words.json"), suites],
            settings=" ".join([arguments.base, *pieces]),
        ),
        Stage(
            "train",
            python("train.py", "--base", arguments.base, *machine, *settings),
            ["encoded/*", "vocab.txt"],
            ["model.npz", "train.json"],
            settings=" ".join([arguments.base, *settings]),
        ),
        Stage("sharpness", python("sharpness.py"), ["model.npz", "encoded/dev.*"], ["sharpness.npz"]),
        Stage("export", python("export.py"), ["model.npz", "sharpness.npz"], ["fp32.onnx", "fp32.bin"]),
        Stage("quantise", python("quantise.py"), ["model.npz", "sharpness.npz", "encoded/train.*"], graphs),
        Stage(
            "calibrate",
            typescript("calibrate.ts"),
            [*graphs, "vocab.txt"],
            ["calibration.json"],
            reads=[data],
        ),
        Stage(
            "evaluate",
            typescript("evaluate.ts", *against),
            [*calibrated, "fp32.onnx", "fp32.bin"],
            ["evaluation.json", "predictions/*.jsonl"],
            reads=[data, *rival],
            settings=" ".join(against),
        ),
        Stage("evidence", typescript("faithfulness.ts"), [*calibrated, "predictions/*.jsonl"], ["evidence.json"], reads=[data]),
        Stage("parts", typescript("pooled-parts.ts"), [*calibrated, "predictions/*.jsonl"], ["parts.json"], reads=[data]),
        Stage(
            "package",
            ["npx", "tsx", str(HERE / "package.ts"), *work, *identity],
            [*calibrated, "train.json", "evaluation.json", "evidence.json", "parts.json", "parity.json"],
            ["hugging-face/config.json"],
            reads=[suites],
            settings=" ".join(identity),
        ),
    ]


def found(work: Path, patterns: Sequence[str]) -> list[Path]:
    """Files below the work folder that match any of the patterns, in order of name."""
    return sorted({path for pattern in patterns for path in work.glob(pattern) if path.is_file()})


def fingerprint(stage: Stage, work: Path) -> str:
    """SHA-256 over a stage's settings and the content of its inputs."""
    digest = hashlib.sha256(stage.settings.encode())
    files = found(work, stage.inputs)
    for folder, pattern in stage.reads:
        files += sorted(folder.glob(pattern))
    for path in files:
        with open(path, "rb") as file:
            digest.update(f"\n{path.name} {hashlib.file_digest(file, 'sha256').hexdigest()}".encode())
    return digest.hexdigest()


def is_done(stage: Stage, work: Path) -> bool:
    """Whether the stage finished once with these inputs and its outputs are still there."""
    marker = work / "stages" / f"{stage.name}.json"
    if not marker.exists() or not all(found(work, [pattern]) for pattern in stage.outputs):
        return False
    return json.loads(marker.read_text(encoding="utf-8"))["inputs"] == fingerprint(stage, work)


def run_stage(stage: Stage, work: Path) -> None:
    """Runs a stage and marks it done; raises ``SystemExit`` if it fails or leaves an output out."""
    print(f"--- {stage.name}", flush=True)
    inputs = fingerprint(stage, work)
    began = time.perf_counter()
    status = subprocess.run(stage.command, cwd=REPOSITORY, check=False).returncode
    if status != 0:
        raise SystemExit(f"The stage {stage.name} failed with status {status}.")
    for pattern in stage.outputs:
        if not found(work, [pattern]):
            raise SystemExit(f"The stage {stage.name} did not write {pattern}.")
    marker = work / "stages" / f"{stage.name}.json"
    marker.parent.mkdir(exist_ok=True)
    minutes = round((time.perf_counter() - began) / 60, 2)
    marker.write_text(json.dumps({"inputs": inputs, "minutes": minutes}) + "\n", encoding="utf-8")


def parse_arguments() -> argparse.Namespace:
    """The command line, with folders made absolute."""
    names = ["data", "train", "sharpness", "export", "quantise", "calibrate", "evaluate", "evidence", "parts", "package"]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="data folder, holding train/ and dev/")
    parser.add_argument("--work", type=Path, required=True, help="folder for everything in between")
    parser.add_argument("--base", default="auto", help="folder with the base model.safetensors and vocab.txt")
    parser.add_argument("--shape", choices=("full", "tiny"), default="full")
    parser.add_argument("--steps-scale", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=1.0, help="share of the training texts to use")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    parser.add_argument("--against", type=Path, help="models folder of an earlier model to compare with")
    parser.add_argument("--id", default="undertone-en-1", help="the model's name in the registry")
    parser.add_argument("--version", default="0.0.0")
    parser.add_argument("--models", type=Path, help="folder with registry.json to package into; without it, models/ in the work folder")
    parser.add_argument("--from", dest="first", choices=names)
    parser.add_argument("--only", choices=names)
    arguments = parser.parse_args()
    arguments.data, arguments.work = arguments.data.resolve(), arguments.work.resolve()
    arguments.models = (arguments.models or arguments.work / "models").resolve()
    if arguments.against is not None:
        arguments.against = arguments.against.resolve()
    if arguments.base != "auto":
        arguments.base = str(Path(arguments.base).resolve())
    return arguments


def main() -> None:
    """Runs the stages that are due."""
    arguments = parse_arguments()
    arguments.work.mkdir(parents=True, exist_ok=True)
    forced = False
    for stage in stages(arguments):
        if arguments.only is not None and stage.name != arguments.only:
            continue
        forced = forced or stage.name in (arguments.first, arguments.only)
        if not forced and is_done(stage, arguments.work):
            print(f"--- {stage.name}: nothing to do", flush=True)
            continue
        run_stage(stage, arguments.work)


if __name__ == "__main__":
    main()
