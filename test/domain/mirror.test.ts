import { describe, expect, test } from 'vitest';
import { headingOf, type MirrorSeries, mirrorMonths, mirrorPairs, mirrorScope, nowcast } from '../../src/domain/mirror.ts';
import { scopeWords } from '../../src/domain/mirror-words.ts';

/** All figures are invented. */
function series(id: string, months: Readonly<Record<number, number>>, unit = 'kg'): MirrorSeries {
  const [pipeline = '', reporter = '', partner = '', flow = '', classification = '', product = ''] = id.split(' ');
  const key = { pipeline, reporter, partner, flow: flow as 'export', classification, product, measure: 'net_weight' as const, unit };
  return { key, valuation: null, months: new Map(Object.entries(months).map(([month, value]) => [Number(month), value])) };
}

const code = (text: string) => ({ classification: text.split(':')[0] ?? '', product: text.split(':')[1] ?? '' });

describe('the scope of two codes', () => {
  test.each([
    ['HS:850511', 'HS:850511', 'same'],
    ['HS:850511', 'NCM:85051100', 'same'],
    ['JP9:850511000', 'NCM:85051100', 'same'],
    ['HS8:85051110', 'HS:850511', 'exporter_narrower'],
    ['HS:850511', 'CN:85051110', 'importer_narrower'],
    ['HS8:85051110', 'CN:85051110', 'parts'],
    ['HS8:85051110', 'HS8:85051110', 'same'],
    // Proved: the concordance has both as all of one code. Else two editions are two codes.
    ['HS2017:850511', 'HS2022:850511', 'same'],
    ['HS2012:850511', 'HS:850511', 'same'],
    ['HS2017:850511', 'NCM:85051100', 'same'],
    ['HS2002:850511', 'HS:850511', 'editions'],
    ['HS2017:854231', 'HS2022:854231', 'editions'],
    ['HS2022:854231', 'HS2022:854231', 'same'],
    ['HS2017:854231', 'HTS:8542310001', 'importer_narrower'],
    ['HS8:85423111', 'HS2017:854231', 'exporter_narrower'],
    // A list that names no edition follows the one in force.
    ['HS2022:854231', 'NCM:85423100', 'same'],
    ['HS2022:854231', 'HS:854231', 'same'],
    ['HS2017:854231', 'NCM:85423100', 'editions'],
    ['HS:854231', 'HS2017:854231', 'editions'],
    ['HS:854231', 'NCM:85423100', 'same'],
  ])('%s beside %s: %s', (exporter, importer, scope) => expect(mirrorScope(code(exporter), code(importer), 202506)).toBe(scope));

  test.each([
    [201612, 'HS2012'],
    [201701, 'HS2017'],
    [202112, 'HS2017'],
    [202201, 'HS2022'],
    [202712, 'HS2022'],
    [199001, 'HS1992'],
  ])('in %s a code without an edition is of %s, and of no other', (month, edition) => {
    const scopes = ['HS1992', 'HS1996', 'HS2002', 'HS2007', 'HS2012', 'HS2017', 'HS2022'].map((other) => [
      other,
      mirrorScope(code(`${other}:854231`), code('HSK:8542310000'), month),
    ]);
    expect(scopes.filter(([, scope]) => scope === 'same').map(([other]) => other)).toEqual([edition]);
    expect(new Set(scopes.map(([, scope]) => scope))).toEqual(new Set(['same', 'editions']));
  });

  test('from 2028 on the edition in force is not known', () => {
    expect(mirrorScope(code('HS2022:854231'), code('HSK:8542310000'), 202801)).toBe('editions');
    expect(mirrorScope(code('NCM:85423100'), code('HSK:8542310000'), 202801)).toBe('same');
  });

  test('a code of fewer than six digits, or of another list, has no heading', () => {
    expect([headingOf('85051110'), headingOf('8505'), headingOf('rare-earth'), headingOf('TOTAL')]).toEqual(['850511', null, null, null]);
  });
});

test('both sides stand month by month, with a gap only where it means something, and the reason where not', () => {
  const exporter = series('a CN US export HS 850511', { 202501: 100, 202502: 0, 202503: 80 });
  const importer = series('b US CN import HS 850511', { 202501: 107, 202502: 5, 202504: 90 });
  expect(mirrorMonths(exporter, importer)).toEqual([
    { month: 202501, exporterValue: 100, importerValue: 107, gapPercent: 7, gapReason: null },
    { month: 202502, exporterValue: 0, importerValue: 5, gapPercent: null, gapReason: 'exporter_zero' },
    { month: 202503, exporterValue: 80, importerValue: null, gapPercent: null, gapReason: 'no_importer_figure' },
    { month: 202504, exporterValue: null, importerValue: 90, gapPercent: null, gapReason: 'no_exporter_figure' },
  ]);
  expect(mirrorMonths(series('a CN US export HS 850511', { 202501: -20 }), importer)[0]).toMatchObject({
    gapPercent: null,
    gapReason: 'exporter_zero',
  });
  expect(mirrorMonths(exporter, series('b US CN import HS 850511', { 202501: 1 }, 'items'))[0]?.gapReason).toBe('units_differ');
  expect(mirrorMonths(series('a CN US export HS8 85051110', { 202501: 1 }), importer)[0]?.gapReason).toBe('scope_differs');
});

test('an exporter that keeps to an old edition is compared as long as the importer had it, too', () => {
  const exporter = series('un-comtrade VN BR export HS2017 854231', { 202111: 100, 202112: 100, 202201: 100 });
  const importer = series('brazil-comexstat BR VN import NCM 85423100', { 202111: 110, 202112: 120, 202201: 900 });
  expect(mirrorMonths(exporter, importer).map(({ gapPercent, gapReason }) => [gapPercent, gapReason])).toEqual([
    [10, null],
    [20, null],
    [null, 'scope_differs'],
  ]);
  expect(mirrorPairs([exporter], [importer], null)[0]?.scope).toBe('editions');
  expect(scopeWords(exporter, importer)).toContain('two editions of the Harmonized System');
});

