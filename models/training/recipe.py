"""How a model is made: members, phases, and what each pass draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Draw:
    """How many texts a pass takes of each source; a fresh draw is made for every pass."""

    phrases: int
    """Treebank phrases read on their own; all treebank sentences are always taken."""
    caps: Mapping[str, int]
    """Texts per other source, at most."""
    strung: float
    """Share of the short rows that are strung together with others of their source."""
    strung_neutral: int
    """Long neutral sequences made of neutral rows of any source."""


@dataclass(frozen=True)
class Phase:
    """One stretch of training; the learning rate warms up shortly and then falls linearly to zero."""

    name: str
    steps: int
    learning_rate: float
    draw: Draw
    phrase_weight: float = 0.0
    """Weight of a treebank phrase in its sentence against a text of its length; a sentence has some ten, and they overlap."""
    teacher_share: float = 0.0
    """Share of what the members together say of a text in what it is held to; the rest is its label's."""
    rounding: bool = False
    """Whether weights and activations are rounded as the int8 graphs round them."""


@dataclass(frozen=True)
class Member:
    """A network trained from the base by itself, with its own seed; the members' weights are averaged."""

    name: str
    phases: tuple[Phase, ...]


@dataclass(frozen=True)
class Recipe:
    """How a model is made."""

    members: tuple[Member, ...]
    finish: tuple[Phase, ...]
    """What the average is trained further by."""


OWN_PREFIX = "own"
"""Of the names of sources written for this project."""

FULL_CAPS: dict[str, int] = {
    "alexa": 1500,
    "amazon_multidomain": 2500,
    "clothing": 4500,
    "goemotions": 24000,
    "imdb": 2500,
    "imdb_counterfactual": 1500,
    "newsmtsc": 7000,
    "own_contrast": 8000,
    "own_long": 2000,
    "own_people": 2000,
    "own_plain": 8000,
    "own_toned": 25000,
    "product_sentences": 2000,
    "restaurant": 5000,
    "stackoverflow": 2600,
    "trec_questions": 1500,
    "tweet_extraction": 18000,
    "tweeteval": 24000,
    "vader_amazon": 2700,
    "vader_nyt": 3700,
}
MEMBER_STEPS = 6000
TREEBANK_STEPS = 2400
"""Of a member's, where the treebank is met more often at its end."""
TAUGHT_STEPS = 4500
TREEBANK_TAUGHT_STEPS = 1500
"""Further steps of the average, on the treebank for the most part."""
ROUNDING_STEPS = 500
PHRASE_WEIGHT = 0.5
TEACHER_SHARE = 0.7


def recipe(steps_scale: float = 1.0) -> Recipe:
    """Of the full-size model: two members that each learn what the other does not, and their average, which learns from both.

    One member reads phrases inside their sentences and strings of texts; the other reads texts by themselves, and the treebank more
    often towards its end.
    """

    def steps(count: int) -> int:
        return max(1, round(count * steps_scale))

    third = {source: cap if source.startswith(OWN_PREFIX) else cap // 3 for source, cap in FULL_CAPS.items()}
    sixth = {source: cap // 3 if source.startswith(OWN_PREFIX) else cap // 6 for source, cap in FULL_CAPS.items()}
    broad = Draw(phrases=40_000, caps=FULL_CAPS, strung=0.25, strung_neutral=1500)
    treebank = Draw(phrases=60_000, caps=third, strung=0.25, strung_neutral=500)

    def alone(draw: Draw) -> Draw:
        return replace(draw, strung=0.0, strung_neutral=0)

    last = replace(alone(treebank), caps=sixth)

    in_context = Member("in context", (Phase("broad", steps(MEMBER_STEPS), 1.5e-4, broad, PHRASE_WEIGHT),))
    by_itself = Member(
        "by itself",
        (
            Phase("broad", steps(MEMBER_STEPS - TREEBANK_STEPS), 1.5e-4, alone(broad)),
            Phase("treebank", steps(TREEBANK_STEPS), 7e-5, alone(treebank)),
        ),
    )
    finish = (
        Phase("taught", steps(TAUGHT_STEPS), 7.5e-5, broad, PHRASE_WEIGHT / 2, TEACHER_SHARE),
        Phase("taught treebank", steps(TREEBANK_TAUGHT_STEPS), 5e-5, last, 0.0, TEACHER_SHARE),
        Phase("rounding", steps(ROUNDING_STEPS), 2e-5, last, 0.0, TEACHER_SHARE, rounding=True),
    )
    return Recipe((in_context, by_itself), finish)


def tiny_recipe(steps_scale: float = 1.0) -> Recipe:
    """One member with one short phase of short texts, for the tiny fixture models."""
    steps = max(1, round(4000 * steps_scale))
    caps = {**FULL_CAPS, "imdb": 500, "imdb_counterfactual": 200}
    phase = Phase("tiny", steps, 3e-3, Draw(phrases=20_000, caps=caps, strung=0, strung_neutral=0), PHRASE_WEIGHT)
    return Recipe((Member("tiny", (phase,)),), ())
