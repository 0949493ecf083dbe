"""Adds random weights to a model folder that has a config.json: python make_weights.py FOLDER

Speed and memory depend on the shape alone.
"""

from __future__ import annotations

import sys

import torch
from transformers import AutoConfig, AutoModelForSequenceClassification

torch.manual_seed(28)
folder = sys.argv[1]
AutoModelForSequenceClassification.from_config(AutoConfig.from_pretrained(folder)).save_pretrained(folder)
