/** Which of many labels are printed: those for which there is room. */
import { textWidth } from '../drawing-text.ts';

interface Label {
  text: string;
  /** Of its middle. */
  x: number;
  /** Of its baseline. */
  y: number;
}

const sizePx = 13;
const gap = { x: 8, y: 3 } as const;

/** Whether the room of two labels, centred at their places, meets. */
function meet(one: Label, other: Label): boolean {
  const apart = (textWidth(one.text, sizePx) + textWidth(other.text, sizePx)) / 2 + gap.x;
  return Math.abs(one.x - other.x) < apart && Math.abs(one.y - other.y) < sizePx + gap.y;
}

/** Of labels in the order of their importance, those that keep clear of every more important one. */
export function roomyLabels<Given extends Label>(labels: readonly Given[]): Given[] {
  const kept: Given[] = [];
  for (const label of labels) if (kept.every((other) => !meet(label, other))) kept.push(label);
  return kept;
}