describe('the nowcast', () => {
  const exports = [
    series('a CN WORLD export HS8 85051110', { 202406: 1000, 202407: 1000, 202506: 600 }),
    series('a CN US export HS8 85051110', { 202406: 100, 202407: 120, 202506: 50 }),
    series('a CN DE export HS8 85051110', { 202406: 200, 202407: 180, 202506: 90 }),
    series('a CN FR export HS8 85051110', { 202406: 50, 202407: 60, 202506: 20 }),
  ];
  const us = series('us-census US CN import HS 850511', { 202406: 110, 202407: 130, 202506: 55, 202507: 65 });
  const eu = series('eurostat-comext EU CN import CN 85051110', { 202406: 300, 202407: 250, 202506: 120, 202507: 100 });

  test('adds up importers with both months, says their share, and how the exporter itself grew where it is known', () => {
    expect(nowcast({ exports, imports: [us, eu] })).toEqual([
      {
        month: 202506,
        importers: ['EU', 'US'],
        leftOut: [],
        current: 175,
        base: 410,
        percent: (100 * (175 - 410)) / 410,
        coverage: 0.35,
        exporterPercent: -40,
      },
      {
        month: 202507,
        importers: ['EU', 'US'],
        leftOut: [],
        current: 165,
        base: 380,
        percent: (100 * (165 - 380)) / 380,
        coverage: 0.36,
        exporterPercent: null,
      },
    ]);
  });

  test('counts each importer once: a member before its group, its own customs before UN Comtrade, the narrower code first', () => {
    const imports = [
      eu,
      series('eurostat-comext DE CN import CN 85051110', { 202406: 200, 202506: 100 }),
      series('un-comtrade US CN import HS 850511', { 202406: 1, 202506: 1 }),
      us,
      series('x US CN import HTS 8505110070', { 202406: 90, 202506: 45 }),
    ];
    expect(nowcast({ exports, imports })[0]).toMatchObject({
      importers: ['DE', 'US'],
      current: 145,
      base: 290,
      percent: -50,
    });
  });

  test('never adds up two that may count one trade, and names those that it leaves out', () => {
    const of = (source: string, base: number, current: number): MirrorSeries =>
      series(`${source} CN import CN 85051110`, { 202406: base, 202506: current });
    const [de, fr, ea] = [of('eurostat-comext DE', 200, 100), of('eurostat-comext FR', 50, 40), of('eurostat-comext EA20', 280, 110)];
    const [gb, xi] = [of('uk-hmrc GB', 70, 60), of('eurostat-comext NORTHERN_IRELAND', 7, 6)];
    const counted = (...imports: MirrorSeries[]) =>
      nowcast({ exports, imports })
        .filter(({ month }) => month === 202506)
        .map(({ importers, leftOut, current, base }) => [importers, leftOut, current, base]);
    expect(counted(eu, ea)).toEqual([[['EU'], ['EA20'], 120, 300]]);
    expect(counted(ea, us)).toEqual([[['EA20', 'US'], [], 165, 390]]);
    expect(counted(ea, eu, de, fr, us)).toEqual([[['DE', 'FR', 'US'], ['EU', 'EA20'], 195, 360]]);
    expect(counted(xi, gb, eu)).toEqual([[['EU', 'GB'], ['NORTHERN_IRELAND'], 180, 370]]);
    expect(counted(xi, us)).toEqual([[['NORTHERN_IRELAND', 'US'], [], 61, 117]]);
    expect(counted(of('un-comtrade ASEAN', 9, 9), us)).toEqual([[['US'], ['ASEAN'], 55, 110]]);
    expect(counted(of('un-comtrade ASEAN', 9, 9))).toEqual([[['ASEAN'], [], 9, 9]]);
  });

  test("takes UN Comtrade's European Union for the Union of its time, and a group for the months in which no member counts", () => {
    const union = series('un-comtrade EU CN import HS 850511', { 201911: 300, 202011: 330, 202406: 200, 202506: 100 });
    const gb = series('uk-hmrc GB CN import CN 85051110', { 201911: 70, 202011: 60, 202406: 50, 202506: 40 });
    const de = series('eurostat-comext DE CN import CN 85051110', { 202406: 150, 202506: 90, 202407: 1 });
    expect(nowcast({ exports, imports: [union, gb, de] }).map(({ month, importers, leftOut }) => [month, importers, leftOut])).toEqual([
      [202011, ['GB'], ['EU']],
      [202506, ['DE', 'GB'], ['EU']],
    ]);
    expect(nowcast({ exports, imports: [eu, de] }).map(({ month, importers }) => [month, importers])).toEqual([
      [202506, ['DE']],
      [202507, ['EU']],
    ]);
  });

  test('does not know the share of a partner that the exporter does not state apart', () => {
    const jp = series('japan-customs JP CN import JP9 850511000', { 202406: 10, 202506: 5 });
    expect(nowcast({ exports, imports: [us, jp] })[0]?.coverage).toBeNull();
    expect(nowcast({ exports: [], imports: [us] })[0]).toMatchObject({ coverage: null, exporterPercent: null });
  });

  test('says nothing of a month whose base no importer has', () => {
    expect(nowcast({ exports, imports: [series('us-census US CN import HS 850511', { 202506: 5 })] })).toEqual([]);
    expect(nowcast({ exports, imports: [series('us-census US CN import HS 850511', { 202406: -5, 202506: 5 })] })).toEqual([]);
  });
});
