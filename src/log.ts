import { createRequire } from 'node:module';
import { Writable } from 'node:stream';
import { createColors } from 'picocolors';
import type winston from 'winston';
import { type Plain, type PlainRecord, plainOf } from './log-plain.ts';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';
export type LogFields = Readonly<Record<string, unknown>>;

/** What the rest of the program needs of a log. Fields may hold errors: they are written with their chain of causes. */
export interface Log {
  error(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  /** The same log with fields that every entry carries. */
  with(fields: LogFields): Log;
  /** From now on this text is written as [secret], in any entry: plain, as JSON, percent-encoded or in base64. */
  redact(secret: string): void;
}

export interface LogOptions {
  readonly level: LogLevel;
  /** `json`: one object a line, for machines. `text`: for a person at a terminal. */
  readonly format: 'json' | 'text';
  readonly colors?: boolean;
  readonly now: () => Date;
  /** Takes whole lines, each with its newline: stderr, as stdout is for data. */
  readonly write: (line: string) => void;
}

/** Shorter ones would blank out half of every entry; whoever uses a secret of three letters has none. */
const SHORTEST_SECRET = 4;

/** Opens a log. Entries are one line each, whatever is in them. */
export function openLog(options: LogOptions): Log {
  const hidden = new Set<string>();
  const hide = (text: string): string => {
    let shown = text;
    for (const secret of hidden) shown = shown.replaceAll(secret, '[secret]');
    return shown;
  };
  const line = options.format === 'json' ? jsonLine : textLine(options.colors ?? false);
  let made: winston.Logger | null = null;
  const logger = (): winston.Logger => {
    made ??= winstonLogger(options, (info) => {
      const entry = info['entry'] as Entry;
      const fields = plainOf(entry.fields, hide);
      return line({
        time: options.now(),
        level: info.level as LogLevel,
        message: hide(entry.message),
        fields: isRecord(fields) ? fields : {},
      });
    });
    return made;
  };

  const open = (bound: LogFields): Log => {
    // Message and fields travel in one property: winston joins a field called `message` to the message and lets `level` replace the level.
    const entry = (level: LogLevel) => (message: string, fields?: LogFields) => {
      if (LEVELS.indexOf(level) > LEVELS.indexOf(options.level)) return;
      logger().log({ level, message: '', entry: { message, fields: { ...bound, ...fields } } });
    };
    return {
      error: entry('error'),
      warn: entry('warn'),
      info: entry('info'),
      debug: entry('debug'),
      with: (fields) => open({ ...bound, ...fields }),
      redact(secret) {
        for (const text of [secret, secret.trim()]) {
          if (text.length < SHORTEST_SECRET) continue;
          for (const form of [text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text), Buffer.from(text).toString('base64')])
            hidden.add(form);
        }
      },
    };
  };
  return open({});
}

/** The gravest first. */
const LEVELS: readonly LogLevel[] = ['error', 'warn', 'info', 'debug'];

/** Loaded with the first entry: most commands write none, and it takes as long as the rest of their start. */
function winstonLogger({ level, write }: LogOptions, lineOf: (info: winston.Logform.TransformableInfo) => string): winston.Logger {
  const { createLogger, config, format, transports } = createRequire(import.meta.url)('winston') as typeof winston;
  return createLogger({
    level,
    levels: config.npm.levels,
    format: format((info) => {
      info[Symbol.for('message')] = lineOf(info);
      return info;
    })(),
    transports: [new transports.Stream({ stream: lineStream(write), eol: '\n' })],
  });
}

/** A log that writes nothing. */
export const silentLog: Log = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {}, with: () => silentLog, redact: () => {} };

/** The level that the flags ask for, or else the configured one. */
export function logLevel(
  configured: LogLevel,
  flags: { readonly quiet?: boolean | undefined; readonly verbose?: boolean | undefined },
): LogLevel {
  return flags.verbose === true ? 'debug' : flags.quiet === true ? 'error' : configured;
}

interface Entry {
  readonly message: string;
  readonly fields: LogFields;
}

interface PlainEntry {
  readonly time: Date;
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: PlainRecord;
}

const isRecord = (value: Plain | undefined): value is PlainRecord => typeof value === 'object' && value !== null && !Array.isArray(value);

function jsonLine({ time, level, message, fields }: PlainEntry): string {
  const head = { time: time.toISOString(), level, message };
  // Spread twice: the head comes first on the line, and no field replaces it. JSON leaves U+2028 and U+2029 as they are;
  // some readers take them for the end of a line.
  return JSON.stringify({ ...head, ...fields, ...head }).replaceAll(/[\u007f-\u009f\u2028\u2029]/g, escaped);
}

function textLine(withColors: boolean): (entry: PlainEntry) => string {
  const colors = createColors(withColors);
  const paint = { error: colors.red, warn: colors.yellow, info: colors.cyan, debug: colors.gray };
  return ({ time, level, message, fields }) => {
    const shown = Object.entries(fields).map(([key, value]) => `${key}=${textOf(value)}`);
    const tail = shown.length > 0 ? ` ${colors.dim(shown.map(oneLine).join(' '))}` : '';
    return `${colors.dim(time.toISOString().slice(11, 19))} ${paint[level](level.padEnd(5))} ${oneLine(message)}${tail}`;
  };
}

/** An error is shown to a person as its messages, outermost first; the stack is for the JSON form. */
function textOf(value: Plain): string {
  if (typeof value === 'string') return /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
  if (isRecord(value) && typeof value['error'] === 'string') {
    const messages: string[] = [];
    for (let at: Plain | undefined = value; isRecord(at); at = at['cause']) messages.push(String(at['message']));
    return JSON.stringify(messages.join(': '));
  }
  return JSON.stringify(value);
}

/** No character that ends a line or moves a terminal's cursor comes through: a headline is written by strangers. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const oneLine = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, escaped);

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

const lineStream = (write: (line: string) => void): Writable =>
  new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      write(String(chunk));
      done();
    },
  });
