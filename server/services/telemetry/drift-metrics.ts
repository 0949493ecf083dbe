/** The drift of what is read, as figures. */
import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import { binOf, createDriftFeature, driftWindowValues } from './drift.ts';

/** Fewer bins than the histogram has: each adds to what the index is by chance alone. */
const confidenceEdges = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99];
const characterEdges = [20, 50, 100, 200, 500, 1000, 2000, 5000];

export interface DriftMetrics {
  label(label: string): void;
  confidence(ratio: number): void;
  /** UTF-16 units of a text. */
  length(characters: number): void;
  /** @param code one of few */
  language(code: string): void;
}

/** Adds a gauge to the registry; of a feature with too few values it tells nothing. */
export function showDrift(registry: Registry, prefix: string): DriftMetrics {
  const features = {
    label: createDriftFeature(),
    confidence: createDriftFeature(),
    characters: createDriftFeature(),
    language: createDriftFeature(),
  };
  const gauge = new Gauge({
    name: `${prefix}drift_psi_ratio`,
    help: `Population stability index of the latest ${driftWindowValues} texts and rows against the first since the start.`,
    labelNames: ['feature'],
    registers: [registry],
    collect() {
      for (const [name, feature] of Object.entries(features)) {
        const ratio = feature.ratio();
        if (ratio !== undefined) gauge.set({ feature: name }, ratio);
      }
    },
  });
  return {
    label: (label) => features.label.observe(label),
    confidence: (ratio) => features.confidence.observe(binOf(ratio, confidenceEdges)),
    length: (characters) => features.characters.observe(binOf(characters, characterEdges)),
    language: (code) => features.language.observe(code),
  };
}
