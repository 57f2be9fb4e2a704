import type { z } from 'zod';
import { nearest, suggestion } from '../domain/nearest.ts';
import type { ConfigFault, Path } from './fault.ts';
import { looksSecret, secretKeyFault, wantsSecretName } from './secrecy.ts';
import { keysAt } from './shape.ts';
import type { ConfigSource } from './source.ts';

type Issue = z.core.$ZodIssue;

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys and values',
  record: 'a map of keys and values',
};

/** zod's issues as faults with positions, in words of what was expected and what is there; unknown keys without a value, too. */
export function explainAll(issues: readonly Issue[], context: Context): ConfigFault[] {
  const { schema, source } = context;
  const emptyAndUnknown = source.empty.flatMap((path) => {
    const [parent, key] = [path.slice(0, -1), String(path.at(-1))];
    const known = keysAt(schema, parent);
    return known.length === 0 || known.includes(key)
      ? []
      : [{ code: 'unrecognized_keys' as const, keys: [key], path: [...parent], message: '' }];
  });
  return explain([...issues, ...emptyAndUnknown], context);
}

function explain(issues: readonly Issue[], context: Context): ConfigFault[] {
  // A mistyped key is one mistake: the key that was meant is not reported as missing, too.
  const meant = new Set(
    issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => joined([...issue.path, nearest(key, keysAt(context.schema, issue.path)) ?? '']))
        : [],
    ),
  );
  return issues
    .filter((issue) => !(meant.has(joined(issue.path)) && valueAt(context.data, issue.path) === undefined))
    .flatMap((issue) => faultsOf(issue, context));
}

interface Context {
  readonly schema: z.ZodType;
  readonly data: unknown;
  readonly source: ConfigSource;
}

function faultsOf(issue: Issue, context: Context): ConfigFault[] {
  const { schema, data, source } = context;
  const { path } = issue;
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => fault(source, [...path, key], 'key', unknownKey(path, key, keysAt(schema, path))));
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // The branch that the value was meant for is the one that got past its type.
    const meant = issue.errors.find((errors) => errors.every((error) => error.path.length > 0));
    if (meant !== undefined)
      return explain(
        meant.map((error) => ({ ...error, path: [...path, ...error.path] })),
        context,
      );
  }
  if (issue.code === 'invalid_key')
    return [fault(source, path, 'key', withGiven(expectation(issue.issues[0] ?? issue), show(path.at(-1))))];
  const value = valueAt(data, path);
  const expected = expectation(issue);
  if (value === undefined) return [fault(source, path, 'value', `missing: ${expected}`)];
  const given =
    typeof value === 'number' ? `the number ${source.written(path) ?? value}` : wantsSecretName(path) ? showNoName(value) : show(value);
  return [fault(source, path, 'value', `${withGiven(expected, given)}${fix(issue, value, source.written(path))}`)];
}

/** What was given behind what was expected, once: some checks say it themselves. */
const withGiven = (expected: string, given: string): string =>
  /, got (?:"[^"]*"|\S+)$/.test(expected) ? expected : `${expected}, got ${given}`;

export function fault(source: ConfigSource, path: Path, of: 'value' | 'key', message: string): ConfigFault {
  return { ...source.position(path, of), path: joined(path), message };
}

const joined = (path: Path): string => path.map(String).join('.');

function expectation(issue: Issue): string {
  if (issue.message.startsWith('expected')) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${TYPES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `expected ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return `expected ${bound(issue.origin)} ${issue.inclusive === false ? 'above' : 'at least'} ${issue.minimum}`;
    case 'too_big':
      return `expected ${bound(issue.origin)} ${issue.inclusive === false ? 'below' : 'at most'} ${issue.maximum}`;
    case 'invalid_union':
      if (issue.errors.length === 0) return `expected one of ${kindsOf(issue).join(', ')}`;
      return `expected ${[...new Set(issue.errors.flatMap((errors) => errors.slice(0, 1).map((error) => expectation(error).replace(/^expected /, ''))))].join(' or ')}`;
    default:
      return issue.message;
  }
}

const bound = (origin: string): string =>
  origin === 'string' ? 'text with a length of' : origin === 'array' || origin === 'set' ? 'a list with a length of' : 'a number of';

/** What to write instead, where that is plain. */
function fix(issue: Issue, value: unknown, written: string | null): string {
  if (looksSecret(value)) return '';
  const wanted = wantedTypes(issue);
  if ((typeof value === 'number' || typeof value === 'boolean') && wanted.includes('string'))
    return `: quote it: "${written ?? String(value)}"`;
  if ((typeof value === 'string' || typeof value === 'number') && wanted.includes('array'))
    return `: write [${typeof value === 'string' ? value : `"${written ?? value}"`}]`;
  if ((issue.code === 'invalid_value' || issue.code === 'invalid_union') && typeof value === 'string') {
    const known = issue.code === 'invalid_value' ? issue.values : kindsOf(issue);
    const near = nearest(
      value,
      known.filter((one) => typeof one === 'string'),
    );
    return near === null ? '' : `; did you mean "${near}"?`;
  }
  return '';
}

/** The kinds that a value may be of, where one of its keys says which. */
const kindsOf = (issue: Extract<Issue, { code: 'invalid_union' }>): string[] =>
  'options' in issue && Array.isArray(issue.options) ? issue.options.filter((option) => typeof option === 'string') : [];

function wantedTypes(issue: Issue): string[] {
  if (issue.code === 'invalid_type') return [issue.expected];
  if (issue.code === 'invalid_value') return issue.values.map((value) => typeof value);
  return issue.code === 'invalid_union' ? issue.errors.flatMap((errors) => errors.flatMap(wantedTypes)) : [];
}

/** A value for a message: one line, short, and never a secret. */
export function show(value: unknown): string {
  if (looksSecret(value)) return 'what looks like a secret (not shown)';
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}...` : value);
  if (typeof value === 'number') return `the number ${value}`;
  if (value === null || value === undefined) return 'nothing';
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'a map' : String(value);
}

const showNoName = (value: unknown): string =>
  typeof value === 'string' ? 'a text that may be the secret itself (not shown)' : show(value);

function unknownKey(path: Path, key: string, known: readonly string[]): string {
  const secret = secretKeyFault(path, key);
  if (secret !== null) return secret;
  if (known.includes(key)) return 'does not go with this kind';
  return `unknown key${suggestion(key, known)}`;
}

export function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}
