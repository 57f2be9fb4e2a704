import { describe, expect, test } from 'vitest';
import { contentOfName } from '../../src/parse/china-customs-query.ts';
import {
  cleanLabel,
  currencyOf,
  productOfLabel,
  readColumn,
  readPageDate,
  readTitle,
  readValueUnit,
  tableOf,
} from '../../src/parse/china-customs-tables.ts';

describe('file names of the online query', () => {
  test.each([
    ['2025in.csv', 'import', null],
    ['2024out.csv', 'export', null],
    ['e210201810.csv', 'export', '210'],
    ['i116202503.csv', 'import', '116'],
    ['e2024.csv', 'export', null],
    ['i2024.csv', 'import', null],
    ['magnets exports 2024.csv', 'export', null],
    ['IMPORT_2025.CSV', 'import', null],
    ['2023年进口原油数量和金额（人民币）.csv', 'import', null],
    ['稀土出口.csv', 'export', null],
    ['进出口_出口.csv', 'export', null],
    ['magnets.csv', null, null],
    ['china.csv', null, null],
    ['indium.csv', null, null],
    ['/inbox/out/magnets.csv', null, null],
  ])('%s says %s', (name, flow, partnerCode) => {
    expect(contentOfName(name)).toEqual({ flow, partnerCode });
  });

  test.each(['in-out.csv', 'import and export.csv', '进出口.csv', '进口出口.csv'])('%s says both and is refused', (name) => {
    expect(() => contentOfName(name)).toThrow('both import and export');
  });
});

describe('titles of the monthly tables', () => {
  test.each([
    ["(5) China's Major Exports by Quantity and Value, May 2026 (in USD)", 'exports', 'USD', 202605, false],
    ["(5) China's Major Exports by Quantity and Value, April 2025 (in CNY)", 'exports', 'CNY', 202504, false],
    ["(4) China's Total Export & Import Values by Country/Region, January-February 2025 (in RMB)", 'country', 'CNY', 202502, true],
    ["(4) China's Total Export & Import Values by Country/Region, Jan.-Feb. 2025 (in CNY)", 'country', 'CNY', 202502, true],
    ["(6) China's Major Imports by Quantity and Value, January to February, 2026 (in USD)", 'imports', 'USD', 202602, true],
    ["(6) China's Major Imports by Quantity and Value, 2020 (Only August, in CNY)", 'imports', 'CNY', 202008, false],
    ["China's Total Value of Imports and Exports by Major Country (Region), Jan. 2018", 'country', null, 201801, false],
    ["(12) China's Major Exports by Quantity and Value, Sept. 2025 (in USD)", 'exports', 'USD', 202509, false],
  ])('%s', (title, table, currency, end, combined) => {
    expect(readTitle(title, 'page')).toEqual({ table, currency, end, combined, bulletin: false });
  });

  test('a table is known by its words, and one that is not read is refused by its title', () => {
    expect(tableOf("(4) China's Total Export & Import Values by Trade Mode, May 2025 (in CNY)")).toBeNull();
    expect(() => readTitle('(7) Statistics Bulletin on Freight Supervision, May 2025', 'page')).toThrow(
      'Freight Supervision, May 2025" is not read',
    );
    expect(() => readTitle("China's Major Exports by Quantity and Value (in CNY)", 'page')).toThrow('no month and year');
    expect(() => readTitle("China's Major Exports by Quantity and Value, Jan-May 2025", 'page')).toThrow('months 1 to 5');
  });
});

