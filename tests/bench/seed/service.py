"""The service that Undertone took the place of: one route around a pipeline that is loaded once in each worker.

Run under gunicorn from this folder; SEED_MODEL names the folder of the model.
"""

from __future__ import annotations

import os

import torch
from flask import Flask, jsonify, request
from transformers import pipeline

torch.set_num_threads(1)

app = Flask(__name__)
classify = pipeline("sentiment-analysis", model=os.environ["SEED_MODEL"], device="cpu")


@app.post("/api/analyze")
def analyze():
    """{text} in, {text, label, score} out."""
    body = request.get_json(silent=True)
    text = body.get("text", "") if isinstance(body, dict) else ""
    if not isinstance(text, str) or not text.strip():
        return jsonify({"error": "Text is required."}), 400
    result = classify(text)[0]
    return jsonify({"text": text, "label": result["label"], "score": round(result["score"], 4)})
