import type { DataDigestMessage, DataEntry, DataMessage, DataMessageType } from '../domain/data-message.ts';
import { dataMessageType } from '../domain/data-message.ts';
import type { DataRuleKind } from '../domain/publication.ts';
import { formatNumber } from './figures.ts';
import { inert } from './inert.ts';
import type { Fact, Letter } from './letter.ts';
import { periodName } from './names.ts';
import { corrects, shortId } from './references.ts';
import { silenceCommand } from './reproduce.ts';

const LABELS: Readonly<Record<DataMessageType, string>> = {
  'data.late': 'Late',
  'data.arrived': 'Arrived',
  'data.partial': 'Partial',
  'data.completed': 'Completed',
  'pipeline.failed': 'Failing',
  'pipeline.recovered': 'Recovered',
};

/** What is wrong with a source's publications, or what became of it, in words. */
export function dataLetter(message: DataMessage): Letter {
  const label = labelOf(message);
  const count = message.also.length;
  return {
    subject: `[${label}] ${titleOf(message)}${count === 0 ? '' : ` and ${count} more`}`,
    kind: message.event,
    label,
    severity: message.severity,
    title: titleOf(message),
    paragraphs: [whatHappened(message), ...(message.stands ? [MEANING[message.rule.kind]] : []), ...message.also.map(whatHappened)],
    figures: [],
    facts: facts(message),
    checks: [
      { label: 'Command', text: inert(message.check.command, 1000), href: null },
      { label: 'SQL', text: inert(message.check.sql, 2000), href: null },
    ],
    months: null,
    groups: [],
    shortId: shortId(message.id),
    corrects: corrects(message.references, undefined),
    rest: 'tradewatch sources list',
    silence: silenceCommand(message.rule.id, `"${message.pipeline}/*"`, message.created_at),
    footer: `Sent by tradewatch because the rule "${inert(message.rule.id, 80)}" names you as a receiver. When this is over, a message says so.`,
  };
}

/** Several in one message: none is left out. */
export function dataDigestLetter(message: DataDigestMessage): Letter {
  const { entries } = message;
  const title = `${entries.length} ${entries.length === 1 ? 'notice' : 'notices'} on sources`;
  return {
    subject: `[Digest] ${title}`,
    kind: 'digest',
    label: 'Digest',
    severity: null,
    title,
    paragraphs: [inert(message.reason), ...entries.map((entry) => `${labelOf(entry)}: ${whatHappened(entry)}`)],
    figures: [],
    facts: [],
    checks: [{ label: 'Command', text: 'tradewatch sources list', href: null }],
    months: null,
    groups: [],
    shortId: shortId(message.id),
    corrects: null,
    rest: 'tradewatch sources list',
    footer: 'Sent by tradewatch because rules name you as a receiver. When one of these is over, a message says so.',
  };
}

/** What is over because nobody asks any more has not been mended. */
const labelOf = (entry: DataEntry): string =>
  entry.event === 'ended'
    ? 'Ended'
    : entry.ending !== null && NOT_MENDED.includes(entry.ending.outcome)
      ? 'Over'
      : LABELS[dataMessageType(entry)];

const NOT_MENDED: readonly string[] = ['skipped', 'not_expected', 'not_asked', 'wants_key'];

const periodOf = ({ period }: DataEntry): string => periodName(period.start, period.end, period.kind);
const sourceOf = (entry: DataEntry): string => inert(entry.source_title, 160);

const titleOf = (entry: DataEntry): string =>
  entry.rule.kind === 'pipeline_failed' ? sourceOf(entry) : `${sourceOf(entry)}, ${periodOf(entry)}`;

/** One sentence or two: what was found, or how it ended. */
function whatHappened(entry: DataEntry): string {
  if (entry.ending !== null) {
    const when = entry.ending.at === null ? '' : ` (${minute(entry.ending.at)})`;
    return `${titleOf(entry)}: ${inert(entry.ending.reason, 300)}${when}. It was ${WAS[entry.rule.kind]} since ${minute(entry.since)}.`;
  }
  switch (entry.rule.kind) {
    case 'release_late': {
      const found =
        entry.notice === 'stale' ? 'the source answers with what it had before' : 'the source itself says that there is nothing yet';
      return `${sourceOf(entry)}: ${periodOf(entry)} was expected on ${minute(entry.expected_at ?? entry.since)} and has not come: ${found} (looked at ${minute(entry.since)}).`;
    }
    case 'partial_release':
      return `${sourceOf(entry)}: ${periodOf(entry)} came in part: ${figures(entry.held ?? 0)} held since ${minute(entry.since)}. ${inert(entry.detail ?? '', 500)}`;
    case 'pipeline_failed':
      return `${sourceOf(entry)} could not be looked at since ${minute(entry.since)}: ${runs(entry.attempts ?? 0)} failed. The last: ${inert(entry.detail ?? 'no reason was given', 500)}`;
  }
}

const WAS: Readonly<Record<DataRuleKind, string>> = {
  release_late: 'late',
  partial_release: 'held as a part',
  pipeline_failed: 'failing',
};

const MEANING: Readonly<Record<DataRuleKind, string>> = {
  release_late: "No alert on figures of this period can come before it does. Mostly the date was moved: look at the publisher's page.",
  partial_release: 'The figures are not loaded, and no alert rests on them, until the rest comes or somebody takes them.',
  pipeline_failed: 'Whether something was published meanwhile is not known. Nothing is lost: it is asked again at its next time.',
};

const figures = (count: number): string => `${formatNumber(count)} ${count === 1 ? 'figure is' : 'figures are'}`;
const runs = (count: number): string => `${formatNumber(count)} ${count === 1 ? 'run' : 'runs in a row'}`;

function facts(entry: DataEntry): Fact[] {
  const title = entry.rule.title === null ? '' : ` (${inert(entry.rule.title, 120)})`;
  const list: (Fact | null)[] = [
    fact('Rule', `${inert(entry.rule.id, 80)}${title}; severity ${entry.severity}`),
    fact('Source', `${inert(entry.pipeline, 80)}: ${inert(entry.publisher, 160)}`),
    entry.expected_at === null ? null : fact('Expected', minute(entry.expected_at)),
    entry.deadline_at === null ? null : fact('Late from', minute(entry.deadline_at)),
    entry.rule.kind !== 'pipeline_failed'
      ? null
      : fact('Last answer', entry.last_answer_at === null ? 'none so far' : minute(entry.last_answer_at)),
    fact('Alert', `${inert(entry.fingerprint, 64)}, message ${formatNumber(entry.sequence)}`),
  ];
  return list.filter((one) => one !== null);
}

const fact = (label: string, text: string): Fact => ({ label, text, href: null });

/** `2025-07-20 08:15 UTC` */
export const minute = (time: string): string =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(time) ? `${time.slice(0, 10)} ${time.slice(11, 16)} UTC` : inert(time, 40);
