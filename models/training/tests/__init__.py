"""Tests of the training pipeline; they need numpy and onnx only."""
