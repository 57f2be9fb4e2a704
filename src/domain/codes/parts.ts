/** Which partners of a source are, or may be, in the figure of another one, as config/codes/parts.json has it. */
import partsData from '../../../config/codes/parts.json' with { type: 'json' };
import { isAggregate } from '../partner.ts';
import { parseMonth, type YearMonth } from '../period.ts';
import { type Column, codeError, codeRows, MONTH, once, REMARK, TEXT } from './code-list.ts';
import { kindOfPartner } from './countries.ts';

/**
 * A partner whose figure is in that of another, or for which nothing says that it is not: where both have a figure, only the whole is
 * counted, and what the part may have beside it is said to be not covered. So nothing is counted twice, whichever is true.
 */
export interface PartOf {
  readonly pipeline: string;
  readonly part: string;
  readonly whole: string;
  /** The first and the last month in which both are codes of the source; null where there is none. */
  readonly from: YearMonth | null;
  readonly until: YearMonth | null;
}

const PARTNER: Column = { pattern: /^[A-Z][A-Z0-9_]+$/, expected: 'ISO 3166-1 alpha-2, or an area of areas.json' };

/** All of them. Groups and the total are never counted beside others in any case, and do not stand here. */
export const parts: () => readonly PartOf[] = once(() => {
  const rows = codeRows(
    'parts.json',
    partsData,
    { pipeline: TEXT, part: PARTNER, whole: PARTNER, from: MONTH, until: MONTH, remark: REMARK },
    ['pipeline', 'part'],
  );
  return rows.map(({ line, pipeline, part, whole, from, until }) => {
    for (const partner of [part, whole])
      if (kindOfPartner(partner) === null || isAggregate(partner))
        throw codeError(
          'parts.json',
          line,
          `${partner} is no partner that is counted; expected ${PARTNER.expected}, no group and no total`,
        );
    if (rows.some((row) => row.pipeline === pipeline && row.part === whole))
      throw codeError('parts.json', line, `${whole} is itself a part; expected the whole that holds both`);
    if (from !== null && until !== null && from > until) throw codeError('parts.json', line, `from ${from} is after until ${until}`);
    return { pipeline, part, whole, from: from === null ? null : parseMonth(from), until: until === null ? null : parseMonth(until) };
  });
});

/** Those of one source; none for most. */
export const partsOf = (pipeline: string): readonly PartOf[] => parts().filter((row) => row.pipeline === pipeline);

/** Whether both are codes of the source in a month. */
export const holdsIn = ({ from, until }: Pick<PartOf, 'from' | 'until'>, month: YearMonth): boolean =>
  (from === null || month >= from) && (until === null || month <= until);
