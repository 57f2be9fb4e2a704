/** What is said of a source's publications: late, partial, failing, and how that ended. */
import { type DataEntry, type DataMessageType, dataMessageType } from '../domain/data-message.ts';
import { formatNumber } from '../domain/number-words.ts';
import type { DataRuleKind } from '../domain/publication.ts';
import { inert } from './inert.ts';
import { periodName } from './names.ts';

const LABELS: Readonly<Record<DataMessageType, string>> = {
  'data.late': 'Late',
  'data.arrived': 'Arrived',
  'data.partial': 'Partial',
  'data.completed': 'Completed',
  'pipeline.failed': 'Failing',
  'pipeline.recovered': 'Recovered',
};

/** What is over because nobody asks any more has not been mended. */
export const labelOf = (entry: DataEntry): string =>
  entry.event === 'ended'
    ? 'Ended'
    : entry.ending !== null && NOT_MENDED.includes(entry.ending.outcome)
      ? 'Over'
      : LABELS[dataMessageType(entry)];

const NOT_MENDED: readonly string[] = ['skipped', 'not_expected', 'not_asked', 'wants_key'];

const periodOf = ({ period }: DataEntry): string => periodName(period.start, period.end, period.kind);
const sourceOf = (entry: DataEntry): string => inert(entry.source_title, 160);

/** `UN Comtrade, June 2025` */
export const titleOf = (entry: DataEntry): string =>
  entry.rule.kind === 'pipeline_failed' ? sourceOf(entry) : `${sourceOf(entry)}, ${periodOf(entry)}`;

/** One sentence or two: what was found, or how it ended. */
export function whatHappened(entry: DataEntry): string {
  const found = findingOf(entry);
  if (entry.ending !== null) return `${titleOf(entry)}: ${found}`;
  return entry.rule.kind === 'pipeline_failed' ? `${sourceOf(entry)} ${found}` : `${sourceOf(entry)}: ${periodOf(entry)} ${found}`;
}

/** The same behind the name of the source and the month. */
export function findingOf(entry: DataEntry): string {
  if (entry.ending !== null) {
    const when = entry.ending.at === null ? '' : ` (${minute(entry.ending.at)})`;
    return `${inert(entry.ending.reason, 300)}${when}. It had been ${WAS[entry.rule.kind]} since ${minute(entry.since)}.`;
  }
  switch (entry.rule.kind) {
    case 'release_late': {
      const found =
        entry.notice === 'stale' ? 'the source still answers with what it had before' : 'the source itself says that there is nothing yet';
      return `was expected on ${minute(entry.expected_at ?? entry.since)} and has not come: ${found} (checked ${minute(entry.since)}).`;
    }
    case 'partial_release':
      return `came only in part: ${figures(entry.held ?? 0)} held since ${minute(entry.since)}. ${inert(entry.detail ?? '', 500)}`;
    case 'pipeline_failed':
      return `could not be checked since ${minute(entry.since)}: ${runs(entry.attempts ?? 0)} failed. The last: ${inert(entry.detail ?? 'no reason was given', 500)}`;
  }
}

const WAS: Readonly<Record<DataRuleKind, string>> = {
  release_late: 'late',
  partial_release: 'held as incomplete',
  pipeline_failed: 'failing',
};

const figures = (count: number): string => `${formatNumber(count)} ${count === 1 ? 'figure has been' : 'figures have been'}`;
const runs = (count: number): string => `${formatNumber(count)} ${count === 1 ? 'run' : 'runs in a row'}`;

/** `2025-07-20 08:15 UTC` */
export const minute = (time: string): string =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(time) ? `${time.slice(0, 10)} ${time.slice(11, 16)} UTC` : inert(time, 40);