describe('unit rows, dates and labels', () => {
  test.each([
    ['Unit: CNY 100 Million', 'CNY', 8],
    ['Unit: USD1 Million', 'USD', 6],
    ['Value Unit: CNY 100 Million', 'CNY', 8],
    ['Unit: US$ 1,000', 'USD', 3],
    ['Unit: 10,000 RMB', 'CNY', 4],
    ['Unit: RMB 10,000', 'CNY', 4],
  ])('%s is %s times ten to the power %i', (text, currency, exponent) => {
    expect(readValueUnit(text, 'page')).toEqual({ currency, exponent });
  });

  test.each(['Unit: 10,000 Tons', 'Unit: CNY/USD 1 Million', 'Unit: USD 5 Million', 'Unit: USD', 'Unit: USD 1 Gazillion'])(
    '%s is refused',
    (text) => {
      expect(() => readValueUnit(text, 'page')).toThrow('expected such as "Unit: CNY 100 Million"');
    },
  );

  test('a currency is told only where there is one', () => {
    expect([currencyOf('(in CNY)'), currencyOf('(in RMB)'), currencyOf('in USD'), currencyOf('in CNY and USD'), currencyOf('')]).toEqual([
      'CNY',
      'CNY',
      'USD',
      null,
      null,
    ]);
  });

  test('dates are year first on new pages and month first on old ones', () => {
    expect([readPageDate('2026/06/10', 'p'), readPageDate('06/10/2019', 'p'), readPageDate('', 'p')]).toEqual([
      '2026-06-10',
      '2019-06-10',
      null,
    ]);
    expect(() => readPageDate('2025/02/30', 'p')).toThrow('expected such as 2026/06/10');
  });

  test('labels lose their stars and "of which", and goods that were renamed keep their code', () => {
    expect(cleanLabel('of which: Germany')).toBe('Germany');
    expect(['Rare earth', 'Rare Earth', 'Rare-earth ore, metals, compounds'].map(productOfLabel)).toEqual([
      'rare-earth',
      'rare-earth',
      'rare-earth',
    ]);
    expect(productOfLabel('*Hi-Tech Products')).toBe('hi-tech-products');
    expect(productOfLabel('Motor vehicles（including chassis fitted with engines)')).toBe(
      'motor-vehicles-including-chassis-fitted-with-engines',
    );
  });
});

describe('headers of columns', () => {
  const title = { table: 'exports', currency: 'CNY', end: 202505, combined: false, bulletin: false } as const;
  test.each([
    [['5', 'Quantity'], { kind: 'figure', period: 'month', measure: 'quantity', year: null }],
    [['May', 'Value'], { kind: 'figure', period: 'month', measure: 'value', year: null }],
    [['1-5 Total', 'Value'], { kind: 'figure', period: 'total', measure: 'value', year: null }],
    [['1-5 Total,2024', 'Value'], { kind: 'figure', period: 'last', measure: 'value', year: 2024 }],
    [['Jan-May 2024 in Total', 'Quantity'], { kind: 'figure', period: 'last', measure: 'quantity', year: 2024 }],
    [['1-5 Total, Year-On-Year(%)', 'Value'], { kind: 'growth', period: 'total', measure: 'value', year: null }],
    [['Export & Import', '1- to-5'], { kind: 'figure', period: 'total', measure: 'both', year: null }],
    [['Import', '5'], { kind: 'figure', period: 'month', measure: 'import', year: null }],
    [['1-to-5 Total Year-on-Year (±%)', 'Export'], { kind: 'growth', period: 'total', measure: 'export', year: null }],
    [['QTY Unit'], { kind: 'unit' }],
    [['Import Source', 'Export Destination'], { kind: 'label' }],
  ])('%j', (texts, column) => {
    expect(readColumn(texts, title, 'page')).toEqual(column);
  });

  // So long that a reading which grows with the square of the length would outlast the test.
  test.each([
    ['1-', 'month 1, but the title says month 5'],
    [' to ', 'a column without a month'],
    ['- ', 'a column without a month'],
    ['jan-', 'months 1 to 1, but the title says up to month 5'],
  ])('refuse a header of half a million times %j', (part, reason) => {
    const header = part.repeat(500_000);
    expect(() => readColumn([header], title, 'page')).toThrow('neither quantity nor value');
    expect(() => readColumn([`Value ${header}x`], title, 'page')).toThrow(reason);
  });
});
