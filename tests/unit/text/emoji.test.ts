import { describe, expect, it } from 'vitest';
import { normalise } from '#core/text/normalise';
import emojiNames from '../../../src/core/text/emoji-names.json' with { type: 'json' };

const wordsOf = (text: string): string => normalise(text).text.trim().replaceAll(/\s+/g, ' ');

describe('emoji', () => {
  it('are all read as words', () => {
    const left = Object.keys(emojiNames).filter((emoji) => !/^[\p{L}\p{N}' -]+$/u.test(wordsOf(emoji)));
    // Signs of the keyboard, not pictures.
    expect(left).toEqual(['©', '®', '™']);
  });

  it('are the same with every tone of skin', () => {
    const tones = ['🏻', '🏼', '🏽', '🏾', '🏿'];
    const people = Object.keys(emojiNames).filter((emoji) => /^\p{Emoji_Modifier_Base}$/u.test(emoji));
    expect(people.length).toBeGreaterThan(100);
    for (const emoji of people) {
      for (const tone of tones) expect(wordsOf(`${emoji}${tone}`)).toBe(wordsOf(emoji));
    }
  });

  it.each([
    ['😡', 'enraged face'],
    ['❤', 'red heart'],
    ['❤️', 'red heart'],
    ['❤️‍🔥', 'heart on fire'],
    ['👍🏽', 'thumbs up'],
    ['🧑🏽‍🤝‍🧑🏻', 'people holding hands'],
    ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'flag england'],
    ['🏳️‍🌈', 'rainbow flag'],
    ['🇩🇪', 'flag germany'],
    ['1️⃣', 'keycap 1'],
    ['great😡food', 'great enraged face food'],
    ['🙏', 'thank you'],
    ['😅', 'nervous laughing face'],
  ])('%s is read as %s', (emoji, words) => {
    expect(wordsOf(emoji)).toBe(words);
  });

  it('take nothing of the text with them', () => {
    expect(wordsOf('🙂\u200D5 stars')).toContain('5 stars');
    expect(wordsOf('🦸\u200D🪿 won')).toContain('superhero goose won');
  });

  it('that have no name stay', () => {
    expect(wordsOf('🇦🇦 #1 * 5 © ™')).toBe('🇦🇦 #1 * 5 © ™');
  });
});
