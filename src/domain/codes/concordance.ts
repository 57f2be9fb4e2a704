/** How the codes of one classification stand to another's, as config/codes/concordance.json has it. */
import concordanceData from '../../../config/codes/concordance.json' with { type: 'json' };
import { parseMonth, type YearMonth } from '../period.ts';
import { type Column, codeError, codeRows, MONTH, once, REMARK, TEXT } from './code-list.ts';

const PRODUCT: Column = { pattern: /^[A-Z][A-Z0-9]*:\d{2,10}$/, expected: 'classification and code such as CN:85051110' };

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
