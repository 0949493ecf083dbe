import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPersonalData, maskText } from '#core/text/mask';
import { normalise } from '#core/text/normalise';
import { findPhoneNumbers } from '#core/text/phone-numbers';

const mask = (text: string): string => maskText(text, findPhoneNumbers);

describe('a text without personal data', () => {
  it.each([
    ['Mail jane.doe+x@mail.example.co.uk, please', 'Mail [email], please'],
    ["ask sean.o\u2019brien@example.ie or o'neill@example.ie", 'ask [email] or [email]'],
    ["the shop's 'jane@b.example' is no shop's", "the shop's '[email]' is no shop's"],
    ['see https://example.com/u/jane?id=5.', 'see http.'],
    ['see www.example.com and linkedin.com/in/jane-doe!', 'see http and http!'],
    ['get ftp://jane:secret@files.example/a.txt, or ssh://jane@host!', 'get http, or http!'],
    ['see:whatsapp://send?phone=jane and file:///home/jane', 'see:http and http'],
    ['at example.com:8080/jane, or münchen.example/jane.', 'at http, or http.'],
    ['mail "jane doe"@x.example or “Jane Doe”@x.example', 'mail [email] or [email]'],
    ['mail jane@[192.168.10.25]', 'mail [email]'],
    [
      'from example.com/www.other.example or example.com/a/jane@x.example',
      'from example.com/http or http[email]',
    ],
    ['thanks @jane_doe and @Zoë', 'thanks @user and @user'],
    ['card 4111 1111 1111 1111 was charged', 'card [number] was charged'],
    ['card 378282246310005', 'card [number]'],
    ['card4111111111111111exp', 'card[number]exp'],
    ['cards 4111  1111  1111  1111, 3782/822463/10005', 'cards [number], [number]'],
    ['4111\n1111\n1111\n1111\n4111_1111_1111_1111', '[number]\n[number]'],
    ['call +44 20 7946 0958, 07700 900124 now', 'call [number], [number] now'],
    [
      '+33 1 23 45 67 89, 06 12 34 56 78; +61 2 9999 9999, 1300 655 506',
      '[number], [number]; [number], [number]',
    ],
    ['+44 20 7946 0958 x 07700 900124, 24 hours a day', '[number], 24 hours a day'],
    ['ring 030-1234567-89 or +12025550143/44', 'ring [number] or [number]'],
    ['ring 06 12 34 56 78 or 01.23.45.67.89', 'ring [number] or [number]'],
    ['see shop.example?user=jane&id=5, please', 'see http, please'],
    ['see shop.example?-user=jane or shop.example?.u=jane', 'see http or http'],
    ['that is 001B.4411.3AB7', 'that is [number]'],
    ['to DE89 3704 0044 0532 0130 00 AND FAST', 'to [number] AND FAST'],
    ['IBAN gb82west12345698765432.', 'IBAN [number].'],
    ['SSN 123-45-6789, thanks', 'SSN [number], thanks'],
    ['it is 123 45 6789.', 'it is [number].'],
    ['ring ０１７１ ２３４５６７８９ or ＋４９ ３０ ９０１８２０', 'ring [number] or [number]'],
    ['write to ｊａｎｅ＠ｂ．ｅｘａｍｐｌｅ or ＠ｊａｎｅ', 'write to [email] or @user'],
    ['from 192.168.10.25 and 2001:db8::ff00:42:8329', 'from [number] and [number]'],
    ['from ::ffff:192.0.2.7, that is 00:1B:44:11:3A:B7', 'from [number], that is [number]'],
    ['card 4111\u00A01111\u00A01111\u00A01111 was', 'card [number] was'],
    ['card 4111\u20131111\u20131111\u20131111 was', 'card [number] was'],
    ['ring \u0660\u0661\u0667\u0661 \u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669', 'ring [number]'],
    ['call +49 30 901820 or (555) 123-4567', 'call [number] or [number]'],
    ['my number is 0171 23456789', 'my number is [number]'],
    ['call 555-1234 now', 'call [number] now'],
    ['order 10023456789 never came', 'order [number] never came'],
    ['on 2024-03-05 555-123-4567 rang', 'on 2024-03-05 [number] rang'],
  ])('%s', (text, masked) => {
    expect(mask(text)).toBe(masked);
  });

  it.each([
    'on 2024-03-05 at 10:30:45, or 5.3.2024, or 03/05/2024',
    'from 2023-12-31 to 2024-01-01, in 2019',
    'from 2019\u20132020, 12\u00A0000 people and 10:30:45:12',
    '2023-12-31 2024-01-01',
    '000-12-3456, 666-12-3456, 900-12-3456, 123-00-4567 and 123-45-0000 are nobody’s',
    'from 123-45 to 6789, １２ or ４．５ stars',
    '20240305 was a good day',
    'it cost $1,299.00, then 1500000 EUR, then \u20AC2500000.50',
    '4/5, 4.5 stars, 10/10, 100 %',
    'ISBN or not, 1234 5678 is short',
    'version 10.1.2.3 is worse',
    'in20 minutes they came back and did it',
    'she said: std::string, 10:30 <3333333',
    'a :) b',
    'either/or, 1:1, std://, so good.really?yes and "that" @ home',
    'Was it good.Really?yes and cafe.babe.dead or ab1234567890123456cd',
    'steps 01 02 03 04 05 06, then 2024.01.02.03.04 each',
  ])('is the same where there is none: %s', (text) => {
    expect(mask(text)).toBe(text);
  });

  it('takes no number for a card whose check digit is wrong', () => {
    expect(findPersonalData('4111 1111 1111 1112', findPhoneNumbers).map(({ kind }) => kind)).not.toContain(
      'card',
    );
  });

  it('says what was where in the original', () => {
    const text = '😀 write to a@b.example or +1 213 373 4253';
    expect(findPersonalData(text, findPhoneNumbers)).toEqual([
      { start: 12, end: 23, kind: 'email', word: '[email]' },
      { start: 27, end: 42, kind: 'number', word: '[number]' },
    ]);
  });

  const piece = fc.constantFrom(
    'good',
    'a@b.example',
    '@jane',
    '@x.example',
    '"jane doe"@x.example',
    'jane@[192.168.100.200]',
    'https://x.example/a',
    'ftp://x.example/a',
    'x.example/a',
    'x.example?a=b',
    '"',
    ':',
    '/',
    'www.x.example',
    '+49 30 901820',
    '0171 23456789',
    '2024-03-05',
    '4111111111111111',
    '192.168.100.200',
    '$5',
    '\n',
    '(',
    '.',
    ',',
    '[email]',
    '@user',
    '😀',
  );
  const few = fc.array(piece, { maxLength: 8 });

  it('reads like the one with it, as far as the normaliser knows it', () => {
    const known = fc.array(
      fc.constantFrom(
        'good',
        'a@b.example',
        "o'brien@b.example",
        '@jane',
        'http://x.example',
        '(0171) 234-5678',
        '12345678',
        '😀',
      ),
    );
    fc.assert(
      fc.property(known, (pieces) => {
        const whole = pieces.join(' so ');
        expect(normalise(mask(whole)).text).toBe(normalise(whole).text);
      }),
    );
  });

  it('has nothing left to mask', () => {
    fc.assert(
      fc.property(few, (given) => {
        const once = mask(given.join(' '));
        expect(mask(once)).toBe(once);
      }),
    );
  });

  it('has spans that follow one another, however close together they are', () => {
    fc.assert(
      fc.property(few, fc.constantFrom(' ', '', '/', '.', ':'), (given, between) => {
        const whole = given.join(between);
        let end = 0;
        for (const span of findPersonalData(whole, findPhoneNumbers)) {
          expect(span.start).toBeGreaterThanOrEqual(end);
          expect(span.end).toBeGreaterThan(span.start);
          end = span.end;
        }
        expect(end).toBeLessThanOrEqual(whole.length);
      }),
      { numRuns: 1000 },
    );
  });

  it('comes of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (whole) => {
        expect(typeof mask(whole)).toBe('string');
      }),
    );
  });
});
