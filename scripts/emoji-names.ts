/** The CLDR short name of every emoji, keyed without variation selectors. */
import dataByEmoji from 'unicode-emoji-json/data-by-emoji.json' with { type: 'json' };

/** Emoji (no U+FE0F in it) to its English name in plain lower-case words. */
export function emojiNames(): Record<string, string> {
  const names: Record<string, string> = {};
  for (const [emoji, { name }] of Object.entries(dataByEmoji)) {
    names[emoji.replaceAll('\uFE0F', '')] = name
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}' -]+/gu, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim();
  }
  return names;
}
