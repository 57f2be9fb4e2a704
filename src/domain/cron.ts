/**
 * The five fields of a cron expression: minute hour day-of-month month day-of-week. Numbers, names (mon, jan), ranges
 * (1-5), lists (1,15) and steps (8-18/2, *\/15); Sunday is 0 or 7. Seconds, `@daily`, L, W and # are not taken.
 */
import { SMALL_MONTH_NAMES } from './month-names.ts';

export interface Cron {
  /** Ascending. */
  readonly minutes: readonly number[];
  /** Ascending. */
  readonly hours: readonly number[];
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  /** 0 is Sunday. */
  readonly weekdays: ReadonlySet<number>;
  /** Both day fields are restricted: a day matches when either does, as crontab(5) says. */
  readonly eitherDay: boolean;
}

interface Field {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  /** The names of `low` and what follows it. */
  readonly names: readonly string[];
}

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const FIELDS: readonly [Field, Field, Field, Field, Field] = [
  { name: 'minute', low: 0, high: 59, names: [] },
  { name: 'hour', low: 0, high: 23, names: [] },
  { name: 'day of month', low: 1, high: 31, names: [] },
  { name: 'month', low: 1, high: 12, names: SMALL_MONTH_NAMES },
  { name: 'day of week', low: 0, high: 7, names: WEEKDAYS },
];
const LONGEST_MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/**
 * Reads a cron expression.
 * @throws RangeError that names the field, what it holds and what it may hold.
 */
export function parseCron(expression: string): Cron {
  const texts = expression.trim().split(/\s+/);
  const [minute, hour, day, month, weekday] = texts;
  if (
    texts.length !== 5 ||
    minute === undefined ||
    hour === undefined ||
    day === undefined ||
    month === undefined ||
    weekday === undefined
  ) {
    throw new RangeError(`expected five fields "minute hour day month weekday" such as "30 10 * * 1-5", got "${expression}"`);
  }
  const days = parseField(day, FIELDS[2]);
  const months = parseField(month, FIELDS[3]);
  const weekdays = new Set([...parseField(weekday, FIELDS[4])].map((d) => d % 7));
  const eitherDay = !day.startsWith('*') && !weekday.startsWith('*');
  const possible = [...months].some((m) => [...days].some((d) => d <= (LONGEST_MONTH_DAYS[m - 1] ?? 0)));
  if (!possible && !eitherDay) throw new RangeError(`no month of "${month}" has a day "${day}", in "${expression}"`);
  return {
    minutes: ascending(parseField(minute, FIELDS[0])),
    hours: ascending(parseField(hour, FIELDS[1])),
    days,
    months,
    weekdays,
    eitherDay,
  };
}

/** What is wrong with a cron expression, or null when nothing is. */
export function cronFault(expression: string): string | null {
  try {
    parseCron(expression);
    return null;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

const ascending = (values: ReadonlySet<number>): number[] => [...values].sort((a, b) => a - b);

function parseField(text: string, field: Field): Set<number> {
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const match = /^(?:(\*)|([a-z0-9]+)(?:-([a-z0-9]+))?)(?:\/(\d{1,2}))?$/i.exec(item);
    if (!match) throw fault(text, field, item);
    const [, star, first, last, step] = match;
    // `5/15` means different things in different crons: refused, `5-59/15` says it.
    if (step !== undefined && star === undefined && last === undefined) throw fault(text, field, item);
    const stride = step === undefined ? 1 : Number(step);
    const low = star === undefined ? numberOf(first, field) : field.low;
    // A range that ends on Sunday ends on 7: sat-sun is 6-7.
    const end = last === undefined ? low : numberOf(last, field);
    const high = star === undefined ? (field.high === 7 && end === 0 && last !== undefined ? 7 : end) : field.high === 7 ? 6 : field.high;
    if (low === null || high === null || stride < 1 || low > high) throw fault(text, field, item);
    for (let value = low; value <= high; value += stride) values.add(value);
  }
  return values;
}

function numberOf(text: string | undefined, field: Field): number | null {
  if (text === undefined) return null;
  const named = field.names.indexOf(text.toLowerCase());
  const value = named >= 0 ? named + field.low : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= field.low && value <= field.high ? value : null;
}

function fault(text: string, field: Field, item: string): RangeError {
  const names = field.names.length > 0 ? ` or ${field.names[0]} to ${field.names.at(-1)}` : '';
  const where = item === text ? `"${text}"` : `"${item}" in "${text}"`;
  return new RangeError(
    `${field.name} ${where}: expected ${field.low} to ${field.high}${names}, as *, a list 1,2, a range 1-5 or a step */2`,
  );
}
