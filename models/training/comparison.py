"""What a quick comparison trains on: a share of the texts, one member alone, a part of the recipe left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from encoded_split import EncodedSplit
from labels import UNLABELLED
from recipe import OWN_PREFIX, Member, Phase, Recipe
from sampling import keep_share

PARTS = ("spans", "phrases", "strings", "noise", "own")
"""What of the recipe can be left out."""
FINISH = "finish"


def leave_out(split: EncodedSplit, without: Sequence[str], share: float) -> tuple[EncodedSplit, NDArray[np.bool_]]:
    """The split and its usable rows [rows] as a comparison wants them."""
    usable = keep_share(split, share)
    if "noise" in without:
        usable &= ~split.noisy
    if "own" in without:
        usable &= ~np.char.startswith(split.sources, OWN_PREFIX)
    if "spans" in without:
        # The parts of a text without a tone of its own are all that it teaches: without them it goes too.
        split = replace(split, spans=split.spans[:0], span_starts=np.zeros_like(split.span_starts))
        usable &= split.labels != UNLABELLED
    return split, usable


def thin_out(phase: Phase, without: Sequence[str], share: float) -> Phase:
    """The phase as a comparison wants it."""
    caps = {source: max(1, round(cap * share)) for source, cap in phase.draw.caps.items()}
    phrases = 0 if "phrases" in without else round(phase.draw.phrases * share)
    draw = replace(phase.draw, caps=caps, phrases=phrases, strung_neutral=round(phase.draw.strung_neutral * share))
    if "strings" in without:
        draw = replace(draw, strung=0.0, strung_neutral=0)
    return replace(phase, draw=draw)


def plan_legs(recipe: Recipe, only: str | None, without: Sequence[str], share: float) -> list[Member]:
    """The members and the finish, or the one member asked for; raises ``SystemExit`` if there is none of that name."""
    legs = [*recipe.members, *([Member(FINISH, recipe.finish)] if recipe.finish else [])]
    if only is not None:
        legs = [member for member in recipe.members if member.name == only]
        if not legs:
            names = ", ".join(member.name for member in recipe.members)
            raise SystemExit(f"There is no member {only}. There are: {names}.")
    return [Member(leg.name, tuple(thin_out(phase, without, share) for phase in leg.phases)) for leg in legs]
