/** The reliability picture: how often answers of each confidence were right, as an SVG that follows light and dark. */
import type { ReliabilityBin } from './reliability.ts';

const width = 560;
const plot = { left: 56, top: 24, width: 480, height: 320 } as const;
/** The strip below: how many texts fall into each bin. */
const strip = { top: 366, height: 64 } as const;
const height = 482;
const ticks = [0, 0.25, 0.5, 0.75, 1] as const;

const style = `
    text { font: 13px system-ui, sans-serif; fill: #1f2328; }
    .page { fill: #ffffff; }
    .grid { stroke: #d1d5db; }
    .ideal { stroke: #6b7280; stroke-dasharray: 5 4; }
    .right { fill: #2563a8; }
    .count { fill: #8a94a3; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6e8eb; }
      .page { fill: #14171a; }
      .grid { stroke: #3a4048; }
      .ideal { stroke: #9aa3ae; }
      .right { fill: #6aa9e9; }
      .count { fill: #6f7985; }
    }`;

/** A coordinate with as many decimals as can be seen. */
function at(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

const xOf = (share: number): number => plot.left + share * plot.width;
const yOf = (share: number): number => plot.top + (1 - share) * plot.height;

function grid(): string {
  return ticks
    .flatMap((tick) => [
      `<line class="grid" x1="${at(xOf(0))}" x2="${at(xOf(1))}" y1="${at(yOf(tick))}" y2="${at(yOf(tick))}"/>`,
      `<text x="${plot.left - 8}" y="${at(yOf(tick) + 4)}" text-anchor="end">${percent(tick)}</text>`,
      `<text x="${at(xOf(tick))}" y="${strip.top + strip.height + 20}" text-anchor="middle">${percent(tick)}</text>`,
    ])
    .join('\n  ');
}

/** What the picture shows, in a sentence for those who cannot see it. */
function describe(bins: readonly ReliabilityBin[]): string {
  const parts = bins.flatMap(({ texts, rightShare }, i) =>
    texts === 0
      ? []
      : [
          `${percent(i / bins.length)} to ${percent((i + 1) / bins.length)}: ${texts} texts, ${percent(rightShare)} right`,
        ],
  );
  return `Share of right answers by confidence. ${parts.join('; ')}.`;
}

/**
 * Draws bins of equal width from 0 to 1: a point for the share that was right at the bin's mean confidence, beside
 * the line on which both are equal, and below it a bar for how many texts there are.
 */
export function drawReliability(bins: readonly ReliabilityBin[]): string {
  const most = Math.max(1, ...bins.map(({ texts }) => texts));
  const barWidth = plot.width / bins.length;
  const marks = bins.flatMap(({ texts, meanConfidence, rightShare }, i) => {
    if (texts === 0) return [];
    const barHeight = Math.max(1, (texts / most) * strip.height);
    const place = `x="${at(xOf(i / bins.length) + 2)}" width="${at(barWidth - 4)}"`;
    return [
      `<circle class="right" cx="${at(xOf(meanConfidence))}" cy="${at(yOf(rightShare))}" r="6"/>`,
      `<rect class="count" ${place} y="${at(strip.top + strip.height - barHeight)}" height="${at(barHeight)}"/>`,
    ];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">
  <title id="title">Reliability: share of right answers against confidence</title>
  <desc id="description">${describe(bins)}</desc>
  <style>${style}
  </style>
  <rect class="page" width="${width}" height="${height}"/>
  ${grid()}
  <line class="ideal" x1="${at(xOf(0))}" y1="${at(yOf(0))}" x2="${at(xOf(1))}" y2="${at(yOf(1))}"/>
  ${marks.join('\n  ')}
  <text x="${plot.left}" y="14">Share right</text>
  <text x="${at(xOf(1))}" y="${strip.top - 6}" text-anchor="end">Texts (most in a bin: ${most})</text>
  <text x="${at(xOf(0.5))}" y="${height - 8}" text-anchor="middle">Confidence</text>
</svg>
`;
}
