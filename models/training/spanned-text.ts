/** A text as the data stage encodes it: with a tone of its own, and with spans that have theirs. */
import type { Tone } from '#core/contracts/analysis';
import type { LabelledText } from './dataset.ts';

/** A labelled stretch of a text, in UTF-16 units. */
export interface LabelledSpan {
  readonly from: number;
  readonly to: number;
  readonly label: Tone;
}

export interface SpannedText extends Pick<LabelledText, 'text' | 'unit'> {
  /** None where the text says opposite things. */
  readonly label: Tone | null;
  readonly spans: readonly LabelledSpan[];
}

export interface SpannedFile {
  readonly source: string;
  readonly rows: readonly SpannedText[];
}
