import type { AlertEventKind, AlertMessage } from '../domain/alert.ts';
import { alertChart } from './alert-chart.ts';
import { formatAmount, formatChange, formatLarge, formatNumber } from './figures.ts';
import { inert } from './inert.ts';
import type { Fact, FigureRow, Letter } from './letter.ts';
import { monthTable } from './months.ts';
import { metricName, partyName } from './names.ts';
import { replayCheck, silenceCommand } from './reproduce.ts';
import { webAddress } from './web-address.ts';
import {
  basePeriodOf,
  changeOf,
  eventOf,
  KIND_LABELS,
  periodOf,
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
  const kind = eventOf(message);
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
      ...(kind === 'updated' ? [whatHappened(message), verdict(message)] : [verdict(message), whatHappened(message)]),
      whatWasSaid(message),
      reason,
      provisional,
    ].filter((text) => text !== null),
    figures: figureRows(message),
    facts: facts(message),
    checks: [
      { label: 'Command', text: inert(message.check.command, 1000), href: null },
      { label: 'SQL', text: inert(message.check.sql, 2000), href: null },
      replayCheck(message.series.pipeline),
      { label: 'History of this alert', text: `tradewatch alerts show ${inert(message.fingerprint, 64)}`, href: null },
    ],
    silence: silenceCommand(message.rule.id, message.series.key, message.created_at),
    months: monthTable(message),
    chart: alertChart(message),
    groups: [],
    footer: `Sent by tradewatch because the rule "${inert(message.rule.id, 80)}" names you as a receiver. If the figures are revised, a correction follows in this thread.`,
  };
}

function figureRows(message: AlertMessage): FigureRow[] {
  const { value, previous, series } = message;
  const amount = (label: string, figure: number): FigureRow => ({
    label,
    value: formatAmount(figure, series.unit),
    note: formatLarge(figure, series.unit),
  });
  const rows: FigureRow[] = [];
  if (value !== null) {
    const change = `${value.change > 0 ? '+' : ''}${formatAmount(value.change, value.unit)}`;
    rows.push(amount(capitalized(periodOf(message)), value.current), amount(capitalized(basePeriodOf(message)), value.base));
    rows.push({ label: 'Change', value: signed(change, value), note: `${changeOf(message, value)} ${metricName(message.rule.metric)}` });
  }
  if (previous !== null) {
    rows.push({
      label: 'Said before',
      value: formatAmount(previous.current, series.unit),
      note: `against ${formatAmount(previous.base, series.unit)}, ${formatChange(previous, [message.rule.percent])}`,
    });
  }
  return rows;
}

/** A currency stands before its amount, and the sign before both. */
const signed = (text: string, value: { readonly change: number; readonly unit: string }): string =>
  /^\+?[A-Z]{3} /.test(text)
    ? `${value.change > 0 ? '+' : value.change < 0 ? '-' : ''}${formatAmount(Math.abs(value.change), value.unit)}`
    : text;

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function facts(message: AlertMessage): Fact[] {
  const { rule, source, series } = message;
  const title = rule.title === null ? '' : ` (${inert(rule.title, 120)})`;
  const href = webAddress(source.url);
  const kind = eventOf(message);
  const list: (Fact | null)[] = [
    fact('Why now', whyNow(message)),
    fact('Rule', `${inert(rule.id, 80)}${title}: ${thresholdOf(rule)}; severity ${message.severity}`),
    fact('Figures', `${REVISING.has(kind) ? 'revised; ' : ''}${statusOf(message)}`),
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

const REVISING: ReadonlySet<string> = new Set(['updated', 'retracted', 'reinstated']);

const OCCASIONS: Readonly<Record<AlertEventKind, string>> = {
  raised: 'brought the figures beyond the threshold',
  updated: 'revised the figures',
  retracted: 'revised the figures',
  reinstated: 'revised the figures',
  withdrawn: 'no longer gives the figures',
};

/** `the publication obtained 2025-07-20 08:15 UTC revised the figures` */
const whyNow = (message: AlertMessage): string =>
  `the publication obtained ${minute(message.source.retrieved_at)} ${OCCASIONS[eventOf(message)]}`;

const fact = (label: string, text: string): Fact => ({ label, text, href: null });

const day = (time: string): string => inert(time.slice(0, 10), 20);
/** `2025-07-20 08:15 UTC` */
const minute = (time: string): string =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(time) ? `${time.slice(0, 10)} ${time.slice(11, 16)} UTC` : inert(time, 40);
