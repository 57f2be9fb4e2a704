import type { HeartbeatMessage } from '../domain/heartbeat.ts';
import { counted, formatNumber } from '../domain/number-words.ts';
import { formatAmount } from './figures.ts';
import { inert } from './inert.ts';
import type { DigestGroup, Letter } from './letter.ts';
import { metricName } from './names.ts';
import { minute } from './publication-wording.ts';
import { shortId } from './references.ts';
import { changeOf, KIND_LABELS, periodOf, seriesTitle } from './wording.ts';

type Rows = DigestGroup['rows'];

/** What was looked at in a month and what was found, also when it was nothing. */
export function heartbeatLetter(message: HeartbeatMessage): Letter {
  const { sources, rules } = message;
  const raised = sum(rules.map((rule) => rule.raised));
  const corrected = sum(rules.map((rule) => rule.corrected));
  const stand = sum(rules.map((rule) => rule.stand));
  const failing = sources.filter(({ state }) => state === 'failing');
  const found = raised + corrected === 0 ? 'nothing was found' : `${counted(raised, 'alert')} raised, ${formatNumber(corrected)} corrected`;
  const trouble = [
    ...(failing.length > 0 ? [`${counted(failing.length, 'source')} failing`] : []),
    ...(message.late.length > 0 ? [`${formatNumber(message.late.length)} late`] : []),
    ...(message.partial.length > 0 ? [`${formatNumber(message.partial.length)} partial`] : []),
    ...(message.given_up.length > 0 ? [`${counted(message.given_up.length, 'message')} not delivered`] : []),
  ];
  return {
    subject: `[Heartbeat] ${[found, ...trouble].join(', ')}`,
    kind: 'digest',
    label: 'Heartbeat',
    severity: null,
    title: `From ${inert(message.since.slice(0, 10), 20)} to ${inert(message.created_at.slice(0, 10), 20)}`,
    paragraphs: [
      `Since ${minute(message.since)}: ${found}. ${stand === 0 ? 'No alert stands.' : `${counted(stand, 'alert')} ${stand === 1 ? 'stands' : 'stand'}.`}`,
      `${counted(message.series, 'series', 'series')} with ${counted(message.figures, 'figure')} from ${counted(sources.length, 'source')} were checked against ${counted(rules.length, 'rule')}, in ${counted(message.runs, 'run')}.`,
      trouble.length === 0
        ? 'No source is failing, no release is late or partial, and every message was delivered.'
        : `Needs attention: ${trouble.join(', ')}.`,
      `${counted(message.claims.judged, 'claim')} in the news ${message.claims.judged === 1 ? 'was' : 'were'} judged, ${formatNumber(message.claims.contradicted)} contradicted.`,
      ...(message.waiting === 0 ? [] : [`${counted(message.waiting, 'message')} waiting to be delivered.`]),
    ],
    figures: [],
    facts: [],
    checks: [
      { label: 'Command', text: 'tradewatch status', href: null },
      { label: 'Alerts', text: 'tradewatch alerts list', href: null },
    ],
    months: null,
    groups: groupsOf(message),
    shortId: shortId(message.id),
    corrects: null,
    rest: 'tradewatch status',
    footer: 'Sent by tradewatch once a month because heartbeat.receivers names you. If it does not arrive, tradewatch is not running.',
  };
}

function groupsOf(message: HeartbeatMessage): DigestGroup[] {
  const groups: DigestGroup[] = [
    {
      title: 'Sources',
      rows: message.sources.map((s) =>
        row(
          inert(s.pipeline, 60),
          inert(s.state.replaceAll('_', ' '), 40),
          [
            s.last_period === null ? 'no figures' : `last period ${inert(s.last_period, 20)}`,
            ...(s.last_published_at === null ? [] : [`published ${inert(s.last_published_at.slice(0, 10), 20)}`]),
            ...(s.state === 'failing' && s.last_error !== null ? [inert(s.last_error, 160)] : []),
          ].join(', '),
        ),
      ),
    },
    {
      title: 'Rules',
      rows: message.rules.map((r) =>
        row(
          inert(r.rule, 80),
          r.raised + r.corrected === 0 ? 'nothing new' : `${formatNumber(r.raised)} raised, ${formatNumber(r.corrected)} corrected`,
          r.stand === 0 ? 'none stands' : `${formatNumber(r.stand)} stand`,
        ),
      ),
    },
    {
      title: 'In a row',
      rows: message.streaks.map((s) =>
        row(
          `${inert(s.start, 10)} to ${inert(s.end, 10)}`,
          `${formatNumber(s.count)} in a row`,
          `${inert(s.rule, 80)}, ${inert(s.subject, 200)}`,
        ),
      ),
    },
    {
      title: 'Late',
      rows: message.late.map((l) =>
        row(inert(l.period, 20), inert(l.notice.replaceAll('_', ' '), 40), `${inert(l.pipeline, 60)}, expected ${minute(l.expected_at)}`),
      ),
    },
    {
      title: 'Came only in part, and held',
      rows: message.partial.map((p) =>
        row(inert(p.period, 20), counted(p.held, 'figure'), `${inert(p.pipeline, 60)}, since ${minute(p.since)}`),
      ),
    },
    {
      title: 'Unstable figures, as they stand now',
      rows: message.unstable.map((a) =>
        row(
          periodOf(a),
          `${a.stands ? 'stands' : KIND_LABELS[a.event].toLowerCase()}${a.value === null ? '' : `: ${changeOf(a, a.value)} ${metricName(a.rule.metric)}`}`,
          `${seriesTitle(a.series)}${a.value === null ? '' : `, ${formatAmount(a.value.current, a.value.unit)}`}`,
        ),
      ),
    },
    {
      title: 'Silences',
      rows: message.silences.map((s) =>
        row(
          `until ${minute(s.until)}`,
          [s.rule ?? 'all rules', s.series ?? 'all series', s.receiver ?? 'all receivers'].map((text) => inert(text, 120)).join(', '),
          `${inert(s.author, 60)}: ${inert(s.reason, 200)}`,
        ),
      ),
    },
    {
      title: 'Not delivered',
      rows: message.given_up.map((m) =>
        row(inert(m.created_at.slice(0, 10), 20), `${inert(m.kind, 40)} to ${inert(m.receiver, 60)}`, inert(m.detail ?? '', 160)),
      ),
    },
  ];
  return groups.filter(({ rows }) => rows.length > 0);
}

const row = (period: string, change: string, figures: string): Rows[number] => ({ period, change, figures, rule: '' });
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
