import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDateOrderGuess, readDate, rolesAsRead } from '#core/table/dates';

describe('a day', () => {
  it.each([
    ['2024-03-05', '2024-03-05'],
    ['2024-03-05T23:59:59Z', '2024-03-05'],
    ['2024-03-05T10:00:00.123+02:00', '2024-03-05'],
    ['2024-03-05 10:00', '2024-03-05'],
    ['2024-03-05 10:00:00.123456+00', '2024-03-05'],
    ['2024-03-05 10:00:00 CET', '2024-03-05'],
    ['2024/3/5', '2024-03-05'],
    ['20240305', '2024-03-05'],
    ['2024-03', '2024-03-01'],
    ['5.3.2024', '2024-03-05'],
    ['05. 03. 24', '2024-03-05'],
    ['5.3.99 10:00', '1999-03-05'],
    ['5 March 2024', '2024-03-05'],
    ['5th of March, 2024', '2024-03-05'],
    ['05-Mar-24', '2024-03-05'],
    ['Tue, 5 Mar 2024 10:00:00 GMT', '2024-03-05'],
    ['March 5, 2024', '2024-03-05'],
    ['Tue Mar 05 2024 10:30:00 GMT+0100 (Central European Standard Time)', '2024-03-05'],
    ['Tue Mar 05 10:30:00 +0000 2024', '2024-03-05'],
    ['Mon Apr  6 22:19:45 PDT 2009', '2009-04-06'],
    ['Mar 5 2024 10:00 PM', '2024-03-05'],
    ['Sept. 30, 2024', '2024-09-30'],
    ['Mar 2024', '2024-03-01'],
    [' 29.2.2024 ', '2024-02-29'],
  ])('is read out of %s', (cell, day) => {
    expect(readDate(cell, 'month-first')).toBe(day);
    expect(readDate(cell, 'day-first')).toBe(day);
  });

  it('is read out of seconds and thousandths since 1970, as programs count them', () => {
    for (const cell of ['1709600000', 1_709_600_000, 1_709_600_000_123, '1709600000.5'])
      expect(readDate(cell, 'day-first')).toBe('2024-03-05');
    for (const cell of [709_600_000, 9_709_600_000, 17_096_000_000, '17096000001234'])
      expect(readDate(cell, 'day-first')).toBeNull();
  });

  it.each([
    '',
    '2024',
    '5',
    '4/5',
    '4.5',
    '12345',
    '31.2.2024',
    '29.2.2023',
    '2024-13-01',
    '99999999',
    'May',
    'maybe 5 2024',
    'on 5.3.2024',
    '10:30',
    'Tue Mar 32 10:30:00 PDT 2024',
    '2024-03-05 10:30 or so',
    '1.2.3.4',
    'v1.2.2024',
    'Marching 2024 on',
  ])('is none in %j', (cell) => {
    expect(readDate(cell, 'month-first')).toBeNull();
  });

  it('is none in a number, a truth or nothing', () => {
    for (const cell of [20_240_305, 45_356, true, null, undefined])
      expect(readDate(cell, 'day-first')).toBeNull();
  });

  it.each([
    [['3/5/2024', '25/3/2024'], 'day-first'],
    [['3/5/2024', '3/25/2024'], 'month-first'],
    [['3/5/2024'], 'month-first'],
    [['1/3/2024', '2/3/2024', '3/3/2024', '1/4/2024'], 'day-first'],
    [['3/1/2024', '3/2/2024', '3/3/2024', '4/1/2024'], 'month-first'],
    [['1-3-24', '13-3-24'], 'day-first'],
  ] as const)('with slashes is read as all of them tell: %j', (cells, order) => {
    const guess = createDateOrderGuess();
    for (const cell of cells) guess.add(cell);
    expect(guess.order).toBe(order);
  });

  it('with slashes is read as the person says, and says whether that mattered', () => {
    const guess = createDateOrderGuess('month-first');
    guess.add('25/3/2024');
    expect([guess.order, guess.matters]).toEqual(['month-first', false]);
    guess.add('3/5/2024');
    expect([guess.order, guess.matters]).toEqual(['month-first', true]);
    const roles = { text: [0], date: 1, group: null, rating: null };
    expect(rolesAsRead(roles, guess)).toEqual({ ...roles, dateOrder: 'month-first' });
    const same = createDateOrderGuess();
    for (const cell of ['3/3/2024', '2024-03-05', '5.3.2024', null]) same.add(cell);
    expect(rolesAsRead({ ...roles, dateOrder: 'day-first' }, same)).toEqual(roles);
  });

  it('with slashes follows the order, but where no calendar has such a day', () => {
    expect(readDate('3/5/2024', 'day-first')).toBe('2024-05-03');
    expect(readDate('3/5/2024', 'month-first')).toBe('2024-03-05');
    expect(readDate('25/3/2024', 'month-first')).toBe('2024-03-25');
  });

  it('comes back from every way it is written', () => {
    const day = fc.date({
      min: new Date(Date.UTC(1970, 0, 1)),
      max: new Date(Date.UTC(2069, 11, 31)),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(day, (date) => {
        const iso = date.toISOString().slice(0, 10);
        const [y = '', m = '', d = ''] = iso.split('-');
        const name = date.toLocaleString('en', { month: 'long', timeZone: 'UTC' });
        for (const cell of [
          iso,
          date.toISOString(),
          `${d}.${m}.${y}`,
          `${Number(d)} ${name} ${y}`,
          `${name} ${d}, ${y}`,
          `${y}${m}${d}`,
        ]) {
          expect(readDate(cell, 'day-first')).toBe(iso);
        }
        expect(readDate(`${m}/${d}/${y.slice(2)}`, 'month-first')).toBe(iso);
        expect(readDate(`${d}/${m}/${y}`, 'day-first')).toBe(iso);
      }),
    );
  });
});
