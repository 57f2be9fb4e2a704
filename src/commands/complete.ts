import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command, Option } from 'commander';
import { PIPELINES } from '../checkout.ts';
import { DEFAULT_CONFIG_FILE } from '../config/default-file.ts';
import { findPlaces } from '../config/places.ts';
import type { CommandIo } from './command.ts';
import { FILES, SHELL_NAMES } from './completion.ts';

const MOST_KEYS = 200;

/** Where the values come from, read and imported when they are asked for: a completion has no time to load the program. */
interface Known {
  readonly io: CommandIo;
  readonly config: string | undefined;
  readonly db: string | undefined;
  /** What was typed of the word so far. */
  readonly begun: string;
}

type Values = (known: Known) => readonly string[] | Promise<readonly string[]>;

/** By the names that arguments and options have. */
const VALUES: Readonly<Record<string, Values>> = {
  pipeline: pipelines,
  '--pipeline': pipelines,
  key: seriesKeys,
  receiver: (known) => idsOf(known, 'receivers'),
  '--receiver': (known) => idsOf(known, 'receivers'),
  '--rule': (known) => idsOf(known, 'rules'),
  '--basis': async () => (await import('../domain/growth.ts')).BASES,
  '--state': async () => (await import('../domain/alert.ts')).ALERT_STATES,
  '--verdict': async () => (await import('../domain/verdict.ts')).VERDICTS,
  '--flow': async () => (await import('../domain/series.ts')).FLOWS,
  shell: () => SHELL_NAMES,
  file: () => [FILES],
  folder: () => [FILES],
};

/**
 * What the last of the words may become, for a shell. Answers fast, and with nothing when anything is wrong: a person who
 * presses a key wants no errors.
 * @param words behind the program's name; the last one is being typed.
 */
export async function complete(io: CommandIo, program: Command, shell: string, words: readonly string[]): Promise<number> {
  try {
    const whole = shell === 'bash' ? joined(words) : words;
    const begun = whole.at(-1) ?? '';
    const found = (await candidates(io, program, whole.slice(0, -1), begun)).filter((one) => one === FILES || one.startsWith(begun));
    // Bash replaces what stands behind the last ":" or "=" only.
    const kept = shell === 'bash' ? Math.max(begun.lastIndexOf(':'), begun.lastIndexOf('=')) + 1 : 0;
    io.stdout(found.map((one) => `${one === FILES ? one : one.slice(kept)}\n`).join(''));
  } catch {
    // No candidates.
  }
  return 0;
}

/** Bash gives `HS8:85051110` as three words. */
function joined(words: readonly string[]): string[] {
  const whole: string[] = [];
  let open = false;
  for (const word of words) {
    const breaks = /^[:=]+$/.test(word);
    if ((breaks || open) && whole.length > 0) whole.push(`${whole.pop() ?? ''}${word}`);
    else whole.push(word);
    open = breaks;
  }
  return whole;
}

async function candidates(io: CommandIo, program: Command, before: readonly string[], begun: string): Promise<readonly string[]> {
  let command = program;
  let waiting: Option | undefined;
  const given: Record<string, string> = {};
  let positions = 0;
  for (const word of before) {
    if (waiting !== undefined) {
      given[waiting.attributeName()] = word;
      waiting = undefined;
    } else if (word.startsWith('-')) {
      const option = optionsOf(command).find(({ long, short }) => long === word || short === word);
      waiting = option?.required === true || option?.optional === true ? option : undefined;
    } else {
      const below = command.commands.find((child) => child.name() === word);
      if (below === undefined) positions += 1;
      else command = below;
    }
  }
  const known: Known = { io, config: given['config'], db: given['db'], begun };
  if (waiting !== undefined) return valuesOf(waiting, known);
  if (begun.startsWith('-')) return [...new Set(optionsOf(command).flatMap(({ long }) => (long == null ? [] : [long])))];
  if (command.commands.length > 0)
    return positions > 0 ? [] : command.commands.map((child) => child.name()).filter((name) => !name.startsWith('__'));
  const argument = command.registeredArguments[positions] ?? command.registeredArguments.findLast(({ variadic }) => variadic);
  return argument === undefined ? [] : ((await VALUES[argument.name()]?.(known)) ?? []);
}

async function valuesOf(option: Option, known: Known): Promise<readonly string[]> {
  if (option.argChoices !== undefined) return option.argChoices;
  const placeholder = /<([\w-]+)>/.exec(option.flags)?.[1] ?? '';
  return (await (VALUES[option.long ?? ''] ?? VALUES[placeholder])?.(known)) ?? [];
}

/** Those that hold for a command; those of the program stand before it as well. */
const optionsOf = (command: Command): readonly Option[] => [
  ...command.options,
  ...(command.parent === null ? [] : optionsOf(command.parent)),
];

/** By the names of their files: loading them would take too long. */
function pipelines(): readonly string[] {
  return readdirSync(PIPELINES).flatMap((name) => /^([\w-]+)\.[jt]s$/.exec(name)?.[1] ?? []);
}

function configFile({ io, config }: Known): string {
  return resolve(io.cwd, config ?? DEFAULT_CONFIG_FILE);
}

async function readConfig(known: Known): Promise<Readonly<Record<string, unknown>>> {
  const text = readFileSync(configFile(known), 'utf8');
  return (await import('yaml')).parse(text) as Readonly<Record<string, unknown>>;
}

/** Unchecked, as they are written: what is wrong elsewhere in the file is told by other commands. */
async function idsOf(known: Known, list: 'rules' | 'receivers'): Promise<string[]> {
  const entries = (await readConfig(known))[list] as readonly { readonly id?: unknown }[] | null;
  return (entries ?? []).flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
}

async function seriesKeys(known: Known): Promise<readonly string[]> {
  const database =
    known.db === undefined ? (await findPlaces(known.config ?? null, known.io.cwd))?.database : resolve(known.io.cwd, known.db);
  if (database === undefined) return [];
  const { openParts } = await import('../store/parts.ts');
  const store = await openParts(database, ['series']);
  try {
    return await store.seriesKeys(known.begun, MOST_KEYS);
  } finally {
    store.close();
  }
}
