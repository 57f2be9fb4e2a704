import { describe, expect, test } from 'vitest';
import { renderTable, sparkline } from '../../src/commands/table.ts';
import { cutTo, widthOf } from '../../src/commands/text-width.ts';

describe('the width of a text', () => {
  test.each([
    ['magnets', 7],
    ['稀土永磁铁', 10],
    ['ネオジム磁石', 12],
    ['ﾈｵｼﾞﾑ', 5],
    ['자석', 4],
    ['（吨）', 6],
    ['e\u0301tude', 5],
    ['นำ้', 2],
    ['👩‍🔬', 2],
    ['🇨🇳', 2],
    ['✔️', 2],
    ['a\u200bb', 2],
    ['\u001b[32m● ok\u001b[39m', 4],
    ['▁▂▃·—…', 6],
  ])('%s takes %d columns', (text, columns) => expect(widthOf(text)).toBe(columns));

  test('cuts between characters, never through one, and leaves a mark', () => {
    expect(cutTo('稀土永磁铁', 10)).toBe('稀土永磁铁');
    expect(cutTo('稀土永磁铁', 9)).toBe('稀土永磁…');
    expect(cutTo('稀土永磁铁', 8)).toBe('稀土永…');
    expect(cutTo('ok 👩‍🔬👩‍🔬', 6)).toBe('ok 👩‍🔬…');
    expect(cutTo('e\u0301tude', 3)).toBe('e\u0301t…');
  });
});

describe('a table', () => {
  const NAMES = ['magnets', '稀土永磁铁', 'e\u0301tude', '👩‍🔬', '磁石 ｼﾞ'];

  test('aligns whatever is in it', () => {
    const lines = renderTable(
      ['name', 'kg', 'unit'],
      NAMES.map((name, i) => [name, String(10 ** i), 'kg']),
      ['left', 'right'],
    )
      .trimEnd()
      .split('\n');
    expect(lines[2]).toBe('稀土永磁铁     10  kg');
    expect(new Set(lines.slice(1).map(widthOf))).toEqual(new Set([21]));
  });

  test('is cut to the terminal where it may be, and nowhere else', () => {
    const rows = [['CN.WORLD.export', '铁或不铁的永磁铁及磁化后准备制永磁铁的物品', '1,234,567']];
    const wide = renderTable(['series', 'product', 'kg'], rows, [], { columns: undefined, cut: [1] });
    expect(wide).toContain('准备制永磁铁的物品');
    const fitted = renderTable(['series', 'product', 'kg'], rows, [], { columns: 60, cut: [1] })
      .trimEnd()
      .split('\n');
    expect(fitted[1]).toMatch(/^CN\.WORLD\.export {2}铁或不铁的永磁铁及磁化后准\S*… +1,234,567$/);
    expect(widthOf(fitted[1] as string)).toBeLessThanOrEqual(60);
    const narrow = renderTable(['series', 'product', 'kg'], rows, [], { columns: 20, cut: [1] });
    expect(narrow).toMatch(/CN\.WORLD\.export {2}铁或不铁的… +1,234,567/);
  });

  test('leaves out what it may where cutting is not enough, as little as that takes, and says so', () => {
    const head = ['id', 'rule', 'growth', 'base', 'series'];
    const rows = [['96f695bc29', 'magnets-net-weight-yoy', '-30.6 %', '585,000', 'CN.US.export.HS8:85051110.net_weight.kg']];
    const at = (columns: number | undefined): string[] =>
      renderTable(head, rows, [], { columns, cut: [1, 4], least: { 4: 24 }, drop: [3, 1] })
        .trimEnd()
        .split('\n');
    expect(at(undefined)).toEqual(at(200));
    expect(at(undefined)).toHaveLength(2);
    expect(at(80)[1]).toMatch(/^96f695bc29 {2}magnets-net…\S* {2}-30.6 % {2}585,000 {2}CN\.US\.export\.\S+…$/);
    expect(at(62)[1]).toMatch(/^96f695bc29 {2}magnets\S+… {2}-30.6 % {2}CN\.US\.export\.\S+…$/);
    expect(at(62)[2]).toBe('(no room here for: base)');
    expect(at(50)[1]).toMatch(/^96f695bc29 {2}-30.6 % {2}CN\.US\.export\.\S+…$/);
    expect(at(50)[2]).toBe('(no room here for: rule, base)');
    for (const columns of [50, 62, 80]) expect(Math.max(...at(columns).slice(0, 2).map(widthOf))).toBeLessThanOrEqual(columns);
    expect(at(20)[1]).toMatch(/^96f695bc29 {2}-30.6 % {2}/);
  });

  test('shows that there is nothing', () => expect(renderTable(['a'], [])).toBe('(none)\n'));
});

test('a sparkline has a dot for what is unknown, and never a bar', () => {
  expect(sparkline([0, 1, null, 8])).toBe('▁▂·█');
});
