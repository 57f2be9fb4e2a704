import { userInfo } from 'node:os';
import type { Config } from '../config.ts';
import { suggestion } from '../domain/nearest.ts';
import type { Silence } from '../domain/silence.ts';
import { UsageError } from '../errors.ts';
import type { SilenceStore } from '../store/store.ts';
import { instantOf } from './as-of.ts';
import type { CommandIo } from './command.ts';
import { printable } from './printable.ts';
import { minuteOf, renderJson, renderTable } from './table.ts';

export interface SilenceOptions {
  readonly json?: boolean;
  readonly rule?: string;
  readonly series?: string;
  readonly receiver?: string;
  readonly until?: string;
  readonly for?: string;
  readonly reason: string;
  readonly author?: string;
}

const HOUR_MS = 3_600_000;
const UNITS_MS = { h: HOUR_MS, d: 24 * HOUR_MS, w: 7 * 24 * HOUR_MS } as const;
const LONGEST_TEXT = 500;
/** A length is soon mistyped: a longer silence wants a day that is written out. */
const LONGEST_DAYS = 366;

/** Holds messages back for a while. One short transaction beside a server, which heeds it from then on. */
export async function alertsSilence(io: CommandIo, store: SilenceStore, config: Config, options: SilenceOptions): Promise<number> {
  const now = io.now();
  const silence: Omit<Silence, 'id'> = {
    rule: known(options.rule, '--rule', [...config.rules, ...config.claimRules, ...config.dataRules]),
    series: options.series === undefined ? null : text(options.series, '--series'),
    receiver: known(options.receiver, '--receiver', config.receivers),
    reason: text(options.reason, '--reason'),
    author: text(options.author ?? userName(), '--author'),
    from: now.toISOString(),
    until: endOf(options, now),
  };
  if (silence.rule === null && silence.series === null && silence.receiver === null)
    throw new UsageError('say what to silence: give at least one of --rule, --series and --receiver');
  const id = await store.addSilence(silence);
  if (options.json === true) io.stdout(renderJson(json({ ...silence, id }, now)));
  else
    io.stdout(
      `silence ${id}: ${wordsOf({ ...silence, id })}, until ${minuteOf(silence.until)} UTC. What it holds back and still stands is reported then, in one digest.\n`,
    );
  return 0;
}

export async function alertsSilences(io: CommandIo, store: SilenceStore, options: { json?: boolean }): Promise<number> {
  const now = io.now();
  const all = await store.silences();
  if (options.json === true) io.stdout(renderJson(all.map((silence) => json(silence, now))));
  else if (all.length === 0) io.stdout('there are no silences\n');
  else
    io.stdout(
      renderTable(
        ['id', 'state', 'what', 'from', 'until', 'author', 'reason'],
        all.map((s) => [
          String(s.id),
          stateOf(s, now),
          printable(wordsOf(s)),
          minuteOf(s.from),
          minuteOf(s.until),
          printable(s.author),
          printable(s.reason),
        ]),
      ),
    );
  return 0;
}

export async function alertsUnsilence(io: CommandIo, store: SilenceStore, id: string, options: { json?: boolean }): Promise<number> {
  const now = io.now();
  const silence = /^\d{1,9}$/.test(id) ? await store.endSilence(Number(id), now.toISOString()) : null;
  if (silence === null) throw new UsageError(`there is no silence ${id}; "tradewatch alerts silences" shows all`);
  const ended = silence.until > now.toISOString();
  if (options.json === true) io.stdout(renderJson({ id: silence.id, ended }));
  else
    io.stdout(
      ended
        ? `silence ${silence.id} is over; what it held back and still stands is reported by the server, or by the next "tradewatch run"\n`
        : `silence ${silence.id} was already over, since ${minuteOf(silence.until)} UTC\n`,
    );
  return 0;
}

function known(id: string | undefined, option: string, list: readonly { readonly id: string }[]): string | null {
  if (id === undefined) return null;
  const ids = list.map((one) => one.id);
  if (!ids.includes(id)) throw new UsageError(`${option}: the configuration has no "${id}"${suggestion(id, ids)}`);
  return id;
}

function text(given: string, option: string): string {
  const line = given.replaceAll(/\s+/g, ' ').trim();
  if (line === '' || line.length > LONGEST_TEXT) throw new UsageError(`${option}: expected a text of 1 to ${LONGEST_TEXT} characters`);
  return line;
}

/** @throws UsageError unless exactly one of --for and --until names an end that lies ahead. */
function endOf({ for: length, until }: SilenceOptions, now: Date): string {
  if ((length === undefined) === (until === undefined))
    throw new UsageError('say when the silence ends: --for 14d (or 12h, 2w), or --until 2025-08-01');
  const end = length === undefined ? instantOf(until as string, '--until') : new Date(now.getTime() + lengthOf(length)).toISOString();
  if (end <= now.toISOString()) throw new UsageError(`--until: ${end} has passed`);
  return end;
}

/** @returns milliseconds. */
function lengthOf(text: string): number {
  const [, count, unit] = /^([1-9]\d*)([hdw])$/.exec(text) ?? [];
  if (count === undefined) throw new UsageError(`--for: expected hours, days or weeks such as 12h, 14d or 2w, got "${text}"`);
  const length = Number(count) * UNITS_MS[unit as keyof typeof UNITS_MS];
  if (length > LONGEST_DAYS * UNITS_MS.d)
    throw new UsageError(`--for: at most ${LONGEST_DAYS} days, got "${text}"; --until names a later end, such as --until 2099-01-01`);
  return length;
}

const stateOf = ({ from, until }: Silence, now: Date): 'active' | 'expired' =>
  from <= now.toISOString() && now.toISOString() < until ? 'active' : 'expired';

const json = (silence: Silence, now: Date) => ({ ...silence, state: stateOf(silence, now) });

function wordsOf({ rule, series, receiver }: Silence): string {
  const parts = [
    ...(rule === null ? [] : [`rule ${rule}`]),
    ...(series === null ? [] : [`series ${series}`]),
    ...(receiver === null ? [] : [`receiver ${receiver}`]),
  ];
  return parts.join(', ');
}

/** Of a process without an entry in the list of users (a container) nothing more is known. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
