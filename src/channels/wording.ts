/** The sentences of a message. Each states figures with their units and periods, and never a rounded percentage that contradicts the verdict. */
import type { AlertEventKind, AlertFigures, AlertMessage, DigestEntry } from '../domain/alert.ts';
import { compareGrowth } from '../domain/quantity.ts';
import { formatAmount, formatChange, formatNumber, formatSize, signOfGrowth } from './figures.ts';
import { inert } from './inert.ts';
import { metricName, partyName, partyTitle, periodName, possessive, productCode, productName } from './names.ts';

type Speaking = Pick<DigestEntry, 'rule' | 'series' | 'period' | 'base_period' | 'value'>;

export const KIND_LABELS: Readonly<Record<AlertEventKind, string>> = {
  raised: 'Raised',
  updated: 'Updated',
  retracted: 'Retracted',
  reinstated: 'Reinstated',
  withdrawn: 'Withdrawn',
};

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `China → United States: rare-earth magnets exports (kg)` */
export function seriesTitle(series: AlertMessage['series']): string {
  const arrow = series.flow === 'import' ? '←' : '→';
  return `${partyTitle(series.reporter)} ${arrow} ${partyTitle(series.partner)}: ${productName(series.product, series.product_name, 80)} ${inert(series.flow, 20)}s (${inert(series.unit, 20)})`;
}

/** `China's exports of rare-earth magnets to the United States`; `them` when the code tells what the name does not. */
export function subjectMatter(series: Omit<AlertMessage['series'], 'key' | 'pipeline'>): string {
  const [flow, toward] =
    series.flow === 'import' ? ['imports', 'from'] : series.flow === 're-export' ? ['re-exports', 'to'] : ['exports', 'to'];
  return `${capitalized(possessive(partyName(series.reporter)))} ${flow} of ${productName(series.product, series.product_name)} ${toward} ${partyName(series.partner)}`;
}

const marksOf = (message: Pick<Speaking, 'rule'>): readonly number[] => [message.rule.percent];

/** `-52.0 %`, faithful to the rule's threshold. */
export const changeOf = (message: Pick<Speaking, 'rule'>, figures: AlertFigures): string => formatChange(figures, marksOf(message));

export const periodOf = (message: Pick<Speaking, 'period'>): string =>
  periodName(message.period.start, message.period.end, message.period.kind);
export const basePeriodOf = (message: Pick<Speaking, 'period' | 'base_period'>): string =>
  message.base_period === null ? 'the period before' : periodName(message.base_period.start, message.base_period.end, message.period.kind);

/** `52.0 % less than` */
export function comparison(message: Speaking, figures: AlertFigures): string {
  const sign = signOfGrowth(figures);
  return sign === 0 ? 'the same as' : `${formatSize(figures, marksOf(message))} ${sign < 0 ? 'less' : 'more'} than`;
}

/** What happened: both figures with their units, both periods. */
export function whatHappened(message: Speaking): string {
  const matter = `${subjectMatter(message.series)} in ${periodOf(message)}`;
  const { value, series } = message;
  if (value === null) return `${matter} can no longer be compared with another period.`;
  const worth = series.measure === 'value' ? 'were worth' : 'were';
  return `${matter} ${worth} ${formatAmount(value.current, value.unit)}, ${comparison(message, value)} in ${basePeriodOf(message)} (${formatAmount(value.base, value.unit)}).`;
}

/** What the receiver was told before, in the words of that message. */
export function whatWasSaid(message: AlertMessage): string | null {
  const { previous, series } = message;
  if (previous === null) return null;
  return `Before, this alert said: ${formatAmount(previous.current, series.unit)}, ${comparison(message, previous)} ${formatAmount(previous.base, series.unit)}.`;
}

/** `a fall of 25 % or more year on year` */
export function thresholdOf(rule: AlertMessage['rule']): string {
  const direction = rule.direction === 'either' ? 'a rise or fall' : rule.direction === 'fall' ? 'a fall' : 'a rise';
  return `${direction} of ${formatNumber(rule.percent)} % or more ${metricName(rule.metric)}`;
}

/** Whether figures are on the far side of the rule's threshold, exactly. */
function beyond(rule: AlertMessage['rule'], { current, base }: AlertFigures): boolean {
  if (base <= 0) return false;
  const rise = rule.direction !== 'fall' && compareGrowth(current, base, rule.percent) >= 0;
  return rise || (rule.direction !== 'rise' && compareGrowth(current, base, -rule.percent) <= 0);
}

/** What the news means for what was said before. */
export function verdict(message: AlertMessage): string | null {
  const threshold = `${formatNumber(message.rule.percent)} %`;
  const { value } = message;
  switch (message.type) {
    case 'alert.raised':
      return null;
    case 'alert.updated':
      if (value === null) return 'The alert stands.';
      return beyond(message.rule, value)
        ? `The figures were revised. They are still beyond the threshold of ${threshold}: the alert stands.`
        : `The figures were revised. They are now short of the threshold of ${threshold}, but within the rule's tolerance: the alert stands.`;
    case 'alert.retracted':
      return value !== null && beyond(message.rule, value)
        ? 'This alert is retracted: what it said no longer holds.'
        : `This alert is retracted: the figures are now short of the threshold of ${threshold}. Please disregard what it said.`;
    case 'alert.reinstated':
      return `This alert stands again: the figures are beyond the threshold of ${threshold}.`;
    case 'alert.withdrawn':
      return 'The source no longer gives what this alert rests on. It is suspended: neither confirmed nor retracted until figures come back.';
  }
}

const SUBJECT_PREFIXES: Readonly<Record<AlertEventKind, string>> = {
  raised: '',
  updated: '[Updated] ',
  retracted: '[Retracted] ',
  reinstated: '[Reinstated] ',
  withdrawn: '[Withdrawn] ',
};

export const eventOf = (message: AlertMessage): AlertEventKind => message.type.slice('alert.'.length) as AlertEventKind;

/** `[Retracted] China → United States: rare-earth magnets exports (kg) -12.9 % year on year, June 2025` */
export function subjectOf(message: AlertMessage): string {
  const what = message.value === null ? 'no longer comparable' : `${changeOf(message, message.value)} ${metricName(message.rule.metric)}`;
  return `${SUBJECT_PREFIXES[eventOf(message)]}${seriesTitle(message.series)} ${what}, ${periodOf(message)}`;
}

const STATUS: Readonly<Record<AlertMessage['status'], string>> = {
  published: 'as published',
  provisional: 'provisional: the source says that they will be revised',
  estimated: 'estimated by the source',
};

export const statusOf = (message: AlertMessage): string => STATUS[message.status];

/** `HS8 85051110, 稀土永磁铁 (as the source names it)` */
export function productFact(series: AlertMessage['series']): string {
  const name = inert(series.product_name ?? '', 160);
  return name === '' ? productCode(series.product) : `${productCode(series.product)}: ${name}`;
}
