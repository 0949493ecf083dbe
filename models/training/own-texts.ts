/** The texts written for this project (`texts/`): what to train on, and an eighth held out to compare recipes by. */
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import * as z from 'zod/mini';
import { tones } from '#core/contracts/analysis';
import { readJsonLines } from './json-lines.ts';
import type { SpannedFile, SpannedText } from './spanned-text.ts';

const text = z.string().check(z.minLength(1));
const toned = z.strictObject({ text, label: z.enum(tones), kind: z.string() });
/** Judgements set against each other: the parts have tones, the text as a whole has none of the three. */
const parted = z.strictObject({
  text,
  parts: z.array(z.object({ text, label: z.enum(tones) })).check(z.minLength(2)),
  kind: z.string(),
});
const ownText = z.union([toned, parted]);
type OwnText = z.infer<typeof ownText>;

const folder = new URL('texts/', import.meta.url);
const heldOutShare = 8;

function isHeldOut(own: OwnText): boolean {
  // Not the byte by which dev files fall into halves, so that both halves of what is held out are used.
  const [, second = 0] = createHash('sha256').update(own.text, 'utf8').digest();
  return second % heldOutShare === 0;
}

/** A text with its parts as spans, and each part by itself, as the product reads clauses. */
export function expandParts(own: OwnText): SpannedText[] {
  if ('label' in own) return [{ text: own.text, label: own.label, spans: [] }];
  let from = 0;
  const spans = own.parts.map((part) => {
    const start = own.text.indexOf(part.text, from);
    if (start === -1)
      throw new Error(`"${part.text}" does not stand in "${own.text}" behind the parts before it`);
    from = start + part.text.length;
    return { from: start, to: from, label: part.label };
  });
  return [
    { text: own.text, label: null, spans },
    ...own.parts.map((part) => ({ text: part.text, label: part.label, spans: [] })),
  ];
}

/**
 * All of them, by file for training and by kind where held out.
 *
 * @throws Error when a line is not of the documented form, or a part does not stand in its text
 */
export function readOwnTexts(): { readonly train: SpannedFile[]; readonly heldOut: SpannedFile[] } {
  const names = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  const files = names.toSorted().map((name) => ({
    source: name.split('.')[0] ?? name,
    own: readJsonLines(new URL(name, folder), ownText),
  }));
  const heldOut = files.flatMap(({ own }) => own.filter(isHeldOut));
  const kinds = [...new Set(heldOut.map(({ kind }) => kind))];
  return {
    train: files.map(({ source, own }) => ({
      source,
      rows: own.filter((one) => !isHeldOut(one)).flatMap(expandParts),
    })),
    heldOut: kinds.map((kind) => ({
      source: `own ${kind}`,
      rows: heldOut.filter((one) => one.kind === kind).flatMap(expandParts),
    })),
  };
}
