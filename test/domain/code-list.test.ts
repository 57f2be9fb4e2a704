import { describe, expect, test } from 'vitest';
import { codeRows, NAMES, TEXT } from '../../src/domain/codes/code-list.ts';
import { partnerList } from '../../src/domain/codes/partner-list.ts';

const THREE_DIGITS = { pattern: /^\d{3}$/, expected: 'three digits' } as const;
const COLUMNS = { code: THREE_DIGITS, name: TEXT, printed: NAMES } as const;
const rows = (data: unknown) => codeRows('test.json', data, COLUMNS, ['code']);

describe('rows of a file of codes', () => {
  test('have the columns of the file, with null or an empty list for what is left out, and know their line', () => {
    expect(
      rows([
        { code: '101', name: 'A' },
        { code: '102', name: 'B', printed: ['b', 'β'] },
      ]),
    ).toEqual([
      { code: '101', name: 'A', printed: [], line: 2 },
      { code: '102', name: 'B', printed: ['b', 'β'], line: 3 },
    ]);
  });

  test.each<[string, unknown, string]>([
    ['no list', { code: '101' }, 'test.json:1: expected a list of rows, one on each line'],
    ['an empty list', [], 'test.json:1: expected a list of rows, one on each line'],
    ['a row that is none', [['101', 'A']], 'test.json:2: expected a row such as { "code": "..." }'],
    ['a column left out', [{ code: '101' }], 'test.json:2: name is missing; expected text without blanks around it'],
    ['a column that is not known', [{ code: '101', nmae: 'A' }], 'test.json:2: unknown column "nmae"; there are code, name, printed'],
    ['a code as a number', [{ code: 101, name: 'A' }], 'test.json:2: code is 101; expected three digits'],
    [
      'a code that lost its zero',
      [
        { code: '101', name: 'A' },
        { code: '13', name: 'B' },
      ],
      'test.json:3: code is "13"; expected three digits',
    ],
    ['a name with a blank', [{ code: '101', name: 'A ' }], 'test.json:2: name is "A "; expected text without blanks around it'],
    ['a text for a list', [{ code: '101', name: 'A', printed: 'a' }], 'test.json:2: printed is "a"; expected a list of them'],
    ['an empty name in a list', [{ code: '101', name: 'A', printed: ['a', ''] }], 'test.json:2: printed is ""; expected text'],
    [
      'a code twice',
      [
        { code: '101', name: 'A' },
        { code: '102', name: 'B' },
        { code: '101', name: 'C' },
      ],
      'test.json:4: code 101 is in line 2 too',
    ],
    ['an inherited name', [{ code: '101', name: 'A', constructor: 'B' }], 'test.json:2: unknown column "constructor"'],
  ])('%s is refused by file and line', (_what, data, message) => expect(() => rows(data)).toThrow(`config/codes/${message}`));
});

describe('a list of partners', () => {
  const list = (data: unknown) => partnerList('test.json', THREE_DIGITS, () => data);

  test('finds codes, names and partners, and knows no others', () => {
    const asked = list([
      { code: '101', partner: 'CN', names: ['Chine', 'République populaire'] },
      { code: '102', partner: 'OTHER_ASIA' },
      { code: '103', partner: 'CN', same_as: '101' },
    ]);
    expect(asked.find('102')).toEqual({ code: '102', partner: 'OTHER_ASIA', kind: 'rest', names: [] });
    expect([asked.partnerOf('103'), asked.codeOf('CN'), asked.codesOf('CN')]).toEqual(['CN', '101', ['101', '103']]);
    expect(asked.partnerOfName('REPUBLIQUE-POPULAIRE')).toBe('CN');
    expect([asked.find('1'), asked.partnerOf('constructor'), asked.codeOf('JP'), asked.codesOf('JP'), asked.partnerOfName('')]).toEqual([
      null,
      null,
      null,
      [],
      null,
    ]);
  });

  test.each<[string, unknown, string]>([
    [
      'an ISO code that there is not',
      [{ code: '101', partner: 'ZZ' }],
      'test.json:2: unknown partner "ZZ"; expected ISO 3166-1 alpha-2, or',
    ],
    ['an area that is not in areas.json', [{ code: '101', partner: 'ATLANTIS' }], 'test.json:2: unknown partner "ATLANTIS"'],
    [
      'two codes of one partner',
      [
        { code: '101', partner: 'CN' },
        { code: '102', partner: 'CN' },
      ],
      'test.json:3: CN has the code 101 too',
    ],
    [
      'an alias of nothing',
      [{ code: '101', partner: 'CN', same_as: '102' }],
      'test.json:2: same_as 102 is not the code of CN, which is missing',
    ],
    [
      'one name for two',
      [
        { code: '101', partner: 'CN', names: ['A'] },
        { code: '102', partner: 'JP', names: ['a'] },
      ],
      'test.json:3: the name "a"',
    ],
  ])('refuses %s', (_what, data, message) => expect(() => list(data).partnerOf('101')).toThrow(`config/codes/${message}`));

  test('is checked when it is first asked, not when it is made', () => {
    const broken = list('nothing');
    expect(() => broken.codes()).toThrow('config/codes/test.json:1');
    expect(() => broken.codes()).toThrow('config/codes/test.json:1');
  });
});
