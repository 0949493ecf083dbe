"""How sure the model may be of a text, by what kind of text it is: one factor on all of its evidence.

    python models/training/sharpness.py --work DIR

Reads DIR/model.npz and DIR/encoded/, writes DIR/sharpness.npz. Sources differ in how far their labels can be foreseen: one
temperature for all leaves news too doubtful and reviews of clothes too sure. The logarithm of the factor is linear in the mean
state of a window's tokens (a temperature that depends on the input: Joy et al., Sample-dependent Adaptive Temperature Scaling,
AAAI 2023); which tone of a window is likeliest never changes. It is fitted on half A of the dev files, to whole texts and
without the graph's bounds: few texts have several windows, and few reach a bound. The calibration stage then fits one temperature
to the rounded model.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from arrays import Arrays, load, save_sharpness
from encoded_split import SPECIAL_TOKENS, EncodedSplit, IntArray
from labels import NEUTRAL, REPORT_ONLY_SOURCES, TWO_CLASS_SOURCES, UNLABELLED
from recipe import OWN_PREFIX

Floats = NDArray[np.float64]

PENALTY = 0.05
"""On the squares of the weights, states being scaled to a spread of one: some 400 weights see 6,600 texts of few kinds."""
STEPS = 600
LEARNING_RATE = 0.01
GROUP_TOKENS = 4000


@dataclass(frozen=True)
class Texts:
    """Labelled texts to fit to."""

    states: Floats
    """[texts, width] mean state of the content tokens."""
    logits: Floats
    """[texts, 3]"""
    labels: IntArray
    """[texts]"""
    sources: NDArray[np.str_]
    """[texts]"""


def source_weights(sources: NDArray[np.str_]) -> Floats:
    """[texts] that sum to one: a source counts by the square root of its texts, between counting files and counting texts."""
    _, number, counts = np.unique(sources, return_inverse=True, return_counts=True)
    weights = counts[number] ** -0.5
    return weights / weights.sum()


def loss_and_gradient(theta: Floats, features: Floats, texts: Texts) -> tuple[float, Floats]:
    """Weighted negative log-likelihood of the labels plus the penalty, and its gradient by ``theta`` [width + 1].

    The logits of a text are multiplied by exp(features @ theta[:-1] + theta[-1]). Two-class sources leave neutral out.
    """
    rows = np.arange(len(texts.labels))
    weights = source_weights(texts.sources)
    neutral_out = np.isin(texts.sources, sorted(TWO_CLASS_SOURCES))
    logits = texts.logits.copy()
    logits[neutral_out, NEUTRAL] = 0
    factor = np.exp(features @ theta[:-1] + theta[-1])
    scaled = logits * factor[:, None]
    scaled[neutral_out, NEUTRAL] = -np.inf
    shares = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    slope = weights * ((shares - np.eye(3)[texts.labels]) * logits).sum(axis=1) * factor
    gradient = np.concatenate([features.T @ slope + 2 * PENALTY * theta[:-1], [slope.sum()]])
    loss = -weights @ np.log(shares[rows, texts.labels]) + PENALTY * np.square(theta[:-1]).sum()
    return float(loss), gradient


def fit(texts: Texts) -> Arrays:
    """``sharpness.weight`` and ``sharpness.bias`` with the least weighted negative log-likelihood of the labels plus the penalty.

    A common factor is fitted along and left out again: it is the temperature's.
    """
    mean, spread = texts.states.mean(axis=0), texts.states.std(axis=0) + 1e-6
    features = (texts.states - mean) / spread

    # Adam (Kingma and Ba, 2015) on the whole of the data.
    theta = np.zeros(features.shape[1] + 1)
    first, second = np.zeros_like(theta), np.zeros_like(theta)
    for step in range(1, STEPS + 1):
        _, gradient = loss_and_gradient(theta, features, texts)
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        corrected = first / (1 - 0.9**step), second / (1 - 0.999**step)
        theta -= LEARNING_RATE * (1 - step / (STEPS + 1)) * corrected[0] / (np.sqrt(corrected[1]) + 1e-8)

    weight = theta[:-1] / spread
    return {
        "sharpness.weight": weight[:, None].astype(np.float32),
        "sharpness.bias": np.array([-mean @ weight], dtype=np.float32),
    }


def choosing_rows(dev: EncodedSplit) -> IntArray:
    """Rows of half A of the dev files that may choose; our own texts that are held out are not among them."""
    silent = np.isin(dev.sources, sorted(REPORT_ONLY_SOURCES)) | np.char.startswith(dev.sources, OWN_PREFIX)
    return np.flatnonzero(dev.first_half & ~silent & (dev.labels != UNLABELLED) & (dev.lengths > SPECIAL_TOKENS))


def read_texts(work: Path) -> Texts:
    """The dev texts to fit to, as the trained model of the work folder reads them."""
    # Imported here: the tests of this module do without PyTorch.
    import torch

    from network import Network
    from encoded_split import load_split
    from sampling import pack_groups

    arrays, shape = load(work / "model.npz")
    network = Network(shape, dropout=0.0)
    network.take(arrays)
    network.eval()
    dev = load_split(work / "encoded", "dev")
    rows = choosing_rows(dev)
    content = dev.lengths[rows] - SPECIAL_TOKENS
    sums = np.zeros((len(rows), shape.width))
    for group in pack_groups([(i,) for i in range(len(rows))], dev.lengths[rows], GROUP_TOKENS, np.random.default_rng(0)):
        places = [i for (i,) in group]
        ids = np.stack([dev.ids[dev.starts[row] : dev.starts[row + 1]] for row in rows[places]]).astype(np.int64)
        with torch.inference_mode():
            states = network.states([torch.from_numpy(ids)]).view(*ids.shape, shape.width)
        sums[places] = states[:, 1:-1].sum(dim=1).numpy()
    _, first, number = np.unique(dev.texts[rows], return_index=True, return_inverse=True)
    means = np.zeros((len(first), shape.width))
    np.add.at(means, number, sums)
    means /= np.bincount(number, weights=content)[:, None]
    logits = means @ arrays["head.weight"] + arrays["head.bias"]
    return Texts(means, logits, dev.labels[rows[first]], dev.sources[rows[first]])


def main() -> None:
    """Fits the sharpness of a work folder's model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    work: Path = parser.parse_args().work
    texts = read_texts(work)
    fitted = fit(texts)
    save_sharpness(work, fitted)
    logarithms = (texts.states @ fitted["sharpness.weight"] + fitted["sharpness.bias"])[:, 0]
    for source in np.unique(texts.sources):
        print(f"  {source:<22}{np.exp(logarithms[texts.sources == source].mean()):.2f}")


if __name__ == "__main__":
    main()
