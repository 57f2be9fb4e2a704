import { describe, expect, test } from 'vitest';
import { formatMonth } from '../../src/domain/period.ts';
import { readComextTable } from '../../src/parse/comext-table.ts';

/** As they stand in a row. */
interface Row {
  readonly dataset: string;
  readonly freq: string;
  readonly reporter: string;
  readonly partner: string;
  readonly product: string;
  readonly flow: string;
  readonly indicator: string;
  readonly period: string;
  readonly value: string;
  readonly flag: string;
}

const PLACES = [
  { reporter: 'DE', partner: 'CN' },
  { reporter: 'DE', partner: 'US' },
  { reporter: 'EL', partner: 'WORLD' },
];
/** Of two datasets, in months and years, and some that are left out. */
const SERIES: readonly Omit<Row, 'period' | 'value' | 'flag'>[] = PLACES.flatMap(({ reporter, partner }) =>
  ['1', '2'].flatMap((flow) =>
    [
      { dataset: 'ESTAT:DS-045409(1.0)', product: '85051110', indicator: 'VALUE_IN_EUROS' },
      { dataset: 'ESTAT:DS-045409(1.0)', product: '85051110', indicator: 'QUANTITY_IN_100KG' },
      { dataset: 'ESTAT:DS-045409(1.0)', product: '85051190', indicator: 'SUPPLEMENTARY_QUANTITY' },
      { dataset: 'ESTAT:DS-045409(1.0)', product: '85XXXXXX', indicator: 'VALUE_IN_EUROS' },
      { dataset: 'ESTAT:DS-059341(1.0)', product: '850511', indicator: 'VALUE_EUR' },
    ].flatMap((rest) => ['M', 'A'].map((freq) => ({ freq, reporter, partner, flow, ...rest }))),
  ),
);

/** Whole numbers, two decimals, a long tail, a figure that is withheld, one that is missing, and one that nothing is said of. */
const VALUES = ['1', '11708.68', '63369.0000000001', '9007199254740991', '12345678901234567890', '0', '0.05', ':', ':', ''];
const FLAGS = ['', 'p', '', '', 'e', '', 'bn', 'c', 'm', ''];

const ROWS: readonly Row[] = SERIES.flatMap((series, at) =>
  Array.from({ length: series.freq === 'M' ? 24 : 3 }, (_, index): Row => {
    const pick = (at * 7 + index * 3) % VALUES.length;
    const period = series.freq === 'M' ? formatMonth((2023 + Math.trunc(index / 12)) * 100 + (index % 12) + 1) : String(2021 + index);
    return { ...series, period, value: VALUES[pick] as string, flag: FLAGS[pick] as string };
  }),
).filter((_, index) => index % 11 !== 0);

const PLAIN = 'DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE,OBS_FLAG';
/** What differs from row to row stands among the rest, and the dataset at the end. */
const MIXED = 'OBS_FLAG,reporter,TIME_PERIOD,indicators,OBS_VALUE,product,freq,partner,LAST UPDATE,flow,DATAFLOW';

function cellOf(row: Row, column: string): string {
  const cells: Readonly<Record<string, string>> = {
    ...{ DATAFLOW: row.dataset, 'LAST UPDATE': '16/03/26 11:00:00', freq: row.freq, reporter: row.reporter, partner: row.partner },
    ...{
      product: row.product,
      flow: row.flow,
      indicators: row.indicator,
      TIME_PERIOD: row.period,
      OBS_VALUE: row.value,
      OBS_FLAG: row.flag,
    },
  };
  return cells[column] as string;
}

const csv = (rows: readonly Row[], header = PLAIN, quote = ''): string =>
  `${[header, ...rows.map((row) => Array.from(header.split(','), (column) => `${quote}${cellOf(row, column)}${quote}`).join(','))].join('\n')}\n`;

