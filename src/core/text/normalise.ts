/** The one normaliser: what the model was trained on is what it reads, on every device and in every language binding. */
import { emojiRule, emoticonRule } from './emoji.ts';
import { MappedText } from './mapped-text.ts';
import {
  emailPattern,
  maskNumber,
  mentionPattern,
  numberPattern,
  webAddressPattern,
} from './personal-patterns.ts';

// What NFC can change depends on a character and the marks or jamo behind it, never on more. A run of more than 30
// marks stays as it is (30 is the limit of Unicode's stream-safe format): ordering a run costs its square.
const jamo = String.raw`[\u1100-\u1112][\u1161-\u1175][\u11A8-\u11C2]?|[\uAC00-\uD7A3][\u11A8-\u11C2]`;
const compositionPattern = new RegExp(
  String.raw`(?:${jamo}|[^\p{M}\s]|(?<!\p{M}))\p{M}{1,30}(?!\p{M})|${jamo}|[^\0-\u02FF]`,
  'gu',
);
const loneSurrogatePattern = /\p{Cs}/gu;

const plainPunctuation: readonly (readonly [RegExp, string])[] = [
  [/[\u2018\u2019\u201A\u201B\u2032\u02BC\uFF07\u00B4\u0060]/g, "'"],
  [/[\u201C\u201D\u201E\u201F\u2033\u00AB\u00BB\uFF02]/g, '"'],
  [/[\u2010-\u2015\u2212\uFE58\uFF0D]/g, '-'],
  [/\u2026/g, '...'],
];

// Some corpora write "does n't"; ordinary people do not.
const auxiliaries =
  'do|does|did|is|are|was|were|has|have|had|ca|wo|sha|would|could|should|might|must|may|dare|need|ought|ai';
const detachedNegationPattern = new RegExp(
  String.raw` (?=n't(?!\p{L}))(?<=(?<![\p{L}\p{N}_])(?:${auxiliaries}) )`,
  'giu',
);
// Written out by a person these are words, not the markers of the model.
const markerPattern = /\[(?:PAD|UNK|CLS|SEP|MASK)\]/g;

/**
 * Brings a text into the form the model was trained on: NFC, plain quotes and dashes, `[email]`, `[number]`,
 * `http` and `@user` in place of addresses, numbers and names, emoji and emoticons as words.
 * Takes any string, keeps the original place of every unit, and changes nothing when applied twice.
 */
export function normalise(text: string): MappedText {
  let mapped = MappedText.of(text)
    .replace(loneSurrogatePattern, () => '\uFFFD')
    .replace(compositionPattern, ([cluster]) => cluster.normalize('NFC'));
  for (const [pattern, plain] of plainPunctuation) mapped = mapped.replace(pattern, () => plain);
  // Each rule sees its surroundings as the rules before it left them, and in a second round as they all did. In
  // this order both look alike to it, which is why a second round changes nothing.
  return mapped
    .replace(emojiRule.pattern, emojiRule.rewrite)
    .replace(webAddressPattern, () => 'http')
    .replace(emailPattern, () => '[email]')
    .replace(numberPattern, maskNumber)
    .replace(mentionPattern, () => '@user')
    .replace(emoticonRule.pattern, emoticonRule.rewrite)
    .replace(detachedNegationPattern, () => '')
    .replace(markerPattern, ([marker]) => marker.toLowerCase());
}
