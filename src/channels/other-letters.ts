import type { AlertEntry, DigestMessage, TestMessage } from '../domain/alert-message.ts';
import { counted, formatAllDigits } from '../domain/number-words.ts';
import { formatAmount } from './figures.ts';
import { inert } from './inert.ts';
import type { DigestGroup, Fact, Letter } from './letter.ts';
import { shortId } from './references.ts';
import { basePeriodOf, findingOf, KIND_LABELS, periodOf, seriesTitle } from './wording.ts';

/** Many alerts in one message: those that it lists, the largest changes first, and how many more there are. */
export function digestLetter(message: DigestMessage): Letter {
  const { alerts, not_listed: notListed = 0, source } = message;
  const groups = grouped(alerts);
  const count = counted(alerts.length + notListed, 'alert');
  const series = counted(groups.length, 'series', 'series');
  const title = notListed === 0 ? `${count} on ${series}` : `${count}, of which ${formatAllDigits(alerts.length)} are listed`;
  const facts: Fact[] =
    source === null
      ? []
      : [
          {
            label: 'Source',
            text: `${inert(source.publisher, 160)}: ${inert(source.title, 160)}, obtained ${inert(source.retrieved_at.slice(0, 10), 20)}`,
            href: null,
          },
        ];
  return {
    subject: `[Digest] ${title}`,
    kind: 'digest',
    label: 'Digest',
    severity: null,
    title,
    paragraphs: [
      inert(message.reason),
      alerts.length + notListed === 1
        ? 'It is not sent separately.'
        : `${count}, totals first, then the largest changes. None of them is sent separately.`,
      ...(notListed === 0
        ? []
        : [
            `Those of the newest periods and, among these, the largest trade are listed. ${formatAllDigits(notListed)} more are recorded and only counted here: if one of those is revised, no correction follows.`,
          ]),
    ],
    figures: [],
    facts,
    checks: [{ label: 'Command', text: 'tradewatch alerts list', href: null }],
    months: null,
    groups,
    shortId: shortId(message.id),
    corrects: null,
    rest: 'tradewatch alerts list',
    footer: 'Sent by tradewatch because rules name you as a receiver. If one of these figures is revised, a correction follows.',
  };
}

/** Asked for by a person: that it arrived is all that it says. */
export function testLetter(message: TestMessage): Letter {
  return {
    subject: 'tradewatch test message',
    kind: 'test',
    label: 'Test',
    severity: null,
    title: 'This is a test message',
    paragraphs: [
      'This message tests the connection from tradewatch to you. It says nothing about trade; alerts will arrive the same way.',
      inert(message.reason),
    ],
    figures: [],
    facts: [
      { label: 'Message', text: inert(message.id, 64), href: null },
      { label: 'Made', text: inert(message.created_at, 40), href: null },
    ],
    checks: [],
    months: null,
    groups: [],
    shortId: shortId(message.id),
    corrects: null,
    rest: 'tradewatch alerts list',
    footer: 'Sent by tradewatch because someone ran "tradewatch alerts test".',
  };
}

function grouped(alerts: readonly AlertEntry[]): DigestGroup[] {
  const bySeries = new Map<string, AlertEntry[]>();
  for (const alert of alerts) {
    const list = bySeries.get(alert.series.key);
    if (list === undefined) bySeries.set(alert.series.key, [alert]);
    else list.push(alert);
  }
  const groups = [...bySeries.values()].map((list) => list.toSorted((a, b) => magnitude(b) - magnitude(a)));
  const world = (list: readonly AlertEntry[]): number => Number(list[0]?.series.partner === 'WORLD');
  // The total before its partners.
  groups.sort((a, b) => world(b) - world(a) || magnitude(b[0] as AlertEntry) - magnitude(a[0] as AlertEntry));
  return groups.map((list) => {
    const { series } = list[0] as AlertEntry;
    return { title: `${seriesTitle(series)}, ${inert(series.pipeline, 80)}: ${counted(list.length, 'alert')}`, rows: list.map(digestRow) };
  });
}

export function digestRow(entry: AlertEntry): DigestGroup['rows'][number] {
  const kind = entry.event === 'raised' ? '' : `${KIND_LABELS[entry.event].toLowerCase()}: `;
  const { value } = entry;
  return {
    period: periodOf(entry),
    change: `${kind}${findingOf(entry)}`,
    figures:
      value === null
        ? ''
        : `${formatAmount(value.current, value.unit)}${value.base === null ? '' : `; ${basePeriodOf(entry)}: ${formatAmount(value.base, value.unit)}`}`,
    rule: inert(entry.rule.id, 80),
  };
}

const magnitude = (entry: AlertEntry): number => (entry.value?.percent == null ? -1 : Math.abs(entry.value.percent));
