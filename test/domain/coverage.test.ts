import { describe, expect, test } from 'vitest';
import { type CoverageFigure, coverageOf } from '../../src/domain/coverage.ts';
import { addMonths } from '../../src/domain/period.ts';

/** Ten partners; the first has a third of the trade. Invented. */
const MASS: Readonly<Record<string, number>> = { CN: 500, US: 200, DE: 150, JP: 120, KR: 110, VN: 100, FR: 90, IT: 80, TH: 70, MX: 60 };
const PARTNERS = Object.keys(MASS);
const NEW = 202506;

const figure = (partner: string, month: number, value: number | null = MASS[partner] ?? 1, product = '850511'): CoverageFigure => ({
  partner,
  product,
  month,
  value,
});
const months = (count: number): number[] => Array.from({ length: count }, (_, index) => addMonths(NEW, -1 - index));
const history = (partners: readonly string[] = PARTNERS, count = 6): CoverageFigure[] =>
  months(count).flatMap((month) => partners.map((partner) => figure(partner, month)));
const now = (partners: readonly string[]): CoverageFigure[] => partners.map((partner) => figure(partner, NEW));
const NOTHING: ReadonlySet<string> = new Set();
const without = (...gone: string[]): string[] => PARTNERS.filter((partner) => !gone.includes(partner));

describe('the coverage of a new month', () => {
  test('is whole when everybody is there', () => {
    expect(coverageOf(NEW, history(), now(PARTNERS), NOTHING)).toMatchObject({ members: 10, partial: false, missing: [], received: 4440 });
  });

  test('is partial when partners with more than 5 % of the trailing three months are missing, the heaviest named first', () => {
    const found = coverageOf(NEW, history(), now(without('US', 'DE', 'JP')), NOTHING);
    expect(found).toMatchObject({ partial: true, leftOut: null });
    expect(found?.missing.map((m) => m.member)).toEqual(['US', 'DE', 'JP']);
    expect(found?.missing[0]?.percent).toBeCloseTo((100 * 200) / 1480, 6);
  });

  test('is not partial when one partner alone has ended, however heavy, or one product of all partners', () => {
    expect(coverageOf(NEW, history(), now(without('CN')), NOTHING)).toMatchObject({ partial: false, leftOut: 'CN' });
    const both = (list: readonly CoverageFigure[]) => list.flatMap((f) => [f, { ...f, product: '811292' }]);
    expect(coverageOf(NEW, both(history()), now(PARTNERS), NOTHING)).toMatchObject({ members: 20, partial: false, leftOut: '811292' });
  });

  test('is partial when more than one per cent is missing beside the partner that might have ended', () => {
    expect(coverageOf(NEW, history(), now(without('CN', 'MX')), NOTHING)).toMatchObject({ partial: true, leftOut: null });
  });

  test('expects nobody who trades only in some months', () => {
    const sparse = months(6).flatMap((month, index) =>
      index % 2 === 0 ? [figure('BR', month, 300), figure('IN', month, 300), figure('ZA', month, 300)] : [],
    );
    expect(coverageOf(NEW, [...history(), ...sparse], now(PARTNERS), NOTHING)).toMatchObject({ members: 10, partial: false });
  });

  test('is not partial when small partners stay away', () => {
    const small = ['AA', 'AB', 'AC', 'AD'];
    const before = [...history(), ...months(6).flatMap((month) => small.map((partner) => figure(partner, month, 5)))];
    expect(coverageOf(NEW, before, now(PARTNERS), NOTHING)).toMatchObject({ members: 14, partial: false });
  });

  test('takes new members in the place of old ones with as much mass: codes that were split, labels that were renamed', () => {
    const renamed = now([...without('US', 'DE', 'JP'), 'U2', 'D2', 'J2']).map((f) => ({
      ...f,
      value: MASS[f.partner] ?? { U2: 200, D2: 150, J2: 120 }[f.partner] ?? 0,
    }));
    expect(coverageOf(NEW, history(), renamed, NOTHING)).toMatchObject({ partial: false });
  });

  test('counts a figure that is marked as suppressed as there', () => {
    const marked = [...now(without('US', 'DE', 'JP')), ...['US', 'DE', 'JP'].map((partner) => figure(partner, NEW, null))];
    expect(coverageOf(NEW, history(), marked, NOTHING)).toMatchObject({ partial: false, missing: [] });
  });

  test('is whole where the total says that those who came are all', () => {
    expect(coverageOf(NEW, history(), now(without('US', 'DE', 'JP')), new Set(['850511']))).toMatchObject({ partial: false });
  });

  test('is not judged for few partners, after two months only, or without any mass', () => {
    const few = PARTNERS.slice(0, 7);
    expect(coverageOf(NEW, history(few), now(few.slice(0, 2)), NOTHING)).toBeNull();
    expect(coverageOf(NEW, history(PARTNERS, 2), now(['CN']), NOTHING)).toBeNull();
    const zero = history().map((f) => ({ ...f, value: 0 }));
    expect(coverageOf(NEW, zero, now(['CN']), NOTHING)).toBeNull();
  });

  test('weighs by the trailing three months, not by what was long before', () => {
    const faded = history().map((f) => (['US', 'DE', 'JP'].includes(f.partner) && f.month > addMonths(NEW, -4) ? { ...f, value: 1 } : f));
    expect(coverageOf(NEW, faded, now(without('US', 'DE', 'JP')), NOTHING)).toMatchObject({ partial: false });
  });
});
