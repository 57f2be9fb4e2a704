/** UN Comtrade: China's exports of 850511 to the world by month, with the day from which the answer holds the month. */
import { readFigures } from './figures.mjs';

/** The first answer of the calendar holds the months up to this one. */
const FIRST_ANSWER_TO = '2023-09';
const BEGIN = '2024-01-01T00:00:00Z';
/** Where the publisher answers, and where it says what there is. */
const PATH = '/public/v1/preview/C/M/HS';
const AVAILABILITY_PATH = '/public/v1/getDa/C/M/HS';

/** A month is out on the 10th of the fourth month after it (the delay is ours: China's months come about so late). */
function availableFrom(period) {
  if (period <= FIRST_ANSWER_TO) return BEGIN;
  const [year, month] = period.split('-').map(Number);
  return new Date(Date.UTC(year, month + 3, 10, 6)).toISOString().replace('.000Z', 'Z');
}

/** @returns files (name to bytes) and entries of the calendar. */
export function buildComtrade() {
  const records = readFigures('comtrade').map((row) => ({ period: row.period.replace('-', ''), primaryValue: Number(row.value), availableFrom: availableFrom(row.period) }));
  const lines = records.map((record) => `  ${JSON.stringify(record)}`).join(',\n');
  const days = [...new Set(records.map((record) => record.availableFrom))];
  const entries = days.map((at) => ({
    at,
    pipeline: 'un-comtrade',
    how: 'http',
    path: PATH,
    answer: 'comtrade.mjs',
    periods: records.filter((record) => record.availableFrom === at).map((record) => record.period),
  }));
  const availability = { at: BEGIN, pipeline: 'un-comtrade', how: 'http', path: AVAILABILITY_PATH, answer: 'comtrade-availability.mjs' };
  return { files: new Map([['un-comtrade/records.json', Buffer.from(`[\n${lines}\n]\n`)]]), entries: [availability, ...entries] };
}
