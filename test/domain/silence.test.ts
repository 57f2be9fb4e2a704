import { expect, test } from 'vitest';
import { isSilenced, type Silence } from '../../src/domain/silence.ts';

const SILENCE: Silence = {
  ...{ id: 1, rule: null, series: null, receiver: null, reason: 'r', author: 'a' },
  from: '2025-07-01T00:00:00.000Z',
  until: '2025-07-15T00:00:00.000Z',
};
const KEY = 'un-comtrade/CN.US.export.HS:850511.value.USD';
const silent = (change: Partial<Silence>, series: string | null = KEY, at = '2025-07-02T00:00:00.000Z'): boolean =>
  isSilenced([{ ...SILENCE, ...change }], { rule: 'magnets', series }, 'desk', at);

test('holds from its beginning to just before its end', () => {
  expect(
    ['2025-06-30T23:59:59.999Z', SILENCE.from, '2025-07-14T23:59:59.999Z', SILENCE.until].map((at) => silent({ rule: 'magnets' }, KEY, at)),
  ).toEqual([...[false, true, true, false]]);
});

test('covers what all of its parts name', () => {
  expect(silent({ rule: 'magnets', receiver: 'desk', series: KEY })).toBe(true);
  expect(silent({ rule: 'other', receiver: 'desk' })).toBe(false);
  expect(silent({ rule: 'magnets', receiver: 'hook' })).toBe(false);
});

test('a star stands for any characters, a dot for a dot', () => {
  expect(silent({ series: 'un-comtrade/*' })).toBe(true);
  expect(silent({ series: '*.US.export.*' })).toBe(true);
  expect(silent({ series: '*XUS*' })).toBe(false);
  expect(silent({ series: 'un-comtrade/CN.US' })).toBe(false);
});

test('a pattern for all series of a source covers the source itself, and none covers what is no series', () => {
  expect(silent({ series: 'un-comtrade/*' }, 'un-comtrade/')).toBe(true);
  expect(silent({ series: 'un-comtrade/CN.*' }, 'un-comtrade/')).toBe(false);
  expect(silent({ series: '*' }, null)).toBe(false);
});
