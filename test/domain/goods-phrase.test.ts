import { expect, test } from 'vitest';
import { narrowsGoods } from '../../src/domain/goods-phrase.ts';

test.each([
  ["China's stainless steel exports rose 20%.", 'steel'],
  ["China's exports of steel plate rose 20%.", 'steel'],
  ["China's steel exports of hot-rolled coil rose 20%.", 'steel'],
  ["China's net steel exports rose 20%.", 'steel'],
  ["China's high-grade iron ore imports rose 20%.", 'iron_ore'],
  ["China's iron ore pellet imports rose 20%.", 'iron_ore'],
  ["China's seaborne crude oil imports rose 20%.", 'crude_oil'],
  ["China's exports of steel and aluminium rose 20%.", 'steel'],
  ["China's refined and crude oil imports rose 20%.", 'crude_oil'],
  ["China's high-tech exports rose 9%.", 'total'],
  ["China's goods and services exports rose 9%.", 'total'],
  ["China's stainless steel exports rose 20% as steel demand fell.", 'steel'],
])('%s: a word beside the goods narrows %s', (text, commodity) => {
  expect(narrowsGoods(text, commodity)).toBe(true);
});

test.each([
  ["China's steel exports rose 20%.", 'steel'],
  ['China June steel exports rise 20%', 'steel'],
  ["China's Jan-May steel exports reach a record, rising 9%", 'steel'],
  ["China's exports of steel products rose 20%, while stainless steel exports fell.", 'steel'],
  ["In September China's finished steel exports totaled 10.465 million mt.", 'steel'],
  ['China shipped more, and exports of rare-earth magnets rose 20%.', 'rare_earth_magnets'],
  ["China's May soybean imports of about 13.9 million tons were a record.", 'soybeans'],
  ["Japan's U.S.-bound exports fell 10.2%.", 'total'],
  ["China's overall exports in June rose 5.8%.", 'total'],
  ['China shipped 3,188 tons of rare earth magnets in June.', 'rare_earth_magnets'],
])('%s: all of %s', (text, commodity) => {
  expect(narrowsGoods(text, commodity)).toBe(false);
});
