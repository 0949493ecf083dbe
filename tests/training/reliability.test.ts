/** Confidence against accuracy, on answers few enough to count by hand. */
import { describe, expect, it } from 'vitest';
import {
  calibrationFloor,
  expectedCalibrationError,
  reliabilityBins,
  type Answer,
} from '../../models/training/reliability.ts';
import { drawReliability } from '../../models/training/reliability-picture.ts';

function answers(count: number, confidence: number, rightCount: number): Answer[] {
  return Array.from({ length: count }, (_, i) => ({ confidence, right: i < rightCount }));
}

describe('the calibration error', () => {
  it('is nothing for a model that is as right as it says', () => {
    expect(expectedCalibrationError(answers(10, 0.7, 7))).toBeCloseTo(0, 12);
  });

  it('weights each bin by its answers', () => {
    const rows = [...answers(3, 1, 0), ...answers(1, 0.5, 1)];
    expect(expectedCalibrationError(rows)).toBeCloseTo((3 * 1 + 1 * 0.5) / 4, 12);
  });

  it('lets errors of one bin cancel out, and those of two add up', () => {
    expect(expectedCalibrationError([...answers(1, 0.41, 1), ...answers(1, 0.45, 0)])).toBeCloseTo(0.07, 12);
    expect(expectedCalibrationError([...answers(1, 0.45, 1), ...answers(1, 0.55, 0)])).toBeCloseTo(0.55, 12);
  });

  it('is nothing of nothing', () => {
    expect(expectedCalibrationError([])).toBe(0);
  });
});

describe('the bins', () => {
  it('are fifteen, and hold what is said and what is right', () => {
    const bins = reliabilityBins([...answers(4, 0.9, 3), ...answers(1, 1, 1), ...answers(2, 0.1, 0)]);
    expect(bins).toHaveLength(15);
    expect(bins[1]).toEqual({ texts: 2, meanConfidence: 0.1, rightShare: 0 });
    expect(bins[13]).toEqual({ texts: 4, meanConfidence: 0.9, rightShare: 0.75 });
    expect(bins[14]).toEqual({ texts: 1, meanConfidence: 1, rightShare: 1 });
    expect(bins.reduce((sum, { texts }) => sum + texts, 0)).toBe(7);
  });
});

describe('the floor of the calibration error', () => {
  it('is nothing where nothing is left to chance', () => {
    expect(calibrationFloor(answers(50, 1, 0))).toEqual({ mean: 0, p95: 0 });
    expect(calibrationFloor([])).toEqual({ mean: 0, p95: 0 });
  });

  it('is a half for one answer that is half sure, whichever way it falls', () => {
    expect(calibrationFloor(answers(1, 0.5, 0))).toEqual({ mean: 0.5, p95: 0.5 });
  });

  it('is the mean deviation of a share: sqrt(2 p (1 - p) / (pi n)), with its 95th percentile at 1.96 deviations', () => {
    const { mean, p95 } = calibrationFloor(answers(400, 0.8, 0));
    // p = 0.8, n = 400: 0.01596 and 0.0392. Within what 200 draws of either can be off by.
    expect(mean).toBeGreaterThan(0.013);
    expect(mean).toBeLessThan(0.019);
    expect(p95).toBeGreaterThan(0.032);
    expect(p95).toBeLessThan(0.047);
  });

  it('is the same whenever it is asked for, and whether answers were right or not', () => {
    expect(calibrationFloor(answers(90, 0.7, 63))).toEqual(calibrationFloor(answers(90, 0.7, 0)));
  });
});

describe('the reliability picture', () => {
  const picture = drawReliability(
    reliabilityBins([...answers(4, 0.9, 3), ...answers(2, 0.5, 1), ...answers(2, 0.5, 1)]),
  );

  it('has a point where confidence and accuracy meet, and a bar for how many', () => {
    // 0.9 of 480 units from 56; 0.75 of 320 units up from 344.
    expect(picture).toContain('<circle class="right" cx="488" cy="104" r="6"/>');
    expect(picture.match(/<circle /g)).toHaveLength(2);
    expect(picture.match(/<rect class="count"[^>]*height="64"/g)).toHaveLength(2);
  });

  it('has words for those who do not see it, and follows light and dark', () => {
    expect(picture).toMatch(/<title id="title">[^<]+<\/title>/);
    expect(picture).toContain('47 % to 53 %: 4 texts, 50 % right; 87 % to 93 %: 4 texts, 75 % right.');
    expect(picture).toContain('@media (prefers-color-scheme: dark)');
  });
});
