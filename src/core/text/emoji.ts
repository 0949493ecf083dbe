/** Emoji and emoticons as words, so that the model reads 😡 and :( like the rest of the text. */
import emojiNames from './emoji-names.json' with { type: 'json' };

const namesByEmoji: ReadonlyMap<string, string> = new Map(Object.entries(emojiNames));

/** Where the CLDR name describes the drawing and not what people mean by it. */
const overrides: ReadonlyMap<string, string> = new Map([
  ['💓', 'love heart'],
  ['💗', 'love heart'],
  ['💘', 'love heart'],
  ['💕', 'love hearts'],
  ['💞', 'love hearts'],
  ['❣', 'love heart'],
  ['♥', 'love heart'],
  ['💟', 'love heart'],
  ['🥹', 'touched face'],
  ['🙏', 'thank you'],
  ['💯', 'hundred percent'],
  ['🎉', 'celebration'],
  ['🎊', 'celebration'],
  ['😤', 'annoyed face'],
  ['😪', 'sleepy face'],
  ['😥', 'sad face'],
  ['😓', 'stressed face'],
  ['😅', 'nervous laughing face'],
  ['🤣', 'laughing out loud face'],
  ['😂', 'laughing face'],
  ['🤪', 'crazy funny face'],
  ['🤬', 'swearing angry face'],
  ['💪', 'strong'],
  ['🤌', 'perfect'],
  ['👌', 'perfect'],
  ['💩', 'crap'],
  ['😩', 'exhausted face'],
  ['😫', 'exhausted face'],
  ['🫠', 'embarrassed face'],
  ['🫶', 'love hands'],
  ['🔥', 'fire'],
  ['💀', 'dead'],
]);

// A keycap, a flag, or a picture with its modifiers or tags and everything joined to it. Digits, # and * count as
// emoji in Unicode only when a keycap sign follows.
const emojiPattern =
  /[0-9#*]\uFE0F?\u20E3|\p{Regional_Indicator}{2}|(?![0-9#*©®™])\p{Emoji}\uFE0F?\p{Emoji_Modifier}?(?:[\u{E0020}-\u{E007E}]+\u{E007F})?(?:\u200D(?![0-9#*©®™])\p{Emoji}\uFE0F?\p{Emoji_Modifier}?)*/gu;
const modifiers = /\p{Emoji_Modifier}|\uFE0F/gu;

/** The words for one match of `emojiPattern`, or null when nothing is known about it. */
function emojiWords(emoji: string): string | null {
  const bare = emoji.replaceAll(modifiers, '');
  const name = overrides.get(bare) ?? namesByEmoji.get(bare);
  if (name !== undefined) return name;
  const joined = bare.split('\u200D');
  if (joined.length === 1) return null;
  const names = joined.map((part) => overrides.get(part) ?? namesByEmoji.get(part));
  const known = names.filter((part) => part !== undefined);
  return known.length === 0 ? null : known.join(' ');
}

const emoticonWords: readonly (readonly [RegExp, string])[] = [
  [/^<\/3$/, 'broken heart'],
  [/^<3+$/, 'red heart'],
  [/^[:=]'-?\)/, 'laughing face'],
  [/^[:=]'-?\(/, 'crying face'],
  [/^[:=;]-?D|^[xX]-?D/, 'laughing face'],
  [/^;-?\)/, 'winking face'],
  [/^[:=]-?[)\]]|^\^_?\^$/, 'smiling face'],
  [/^[:=]-?[([]/, 'frowning face'],
  [/^>:-?\(/, 'angry face'],
  [/^[:=]-?[pP]$/, 'face with tongue'],
  [/^[:=]-?[/\\|]$/, 'confused face'],
  [/^-_+-$/, 'annoyed face'],
  [/^:-?\*$/, 'face blowing a kiss'],
];

// An emoticon stands alone or behind another, or its bracket closes a word ("great:)"); letters must not follow.
const laugh = String.raw`(?<![^\s.,!?"'])[xX]-?D+`;
const behindAnother = String.raw`(?<=[:=;]-?[pPD]|${laugh}|<\/?3+|\^_?\^|[:=]-?\|)`;
const emoticons = [
  String.raw`(?:(?<![^\s\p{L}\p{P}])|${behindAnother})(?:<\/3|<3+|>:-?\(|[:=]'?-?[)(\][]+)`,
  String.raw`(?:(?<![^\s\p{P}])|${behindAnother})(?:;-?(?:\)+|D)|[:=]-?[pPD/\\|*]|(?<!\^)\^_?\^(?!\^)|-_+-)`,
  laugh,
].join('|');
// "http://" holds none, nor does ":D@joe". The look-ahead is for speed alone.
const emoticonPattern = new RegExp(
  String.raw`(?=[<>:=;^xX-])(?:${emoticons})(?![\p{L}\p{N}/]|(?<=[\p{L}\p{N}])@)`,
  'gu',
);

/** Words with a space on either side, or null to leave what was found. */
function spaced(words: string | null): string | null {
  return words === null ? null : ` ${words} `;
}

/** A rewriting rule: what to look for, and what to put in its place. */
interface RewritingRule {
  readonly pattern: RegExp;
  readonly rewrite: (match: RegExpExecArray) => string | null;
}

/** Emoji as words. */
export const emojiRule: RewritingRule = {
  pattern: emojiPattern,
  rewrite: ([emoji]) => spaced(emojiWords(emoji)),
};

/** Emoticons, written with plain quotes and dashes, as words. */
export const emoticonRule: RewritingRule = {
  pattern: emoticonPattern,
  rewrite: ([emoticon]) => spaced(emoticonWords.find(([pattern]) => pattern.test(emoticon))?.[1] ?? null),
};

/** Every piece of text that emoji and emoticons are rewritten to: what a vocabulary must be able to spell well. */
export function emojiTexts(): string[] {
  return [...namesByEmoji.values(), ...overrides.values(), ...emoticonWords.map(([, words]) => words)];
}
