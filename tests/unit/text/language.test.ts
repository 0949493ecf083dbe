import { analysis } from '#core/contracts/analysis';
import { detectLanguage } from '#core/text/language';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textArbitrary } from '../text-arbitrary.ts';
import { foreignTexts } from './foreign-texts.ts';

const letters = /\p{L}/gu;
const countLetters = (text: string): number => text.match(letters)?.length ?? 0;

const paragraph =
  'We stayed here for a weekend and loved it. The rooms are small but clean, and breakfast was served until noon. ' +
  'Parking was a bit of a pain. The woman at the desk could not have been kinder when our train was late. ' +
  'I would come back, though maybe not in summer, since there is no air conditioning.';

const plainEnglish = [
  paragraph,
  "it 's a charming and often affecting journey .",
  'The food was great but the service was awful, and nobody said sorry for it.',
  'I don’t think I’ve ever been this disappointed with a pair of shoes',
  'Yaar service bahut slow tha but the food was really good and the staff were nice',
  'She said "je ne sais quoi" and "c’est la vie" all evening, which was lovely.',
  'Sehr gut! Just kidding, I only know two words of German, but this beer is really excellent.',
  'Abeg dis food sweet die, this no be small thing o, make una come chop with me and my people',
  '@user @user why is this not working for anyone else?? http://t.co/abcdefghijklmnop #fail #annoyed',
];

/** English without the small words that give it away, or hardly words at all. */
const unusualEnglish = [
  'Great product, fast shipping, excellent quality, highly recommended, five stars',
  'Cheap plastic, broke immediately, terrible customer service, avoid avoid avoid avoid',
  'WORST PURCHASE EVER!!! BROKEN SCREEN, DEAD BATTERY, NO REFUND, RUDE SUPPORT STAFF!!!',
  'Stunning cinematography, gripping screenplay, brilliant performances, haunting soundtrack',
  'Meh. Bland pasta. Watery sauce. Overpriced wine. Grumpy waiter. Never again.',
  'Chicken tikka masala, butter naan, palak paneer, gulab jamun, mango lassi, dal makhani',
  'omg lmaooo bruh dis sooo fire no cap frfr deadass bussin respectfully im weak af rn',
  'gonna hafta wait til tmrw 2 c if dey fixed it smh wtf bro srsly cmon man ugh',
  'u r gr8 luv ya sooooo much babes xoxoxo cya l8r tonite 4 drinkies woohoo yayyyy',
  'ayyyy lets goooo yeeeehaw partyyyyy tonighttttt woooooo squadddd gooooals babyyyy',
  'Thx 4 ur msg, pls snd pics asap, wkd plans tbc, mtg w/ hr @ 3pm, cu soon, brb, ttyl',
  'hahahahahahahahahahahahahahahahahahahahahahahahahahahahahahaha hahahahahaha',
  'no no no no no no no no no no no no no no no no no no no no no no no no',
  'Cristiano Ronaldo Lionel Messi Neymar Kylian Mbappe Robert Lewandowski Zlatan Ibrahimovic',
  'for (let i = 0; i < items.length; i++) { result.push(transform(items[i])); }',
  'SELECT id, name, email FROM users WHERE created_at > NOW() - INTERVAL 7 DAY ORDER BY name',
  'NullPointerException at com.example.service.UserService.getUser(UserService.java:42)',
  'public static void main(String[] args) { System.out.println("Hello World"); }',
  '<div class="produktbewertung"><p>Lovely</p><img alt="sehr schönes Bild von der Straße"></div>',
  'https://www.example.org/politik/deutschland/nachrichten-aus-aller-welt-und-noch-mehr ok',
];

const withoutLetters = ['', '   ', '😀👍🎉', '1234 5678', '!!!', '\0\0', '\uD800 \uDC00', '<3 :)'];

const tooShortToTell = [
  'Danke',
  'ok',
  'Das Essen war sehr gut',
  'I love 东京',
  'Toyota (トヨタ) makes great cars',
  '(ಠ_ಠ)',
  '¯\\_(ツ)_/¯',
  'π ≈ 3.14',
];

describe('another language', () => {
  test.each(Object.entries(foreignTexts))('is not supported: %s', (_, texts) => {
    expect(texts.filter((text) => detectLanguage(text).supported)).toEqual([]);
  });

  test('is nearly always called by its name', () => {
    const texts = Object.entries(foreignTexts).flatMap(([code, list]) =>
      list.map((text) => ({ code, text })),
    );
    const misnamed = texts.filter(({ code, text }) => detectLanguage(text).code !== code);
    expect(texts.length).toBeGreaterThan(180);
    expect(misnamed.length / texts.length, JSON.stringify(misnamed)).toBeLessThan(0.02);
  });

  test.each([
    [
      'la',
      'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore',
    ],
    [
      'sw',
      'Chakula kilikuwa kizuri sana lakini huduma ilikuwa polepole na wahudumu hawakuwa wakarimu kwa wateja',
    ],
    ['cy', 'Roedd y bwyd yn flasus iawn ond roedd y gwasanaeth yn araf ac yn ddrud'],
    ['hi', 'Khana bahut accha tha lekin service bilkul kharab thi, hum dobara nahi aayenge'],
    ['af', 'Die kos was baie lekker maar die diens was stadig en ons sal nie weer kom nie'],
    ['gl', 'A comida estaba moi rica pero o servizo foi moi lento e non volveremos nunca máis'],
    [
      'ms',
      'Makanan sedap tetapi perkhidmatan lambat kerana pekerja tidak cukup, awak boleh cuba tempat lain',
    ],
  ])('is told by its words where the table does not know it: %s', (code, text) => {
    expect(detectLanguage(text)).toMatchObject({ code, supported: false });
  });

  test('may have English names and words in it', () => {
    expect(detectLanguage('这个iPhone手机的camera真的很棒')).toMatchObject({ code: 'zh', supported: false });
    expect(
      detectLanguage(
        'Gracias por todo, the best service ever, volveremos pronto con la familia y los amigos',
      ),
    ).toMatchObject({ code: 'es', supported: false });
  });

  test('is the same in capitals and in decomposed letters', () => {
    const text = 'Das Frühstück war ausgezeichnet, nur die Betten fand ich ein wenig zu weich.';
    const language = detectLanguage(text);
    expect(language.code).toBe('de');
    expect(detectLanguage(text.toUpperCase())).toEqual(language);
    expect(detectLanguage(text.normalize('NFD'))).toEqual(language);
  });
});

