import { RULE_CHANGED } from '../domain/alert.ts';
import type { AlertEntry, AlertMessage } from '../domain/alert-message.ts';
import { capitalized } from '../domain/capitalized.ts';
import { formatNumber } from '../domain/number-words.ts';
import type { AlertFigures } from '../domain/threshold.ts';
import { alertChart } from './alert-chart.ts';
import { formatAmount, formatChange, formatLarge } from './figures.ts';
import { inert } from './inert.ts';
import type { DigestGroup, Fact, FigureRow, Letter } from './letter.ts';
import { monthTable } from './months.ts';
import { partyName } from './names.ts';
import { digestRow } from './other-letters.ts';
import { corrects, shortId } from './references.ts';
import { FROM_ARCHIVE, silenceCommand } from './reproduce.ts';
import { webAddress } from './web-address.ts';
import {
  basePeriodOf,
  changeOf,
  currentOf,
  findingOf,
  KIND_LABELS,
  productFact,
  seriesTitle,
  statusOf,
  subjectOf,
  thresholdOf,
  verdict,
  whatHappened,
  whatWasSaid,
} from './wording.ts';

/** An alert, or the correction of one, in words. */
export function alertLetter(message: AlertMessage): Letter {
  const kind = message.event;
  const provisional =
    message.status === 'published'
      ? null
      : message.status === 'provisional'
        ? 'The figures are provisional.'
        : 'The figures are estimates.';
  const reason = message.reason === null ? null : `Why: ${inert(message.reason)}.`;
  return {
    subject: subjectOf(message),
    kind,
    label: KIND_LABELS[kind],
    severity: message.severity,
    title: seriesTitle(message.series),
    // A verdict that turns the first message round is the news; otherwise the figures are.
    paragraphs: [
      ...(kind === 'updated' || kind === 'raised' ? [whatHappened(message), verdict(message)] : [verdict(message), whatHappened(message)]),
      whatWasSaid(message),
      reason,
      provisional,
    ].filter((text) => text !== null),
    figures: figureRows(message),
    facts: facts(message),
    checks: [
      { label: 'Command', text: inert(message.check.command, 1000), href: null },
      { label: 'SQL', text: inert(message.check.sql, 2000), href: null },
      { label: FROM_ARCHIVE, text: inert(message.check.replay, 1000), href: null },
      { label: 'History of this alert', text: `tradewatch alerts show ${inert(message.fingerprint, 64)}`, href: null },
    ],
    silence: silenceCommand(message.rule.id, message.series.key, message.created_at),
    months: monthTable(message),
    chart: alertChart(message),
    groups: message.also.map(alsoGroup),
    shortId: shortId(message.id),
    corrects: corrects(message.references, message.previous?.said_at),
    rest: message.also.length === 0 ? `tradewatch alerts show ${inert(message.fingerprint, 64)}` : 'tradewatch alerts list',
    footer: `Sent by tradewatch because the rule "${inert(message.rule.id, 80)}" names you as a receiver. If the figures are revised, a correction follows.`,
  };
}

/** What else the same release brought: partners beneath the total, the year to date beneath the month. */
const alsoGroup = (one: AlertMessage): DigestGroup => ({
  heading: 'Also in this release',
  title: seriesTitle(one.series),
  rows: [digestRow(one)],
  corrects: corrects(one.references, one.previous?.said_at),
});

function figureRows(message: AlertMessage): FigureRow[] {
  const { value, previous, series } = message;
  const amount = (label: string, figure: number): FigureRow => ({
    label,
    value: formatAmount(figure, series.unit),
    note: formatLarge(figure, series.unit),
  });
  const rows: FigureRow[] = [];
  if (value !== null) {
    rows.push(amount(capitalized(currentOf(message)), value.current));
    if (value.base !== null && value.change !== null) {
      rows.push(amount(capitalized(basePeriodOf(message)), value.base));
      rows.push({
        label: 'Change',
        value: signedAmount(value.change, value.unit),
        note: noteOf(message, value),
      });
    }
  }
  if (previous !== null) {
    rows.push({
      label: 'Said before',
      value: formatAmount(previous.current, series.unit),
      note:
        previous.base === null
          ? null
          : `against ${formatAmount(previous.base, series.unit)}, ${formatChange(previous, message.rule.metric === 'level' || message.rule.threshold === null ? [] : [message.rule.threshold])}`,
    });
  }
  return rows;
}

/** `-52.0 % year on year`; of other metrics the change alone. */
const noteOf = (message: AlertMessage, figures: AlertFigures): string =>
  message.base_period === null || message.rule.metric === 'record' || message.rule.metric === 'mirror_gap'
    ? changeOf(message, figures)
    : findingOf(message);

/** A currency stands before its amount, and the sign before both. */
const signedAmount = (change: number, unit: string): string =>
  `${change > 0 ? '+' : change < 0 ? '-' : ''}${formatAmount(Math.abs(change), unit)}`;

function facts(message: AlertMessage): Fact[] {
  const { rule, source, series } = message;
  const title = rule.title === null ? '' : ` (${inert(rule.title, 120)})`;
  const href = webAddress(source.url);
  const list: (Fact | null)[] = [
    fact('Why now', whyNow(message)),
    fact('Rule', `${inert(rule.id, 80)}${title}: ${thresholdOf(rule, series.unit)}; severity ${message.severity}`),
    fact('Figures', `${REVISING.has(message.event) ? 'revised; ' : ''}${statusOf(message)}`),
    fact('Product', productFact(series)),
    fact('Source', `${inert(source.publisher, 160)}: ${inert(source.title, 160)}`),
    source.url === null ? null : { label: 'Address', text: inert(source.url, 500), href },
    source.file === null ? null : fact('File', inert(source.file, 200)),
    fact('Published', source.published_at === null ? 'the source does not say' : day(source.published_at)),
    fact('Obtained', minute(source.retrieved_at)),
    source.sha256 === '' ? null : fact('SHA-256', inert(source.sha256, 64)),
    fact('Series', inert(series.key, 300)),
    fact(
      'Alert',
      `${inert(message.fingerprint, 64)}, message ${formatNumber(message.sequence)}, reported by ${partyName(series.reporter)}`,
    ),
  ];
  return list.filter((one) => one !== null);
}

const REVISING: ReadonlySet<AlertEntry['event']> = new Set(['updated', 'retracted', 'reinstated', 'unstable']);

const OCCASIONS: Readonly<Record<Exclude<AlertEntry['event'], 'ended'>, string>> = {
  raised: 'took the figures past the threshold',
  updated: 'revised the figures',
  retracted: 'revised the figures',
  reinstated: 'revised the figures',
  withdrawn: 'no longer gives the figures',
  unstable: 'revised the figures once more',
};

/** `the publication obtained 2025-07-20 08:15 UTC revised the figures` */
const whyNow = ({ event, source }: AlertMessage): string =>
  event === 'ended' ? RULE_CHANGED : `the publication obtained ${minute(source.retrieved_at)} ${OCCASIONS[event]}`;

const fact = (label: string, text: string): Fact => ({ label, text, href: null });

const day = (time: string): string => inert(time.slice(0, 10), 20);
/** `2025-07-20 08:15 UTC` */
const minute = (time: string): string =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(time) ? `${time.slice(0, 10)} ${time.slice(11, 16)} UTC` : inert(time, 40);