function read(text: string, pieceBytes = 1 << 18) {
  const bytes = Buffer.from(text);
  const pieces = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, index) =>
    bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes),
  );
  const { table, left, ...rest } = readComextTable(pieces, 'f', 202606);
  const figures = Array.from(table, (o) => JSON.stringify(o)).sort();
  return {
    ...rest,
    left: [...left].sort(),
    figures,
    prints: Array.from(table.bySeries(), (own) => own.fingerprint()).sort((a, b) => a - b),
  };
}

/** Each row by itself, as nothing then is known of the row before. */
const alone = ROWS.map((row) => readComextTable([Buffer.from(csv([row]))], 'f', 202606));
const figuresAlone = alone.flatMap(({ table }) => Array.from(table, (o) => JSON.stringify(o))).sort();
const leftAlone = alone.reduce((left, one) => {
  for (const [reason, count] of one.left) left.set(reason, (left.get(reason) ?? 0) + count);
  return left;
}, new Map<string, number>());

const by = (number: (row: Row, index: number) => number): Row[] =>
  ROWS.map((row, index) => ({ row, at: number(row, index) }))
    .sort((a, b) => a.at - b.at)
    .map(({ row }) => row);
const monthOf = ({ period }: Row): number => Number(period.slice(0, 4)) * 100 + Number(period.slice(5) || 12);

const ORDERS: readonly [name: string, rows: readonly Row[]][] = [
  ['series by series', ROWS],
  ['month by month', by(monthOf)],
  ['month by month, the newest first', by((row) => -monthOf(row))],
  ['in any order', by((_, index) => (index * 7_919) % ROWS.length)],
  ['series by series, backwards', ROWS.toReversed()],
];

describe('the rows of a file', () => {
  test('are of all kinds here', () => {
    expect(figuresAlone.length).toBeGreaterThan(300);
    expect([...leftAlone.values()].every((count) => count > 10)).toBe(true);
    expect(leftAlone.size).toBe(3);
  });

  test.each(ORDERS)('%s give the figures that each gives by itself', (_name, rows) => {
    for (const text of [csv(rows), csv(rows, MIXED), csv(rows, PLAIN, '"'), csv(rows, MIXED, '"'), csv(rows).replaceAll('\n', '\r\n')]) {
      const whole = read(text);
      expect(whole.figures).toEqual(figuresAlone);
      expect(whole.left).toEqual([...leftAlone].sort());
      expect(whole.rows).toBe(ROWS.length);
      for (const size of [97, 1_000, 4_099]) expect(read(text, size)).toEqual(whole);
    }
    expect(read(csv(rows)).prints).toEqual(read(csv(ROWS)).prints);
  });

  test.each(ORDERS)('%s are refused by the first that repeats another, with both lines', (_name, rows) => {
    const kept = rows.filter(({ freq, value, flag }) => freq === 'M' && (value !== '' || flag !== ''));
    const own = kept.filter(({ indicator, product }) => indicator !== 'SUPPLEMENTARY_QUANTITY' && !product.includes('X'));
    const twice = [...own, own[5] as Row, own[2] as Row];
    for (const header of [PLAIN, MIXED])
      expect(() => read(csv(twice, header))).toThrow(`f line ${own.length + 2}: the same series and period as line 7`);
  });

  test.each(ORDERS)('%s are refused with the line of one that cannot be read', (_name, rows) => {
    const broken = (at: number, change: Partial<Row>): string =>
      csv(rows.map((row, index) => (index === at ? { ...row, ...change } : row)));
    for (const at of [0, 1, 200, rows.length - 1]) {
      expect(() => read(broken(at, { partner: '??' }))).toThrow(`f line ${at + 2}: unknown partner "??"`);
      expect(() => read(broken(at, { dataset: 'ESTAT:DS-1' }))).toThrow(`f line ${at + 2}: dataset "ESTAT:DS-1"`);
      expect(() => read(broken(at, { freq: 'M', period: '2025-13' }))).toThrow(`f line ${at + 2}: there is no month "2025-13"`);
    }
  });
});
