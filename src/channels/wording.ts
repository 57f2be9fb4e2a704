/** The sentences of a message. Each states figures with their units and periods, and never a rounded percentage that contradicts the verdict. */
import type { AlertEntry, AlertMessage } from '../domain/alert-message.ts';
import { capitalized } from '../domain/capitalized.ts';
import { formatNumber } from '../domain/number-words.ts';
import { type AlertFigures, isCrossing } from '../domain/threshold.ts';
import { formatAmount, formatChange, formatSize, signOfGrowth } from './figures.ts';
import { inert } from './inert.ts';
import { metricName, partyName, partyTitle, periodName, possessive, productCode, productName } from './names.ts';

type Speaking = Pick<AlertEntry, 'rule' | 'series' | 'period' | 'base_period' | 'value'>;

export const KIND_LABELS: Readonly<Record<AlertEntry['event'], string>> = {
  raised: 'Raised',
  updated: 'Updated',
  retracted: 'Retracted',
  reinstated: 'Reinstated',
  withdrawn: 'Withdrawn',
  unstable: 'Unstable',
  ended: 'Ended',
};

/** `China → United States: rare-earth magnets exports (kg)` */
export function seriesTitle(series: AlertMessage['series']): string {
  const arrow = series.flow === 'import' ? '←' : '→';
  return `${partyTitle(series.reporter)} ${arrow} ${partyTitle(series.partner)}: ${productName(series.product, series.product_name, 'title')} ${inert(series.flow, 20)}s (${inert(series.unit, 20)})`;
}

/** `China's exports of rare-earth magnets to the United States`; `them` when the code tells what the name does not. */
export function subjectMatter(series: Omit<AlertMessage['series'], 'key' | 'pipeline'>): string {
  const [flow, toward] =
    series.flow === 'import' ? ['imports', 'from'] : series.flow === 're-export' ? ['re-exports', 'to'] : ['exports', 'to'];
  return `${capitalized(possessive(partyName(series.reporter)))} ${flow} of ${productName(series.product, series.product_name)} ${toward} ${partyName(series.partner)}`;
}

const marksOf = ({ rule }: Pick<Speaking, 'rule'>): readonly number[] =>
  rule.threshold === null || rule.metric === 'level' ? [] : [rule.threshold];

/** `-52.0 %`, faithful to the rule's threshold. */
export const changeOf = (message: Pick<Speaking, 'rule'>, figures: AlertFigures): string => formatChange(figures, marksOf(message));

/** What the figures say in the terms of the rule: `-52.0 % year on year`, `record high`, `at 5,200,000 kg`. */
export function findingOf(message: Pick<Speaking, 'rule' | 'value'>): string {
  const { rule, value } = message;
  if (value === null) return 'no longer comparable';
  switch (rule.metric) {
    case 'level':
      return `at ${formatAmount(value.current, value.unit)}`;
    case 'record': {
      const kind = rule.direction === 'fall' ? 'low' : 'high';
      return isCrossing(rule, value) ? `record ${kind}` : `no record ${kind}`;
    }
    case 'revision':
      return `revised by ${changeOf(message, value)}`;
    case 'mirror_gap':
      return `${changeOf(message, value)} in the importer's figures`;
    default:
      return `${changeOf(message, value)} ${metricName(rule.metric)}`;
  }
}

export const periodOf = (message: Pick<Speaking, 'period'>): string =>
  periodName(message.period.start, message.period.end, message.period.kind);

/** What the base is called: the month compared with, or where else it comes from. */
export function basePeriodOf(message: Pick<Speaking, 'rule' | 'period' | 'base_period' | 'series'>): string {
  const { rule, base_period } = message;
  if (rule.metric === 'revision') return 'first published as';
  if (rule.metric === 'mirror_gap') return `as ${partyName(message.series.reporter)} states it`;
  if (base_period === null) return rule.metric === 'record' ? 'the record until then' : 'the period before';
  const kind = rule.metric === 'record' ? 'month' : message.period.kind;
  return periodName(base_period.start, base_period.end, kind);
}

/** What the current figure is called beside its base. */
export const currentOf = (message: Pick<Speaking, 'rule' | 'period' | 'series'>): string =>
  message.rule.metric === 'mirror_gap' ? `${periodOf(message)}, as ${partyName(message.series.partner)} states it` : periodOf(message);

/** `52.0 % less than` */
export function comparison(message: Pick<Speaking, 'rule'>, figures: AlertFigures): string {
  const sign = signOfGrowth(figures);
  return sign === 0 ? 'the same as' : `${formatSize(figures, marksOf(message))} ${sign < 0 ? 'less' : 'more'} than`;
}

/** What happened: both figures with their units, both periods. */
export function whatHappened(message: Speaking): string {
  const { rule, value, series } = message;
  const matter = `${subjectMatter(series)} in ${periodOf(message)}`;
  if (value === null) return `${matter} can no longer be compared.`;
  const worth = series.measure === 'value' ? 'were worth' : 'were';
  const stated = `${matter} ${worth} ${formatAmount(value.current, value.unit)}`;
  if (rule.metric === 'level') return `${stated}, ${levelOf(rule, value, value.unit)}.`;
  if (value.base === null) return `${stated}.`;
  const base = formatAmount(value.base, value.unit);
  const compared = comparison(message, value);
  switch (rule.metric) {
    case 'record': {
      const [most, than] = rule.direction === 'fall' ? ['lowest', 'less'] : ['highest', 'more'];
      const until = `the ${most} earlier month known was ${basePeriodOf(message)} (${base})`;
      return isCrossing(rule, value) ? `${stated}, ${than} than in any earlier month known: ${until}.` : `${stated}; ${until}.`;
    }
    case 'revision':
      return `${matter} are now stated as ${formatAmount(value.current, value.unit)}, ${compared} when they were first published (${base}).`;
    case 'mirror_gap':
      return `${matter} ${worth} ${base} as ${partyName(series.reporter)} states them; ${partyName(series.partner)} states imports of ${formatAmount(value.current, value.unit)}, ${compared} that.`;
    default:
      return `${stated}, ${compared} in ${basePeriodOf(message)} (${base}).`;
  }
}