describe('English', () => {
  test.each(plainEnglish)('is recognised: %s', (text) => {
    const language = detectLanguage(text);
    expect(language).toMatchObject({ code: 'en', supported: true });
    expect(language.confidence).toBeGreaterThan(0.7);
  });

  test.each(unusualEnglish)('is not refused when it is unusual: %s', (text) => {
    const { code, supported } = detectLanguage(text);
    expect(supported).toBe(true);
    expect(['en', 'und']).toContain(code);
  });

  test('stays so with a foreign sentence anywhere in it', () => {
    const sentences = paragraph.split(/(?<=\.) /);
    for (const foreign of ['de', 'es', 'ru', 'ja', 'ar'].map((code) => foreignTexts[code]?.[0] ?? '')) {
      for (let at = 0; at <= sentences.length; at += 1) {
        const text = sentences.toSpliced(at, 0, foreign).join(' ');
        expect(detectLanguage(text), text).toMatchObject({ code: 'en', supported: true });
      }
    }
  });
});

describe('a text that says too little', () => {
  test.each(withoutLetters)('is undetermined without letters: %j', (text) => {
    expect(detectLanguage(text)).toEqual({ code: 'und', confidence: 0, supported: true });
  });

  test.each(tooShortToTell)('is supported when it is short: %s', (text) => {
    const { code, supported } = detectLanguage(text);
    expect(supported).toBe(true);
    expect(['en', 'und']).toContain(code);
  });

  test('is never refused with fewer than 40 Latin letters', () => {
    const latin = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCäöüßéèñçøåæœğışțąłžőưạﬁǅ');
    const other = fc.constantFrom(
      ' ',
      ' ',
      ' ',
      "'",
      '’',
      '.',
      ',',
      '!',
      '7',
      '\n',
      '\0',
      '😀',
      '\uD800',
      '\u0301',
    );
    const words = fc.constantFrom(
      ...Object.values(foreignTexts).flatMap((texts) => texts.join(' ').split(' ')),
    );
    const piece = fc.oneof(
      latin,
      other,
      words.filter((word) => /^[\p{Script=Latin}\p{P}]+$/u.test(word)),
    );
    const text = fc
      .array(fc.tuple(piece, fc.constantFrom('', ' ')), { maxLength: 60 })
      .map((pieces) => pieces.flat().join(''))
      .map((long) => {
        let left = 39;
        return long.replaceAll(letters, (letter) => ((left -= 1) < 0 ? '' : letter));
      });
    fc.assert(
      fc.property(text, (short) => {
        expect(countLetters(short)).toBeLessThan(40);
        expect(detectLanguage(short).supported).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('any text', () => {
  test('gives a valid language, the same each time', () => {
    fc.assert(
      fc.property(fc.oneof(textArbitrary(), fc.string({ unit: 'binary', maxLength: 300 })), (text) => {
        const language = detectLanguage(text);
        expect(analysis.shape.language.safeParse(language).success).toBe(true);
        expect(language.code).toMatch(/^[a-z]{2,3}$/);
        expect(detectLanguage(text)).toEqual(language);
      }),
      { numRuns: 1_000 },
    );
  });

  test('of any length gets the language that most of it is in', () => {
    const german = `${foreignTexts['de']?.join(' ')} `;
    const english = `${paragraph} `;
    expect(detectLanguage(german.repeat(2_500))).toMatchObject({ code: 'de', supported: false });
    expect(detectLanguage(english.repeat(2_500))).toMatchObject({ code: 'en', supported: true });
    expect(detectLanguage(german + english.repeat(100))).toMatchObject({ code: 'en', supported: true });
    expect(detectLanguage(`${plainEnglish[2]} ${german.repeat(100)}`)).toMatchObject({
      code: 'de',
      supported: false,
    });
    expect(detectLanguage(english.repeat(50) + german + english.repeat(50)).supported).toBe(true);
  });

  test.each([
    ['one endless word', 'ä'],
    ['open tags', '<a'],
    ['addresses', 'a@'],
    ['apostrophes', "a'"],
    ['one Cyrillic letter', 'і'],
    ['lone surrogates', '\uD800'],
  ])('of a million characters is answered: %s', (_, unit) => {
    const text = unit.repeat(1_000_000 / unit.length);
    expect(analysis.shape.language.safeParse(detectLanguage(text)).success).toBe(true);
  });
});
