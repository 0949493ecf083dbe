"""How sure the model may be of a text, by what kind of text it is: one factor on all of its evidence.

    python models/training/sharpness.py --work DIR

Reads DIR/model.npz and DIR/encoded/, writes DIR/sharpness.npz. Sources differ in how far their labels can be foreseen: one
temperature for all leaves news too doubtful and reviews of clothes too sure. The logarithm of the factor is linear in the mean
state of a window's tokens (a temperature that depends on the input: Joy et al., Sample-dependent Adaptive Temperature Scaling,
AAAI 2023); which tone of a window is likeliest never changes. It is fitted on half A of the dev files, to whole texts and
without the graph's bounds: few texts have several windows, and few reach a bound. How far it may go is chosen by what is left
out of the fit. The calibration stage then fits one temperature to the rounded model.
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

PENALTIES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
"""To choose from, on the squares of the weights, states being scaled to a spread of one: some 400 weights see 6,600 texts of few kinds."""
FOLDS = 5
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

    def take(self, chosen: NDArray[np.bool_]) -> Texts:
        """Those of the texts that are chosen [texts]."""
        return Texts(self.states[chosen], self.logits[chosen], self.labels[chosen], self.sources[chosen])

    def are_two_class(self) -> NDArray[np.bool_]:
        """[texts] whether the source of a text has no neutral ones."""
        return np.isin(self.sources, sorted(TWO_CLASS_SOURCES))

    def shares(self, factors: Floats) -> Floats:
        """[texts, 3] probabilities when the logits are multiplied by ``factors`` [texts]; neutral is left out where there is none."""
        scaled = self.logits * factors[:, None]
        scaled[self.are_two_class(), NEUTRAL] = -np.inf
        shares = np.exp(scaled - scaled.max(axis=1, keepdims=True))
        return shares / shares.sum(axis=1, keepdims=True)


@dataclass(frozen=True)
class Sharpness:
    """The logarithm of a text's factor is ``states @ weight + bias``, of mean zero over the texts it was fitted to."""

    weight: Floats
    """[width]"""
    bias: float
    common: float
    """The logarithm of a factor common to all texts, which was fitted along: the temperature of the calibration stands for it."""

    def logarithms(self, states: Floats) -> Floats:
        """[texts] of ``states`` [texts, width]."""
        return states @ self.weight + self.bias

    def arrays(self) -> Arrays:
        """As the graph takes it."""
        return {
            "sharpness.weight": self.weight[:, None].astype(np.float32),
            "sharpness.bias": np.array([self.bias], dtype=np.float32),
        }


def source_weights(sources: NDArray[np.str_]) -> Floats:
    """[texts] that sum to one: a source counts by the square root of its texts, between counting files and counting texts."""
    _, number, counts = np.unique(sources, return_inverse=True, return_counts=True)
    weights = counts[number] ** -0.5
    return weights / weights.sum()


def loss_and_gradient(theta: Floats, features: Floats, texts: Texts, penalty: float) -> tuple[float, Floats]:
    """Weighted negative log-likelihood of the labels plus ``penalty``, and its gradient by ``theta`` [width + 1].

    The logits of a text are multiplied by exp(features @ theta[:-1] + theta[-1]). Two-class sources leave neutral out.
    """
    rows = np.arange(len(texts.labels))
    weights = source_weights(texts.sources)
    logits = texts.logits.copy()
    logits[texts.are_two_class(), NEUTRAL] = 0
    factor = np.exp(features @ theta[:-1] + theta[-1])
    shares = texts.shares(factor)
    slope = weights * ((shares - np.eye(3)[texts.labels]) * logits).sum(axis=1) * factor
    gradient = np.concatenate([features.T @ slope + 2 * penalty * theta[:-1], [slope.sum()]])
    loss = -weights @ np.log(shares[rows, texts.labels]) + penalty * np.square(theta[:-1]).sum()
    return float(loss), gradient


def fit(texts: Texts, penalty: float) -> Sharpness:
    """What makes the labels likeliest, counted by source and less the penalty."""
    mean, spread = texts.states.mean(axis=0), texts.states.std(axis=0) + 1e-6
    features = (texts.states - mean) / spread

    # Adam (Kingma and Ba, 2015) on the whole of the data.
    theta = np.zeros(features.shape[1] + 1)
    first, second = np.zeros_like(theta), np.zeros_like(theta)
    for step in range(1, STEPS + 1):
        _, gradient = loss_and_gradient(theta, features, texts, penalty)
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        corrected = first / (1 - 0.9**step), second / (1 - 0.999**step)
        theta -= LEARNING_RATE * (1 - step / (STEPS + 1)) * corrected[0] / (np.sqrt(corrected[1]) + 1e-8)

    weight = theta[:-1] / spread
    return Sharpness(weight, float(-mean @ weight), float(theta[-1]))


def held_out_loss(texts: Texts, penalty: float) -> float:
    """The loss that is fitted, less its penalty, each fifth of the texts being read with what is fitted to the others."""
    folds = np.random.default_rng(0).integers(0, FOLDS, len(texts.labels))
    factors = np.zeros(len(texts.labels))
    for fold in range(FOLDS):
        fitted = fit(texts.take(folds != fold), penalty)
        left_out = folds == fold
        factors[left_out] = np.exp(fitted.logarithms(texts.states[left_out]) + fitted.common)
    own = texts.shares(factors)[np.arange(len(texts.labels)), texts.labels]
    return float(-source_weights(texts.sources) @ np.log(own))


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
    losses = {penalty: held_out_loss(texts, penalty) for penalty in PENALTIES}
    for penalty, loss in losses.items():
        print(f"  penalty {penalty:<5} log loss of what is left out {loss:.4f}", flush=True)
    fitted = fit(texts, min(losses, key=lambda penalty: losses[penalty]))
    save_sharpness(work, fitted.arrays())
    logarithms = fitted.logarithms(texts.states)
    for source in np.unique(texts.sources):
        print(f"  {source:<22}{np.exp(logarithms[texts.sources == source].mean()):.2f}")


if __name__ == "__main__":
    main()