export function levelOf(rule: AlertMessage['rule'], figures: AlertFigures, unit: string): string {
  const mark = formatAmount(rule.threshold ?? 0, unit);
  if (isCrossing(rule, figures)) return `at or ${rule.direction === 'fall' ? 'below' : 'above'} the level of ${mark}`;
  return `${rule.direction === 'fall' ? 'above' : 'below'} the level of ${mark}`;
}

/** What the receiver was told before, in the words of that message. */
export function whatWasSaid(message: AlertMessage): string | null {
  const { previous, series, rule } = message;
  if (previous === null) return null;
  const said = `Before, this alert said: ${formatAmount(previous.current, series.unit)}`;
  if (previous.base === null || rule.metric === 'level') return `${said}.`;
  return `${said}, ${comparison(message, previous)} ${formatAmount(previous.base, series.unit)}.`;
}

/** `a fall of 25 % or more year on year` */
export function thresholdOf(rule: AlertMessage['rule'], unit: string): string {
  const { direction, metric } = rule;
  const mark = rule.threshold ?? 0;
  const way = direction === 'either' ? 'a rise or fall' : `a ${direction}`;
  switch (metric) {
    case 'level':
      return `a level of ${formatAmount(mark, unit)} or ${direction === 'fall' ? 'less' : 'more'}`;
    case 'record':
      return direction === 'fall' ? 'a month below all earlier ones' : 'a month above all earlier ones';
    case 'revision':
      return `a revision ${direction === 'either' ? '' : `${direction === 'rise' ? 'upwards' : 'downwards'} `}by ${formatNumber(mark)} % or more`;
    case 'mirror_gap':
      return `a gap of ${formatNumber(mark)} % or more between the two sides`;
    default:
      return `${way} of ${formatNumber(mark)} % or more ${metricName(metric)}`;
  }
}

/** What the news means for what was said before. */
export function verdict(message: AlertMessage): string | null {
  const { rule, value, series } = message;
  const threshold = rule.metric === 'record' ? 'the record' : `the threshold (${thresholdOf(rule, series.unit)})`;
  const crosses = value !== null && isCrossing(rule, value);
  switch (message.type) {
    case 'alert.raised':
      return message.streak > 1 ? `${ordinal(message.streak)} period in a row.` : null;
    case 'alert.updated':
      if (value === null) return 'The alert stands.';
      return crosses
        ? `The figures were revised. They still meet ${threshold}: the alert stands.`
        : `The figures were revised. They now fall short of ${threshold}, but within the rule's tolerance: the alert stands.`;
    case 'alert.retracted':
      return crosses
        ? 'This alert is retracted: what it said no longer holds.'
        : `This alert is retracted: the figures now fall short of ${threshold}. Please disregard what it said.`;
    case 'alert.reinstated':
      return crosses
        ? `This alert stands again: the figures meet ${threshold}.`
        : `This alert stands again: the figures came back, short of ${threshold} but within the rule's tolerance.`;
    case 'data.withdrawn':
      return 'The source no longer gives the figures that this alert is based on. It is suspended: neither confirmed nor retracted until the figures come back.';
    case 'alert.unstable':
      return `This figure is unstable: it was revised across ${threshold} again and again. For now the alert ${message.stands ? 'stands' : 'does not stand'}; further changes are reported monthly.`;
    case 'alert.ended':
      return 'This alert has ended: no rule asks for it any more. What it said is neither confirmed nor retracted, and is no longer watched.';
  }
}

/** `Third`, `11th` */
function ordinal(count: number): string {
  const words = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth', 'Ninth', 'Tenth'];
  const suffix =
    count % 10 === 1 && count % 100 !== 11
      ? 'st'
      : count % 10 === 2 && count % 100 !== 12
        ? 'nd'
        : count % 10 === 3 && count % 100 !== 13
          ? 'rd'
          : 'th';
  return words[count - 1] ?? `${count}${suffix}`;
}

const SUBJECT_PREFIXES: Readonly<Record<AlertEntry['event'], string>> = {
  raised: '',
  updated: '[Updated] ',
  retracted: '[Retracted] ',
  reinstated: '[Reinstated] ',
  withdrawn: '[Withdrawn] ',
  unstable: '[Unstable] ',
  ended: '[Ended] ',
};

/** `[Retracted] China → United States: rare-earth magnets exports (kg) -12.9 % year on year, June 2025` */
export const entryTitle = (entry: AlertEntry): string =>
  `${SUBJECT_PREFIXES[entry.event]}${seriesTitle(entry.series)} ${findingOf(entry)}, ${periodOf(entry)}`;

export const subjectOf = (message: AlertMessage): string =>
  `${entryTitle(message)}${message.also.length === 0 ? '' : ` (and ${message.also.length} more)`}`;

const STATUS: Readonly<Record<AlertMessage['status'], string>> = {
  published: 'as published',
  provisional: 'provisional: the source says they will be revised',
  estimated: 'estimated by the source',
};

export const statusOf = (message: AlertMessage): string => STATUS[message.status];

/** `HS8 85051110, 稀土永磁铁 (as the source names it)` */
export function productFact(series: AlertMessage['series']): string {
  const name = inert(series.product_name ?? '', 160);
  return name === '' ? productCode(series.product) : `${productCode(series.product)}: ${name}`;
}
