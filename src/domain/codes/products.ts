/** What config/codes says of products: names of HS 2022, how the codes of one classification stand to another's, trade modes. */
import concordanceData from '../../../config/codes/concordance.json' with { type: 'json' };
import namesData from '../../../config/codes/products-hs2022.json' with { type: 'json' };
import tradeModeData from '../../../config/codes/trade-modes-gacc.json' with { type: 'json' };
import { parseMonth, type YearMonth } from '../period.ts';
import { type Column, codeError, codeRows, once, REMARK, TEXT } from './code-list.ts';

const PRODUCT: Column = { pattern: /^[A-Z][A-Z0-9]*:\d{2,10}$/, expected: 'classification and code such as CN:85051110' };
const MONTH = { pattern: /^\d{4}-(?:0[1-9]|1[0-2])$/, expected: 'a month such as 2023-01', optional: true } as const;

/** How a code stands to the code of the Harmonized System that holds its goods. */
export interface Membership {
  /** `CN:85051110` */
  readonly code: string;
  /** `HS:850511` */
  readonly of: string;
  /** Whether it holds all goods of that code, or a part of them. */
  readonly whole: boolean;
  /** What a part is about; parts of one subject are defined in different words. */
  readonly subject: string | null;
  /** The first and the last month in which the code has that meaning; null where none is known. */
  readonly from: YearMonth | null;
  readonly until: YearMonth | null;
}

/** How each code of another classification stands to its code of the Harmonized System. */
export const concordance: () => readonly Membership[] = once(() =>
  codeRows(
    'concordance.json',
    concordanceData,
    {
      code: PRODUCT,
      of: { pattern: /^HS:\d{2,6}$/, expected: 'a code of the Harmonized System such as HS:850511' },
      share: { pattern: /^(?:all|part)$/, expected: 'all or part' },
      subject: { ...TEXT, optional: true },
      from: MONTH,
      until: MONTH,
      remark: REMARK,
    },
    ['code'],
  ).map(({ line, code, of, share, subject, from, until }) => {
    if (!code.slice(code.indexOf(':')).startsWith(of.slice(of.indexOf(':'))))
      throw codeError('concordance.json', line, `${code} does not begin with the digits of ${of}`);
    if (from !== null && until !== null && from > until) throw codeError('concordance.json', line, `from ${from} is after until ${until}`);
    return { code, of, whole: share === 'all', subject, from: monthOrNull(from), until: monthOrNull(until) };
  }),
);

const monthOrNull = (text: string | null): YearMonth | null => (text === null ? null : parseMonth(text));

/** English names of the chapters and headings of HS 2022, and of the subheadings that are watched. */
export const hsNames: () => ReadonlyMap<string, string> = once(() =>
  namesOf('products-hs2022.json', namesData, { pattern: /^\d{2}(?:\d{2}){0,2}$/, expected: 'two, four or six digits' }),
);

/** China Customs' trade modes (贸易方式), by their two digits, with its Chinese names. */
export const gaccTradeModes: () => ReadonlyMap<string, string> = once(() =>
  namesOf('trade-modes-gacc.json', tradeModeData, { pattern: /^\d{2}$/, expected: 'two digits' }),
);

const namesOf = (file: string, data: unknown, code: Column): ReadonlyMap<string, string> =>
  new Map(codeRows(file, data, { code, name: TEXT }, ['code']).map((row) => [row.code, row.name] as const));
