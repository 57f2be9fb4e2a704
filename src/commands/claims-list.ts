import { claimJson } from '../claim-json.ts';
import { formatAllDigits } from '../domain/number-words.ts';
import { VERDICTS, type VerdictKind } from '../domain/verdict.ts';
import { UsageError } from '../errors.ts';
import type { ClaimRecord } from '../store/claim-store.ts';
import type { Store } from '../store/store.ts';
import type { CommandIo } from './command.ts';
import { printable } from './printable.ts';
import { formatPercent, renderJson, renderTable } from './table.ts';

interface Options {
  readonly json?: boolean;
  readonly verdict?: string;
  readonly search?: string;
}

/** Claims of the news with their last verdicts, the newest article first. */
export async function claimsList(io: CommandIo, store: Pick<Store, 'claims'>, options: Options): Promise<number> {
  if (options.verdict !== undefined && !(VERDICTS as readonly string[]).includes(options.verdict))
    throw new UsageError(`--verdict: expected one of ${VERDICTS.join(', ')}, got "${options.verdict}"`);
  if (options.search !== undefined && !/[\p{L}\p{N}]/u.test(options.search))
    throw new UsageError(`--search: expected words such as "magnets june", got "${printable(options.search)}"`);
  const found = await store.claims({ verdict: (options.verdict as VerdictKind | undefined) ?? null, search: options.search ?? null });
  io.stdout(options.json === true ? renderJson(found.map(claimJson)) : claimsTable(found, { withLinks: true, columns: io.columns }));
  return 0;
}

export const claimsTable = (
  claims: readonly ClaimRecord[],
  { withLinks, columns }: { readonly withLinks: boolean; readonly columns: number | undefined },
): string =>
  renderTable(
    ['day', 'outlet', 'verdict', 'said', 'period', 'official', 'quote', ...(withLinks ? ['article'] : [])],
    claims.map(({ publisher, publishedAt, claim, judged, quote, articleUrl }) => [
      publishedAt?.slice(0, 10) ?? '',
      shorten(publisher, 24),
      verdictLabel(judged),
      saidShort(claim),
      claim.period ?? '',
      officialShort(judged),
      shorten(quote, 60),
      ...(withLinks ? [articleUrl] : []),
    ]),
    ['left', 'left', 'left', 'right', 'left', 'right'],
    { columns, cut: [1, 6], drop: withLinks ? [7, 1, 6] : [1, 6] },
  );

/** `contradicted`, `other reading: month_on_month`, `not comparable: no_series` */
export function verdictLabel({ verdict, reading, reason }: ClaimRecord['judged']): string {
  if (verdict === 'supported_under_other_reading') return `other reading: ${reading}`;
  return verdict === 'not_comparable' ? `not comparable: ${reason}` : verdict;
}

const SIGNS = { exact: '', about: '~', more_than: '>', less_than: '<' } as const;

export function saidShort({ percent, direction, qualifier, basis }: ClaimRecord['claim']): string {
  const how = basis === 'other' ? '' : ` ${basis}`;
  if (percent === null) return `${direction}${how}`;
  return `${SIGNS[qualifier]}${direction === 'up' ? '+' : '−'}${formatAllDigits(percent)} %${how}`;
}

/** `−7.5 %`, `≤ −28.9 %` where not all of the base is known; empty without official growth. */
export function officialShort({ official }: ClaimRecord['judged'], digits?: number): string {
  if (official === null || official.percent === null) return '';
  return `${official.bound === 'at_most' ? '≤ ' : official.bound === 'at_least' ? '≥ ' : ''}${formatPercent(official.percent, digits)}`;
}

const shorten = (text: string, width: number): string => (text.length <= width ? text : `${text.slice(0, width - 1)}…`);
