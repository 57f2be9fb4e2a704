import { type Document, isAlias, isCollection, isMap, isNode, isPair, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml';
import { ConfigError, type ConfigFault, type Path } from './fault.ts';

/** A YAML file as plain data that still knows where each value stands. */
export interface ConfigSource {
  /** Map entries without a value are left out, as if they were not there. */
  readonly data: unknown;
  /** Those entries: their keys may still be wrong. */
  readonly empty: readonly Path[];
  /** Where a value stands (or its key), or the nearest parent that is there. */
  position(path: Path, of: 'value' | 'key'): { readonly line: number; readonly column: number };
  /** A scalar as it is written: 8505.10 where the value is the number 8505.1; null where nothing is written. */
  written(path: Path): string | null;
}

const MAX_CHARACTERS = 256 * 1024;
/** The parser recurses: what is nested deeper than any configuration is refused before it sees it. */
const MAX_DEPTH = 50;

/** Names for what the parser reports; its own words for the rest. */
const MESSAGES: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'a tab in the indentation: YAML wants spaces',
  MULTIPLE_DOCS: 'a second document begins: expected one',
  NON_STRING_KEY: 'a key must be a word',
  BAD_INDENT: 'the indentation does not fit the lines around it, or a bracket is not closed',
};

/**
 * Reads YAML 1.2.
 * @param label how the file is called in messages.
 * @throws ConfigError with everything that is wrong with its form.
 */
export function parseConfigSource(text: string, label: string): ConfigSource {
  const tooMuch = sizeFault(text);
  if (tooMuch !== null) throw new ConfigError(label, [{ line: 1, column: 1, path: '', message: tooMuch }]);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const faultAt = (offset: number, message: string): ConfigFault => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1), path: '', message };
  };

  const found = [...document.errors, ...document.warnings];
  // The parser misreads what stands behind a tab.
  const tabs = found.filter(({ code }) => code === 'TAB_AS_INDENT');
  const faults = (tabs.length > 0 ? tabs : found).map(({ code, message, pos }) =>
    faultAt(pos[0], code === 'DUPLICATE_KEY' ? `the key ${wordAt(text, pos[0])} occurs a second time` : (MESSAGES[code] ?? message)),
  );
  visit(document, {
    Alias: (_key, alias) =>
      void faults.push(faultAt(alias.range?.[0] ?? 0, `the alias *${alias.source}: aliases are not taken here, write the value out`)),
  });
  if (faults.length > 0) throw new ConfigError(label, faults);

  const empty: Path[] = [];
  return {
    data: present(document.toJS({ maxAliasCount: 0 }), [], empty),
    empty,
    position(path, of) {
      const { line, col } = lines.linePos(offsetOf(document, path, of));
      return { line, column: col };
    },
    written(path) {
      const node = nodeAt(document, path);
      return isScalar(node) ? ((node.source ?? null) as string | null) : null;
    },
  };
}

function sizeFault(text: string): string | null {
  if (text.length > MAX_CHARACTERS) return `the file has ${text.length} characters: expected at most ${MAX_CHARACTERS}`;
  let depth = 0;
  for (const line of text.split('\n')) {
    for (const character of line) {
      if (character === '[' || character === '{') depth++;
      if (character === ']' || character === '}') depth = Math.max(0, depth - 1);
    }
    const markers = /^(?:\s*[-?](?=\s))*/.exec(line)?.[0].replaceAll(/\s/g, '').length ?? 0;
    if (depth + markers > MAX_DEPTH || /^ {400}/.test(line)) return `nested more than ${MAX_DEPTH} levels deep`;
  }
  return null;
}

const wordAt = (text: string, offset: number): string => `"${/^["']?([\w.-]{0,60})/.exec(text.slice(offset, offset + 70))?.[1] ?? ''}"`;

/** Data without empty map entries: `receivers:` with everything beneath it commented out means none. */
function present(value: unknown, path: Path, empty: Path[]): unknown {
  // What a pipeline's own settings make of null is theirs to say.
  if (path.length === 3 && path[0] === 'pipelines' && path[2] === 'settings') return value;
  if (Array.isArray(value)) return value.map((item, index) => present(item, [...path, index], empty));
  if (typeof value !== 'object' || value === null) return value;
  const entries: [string, unknown][] = [];
  for (const [key, item] of Object.entries(value)) {
    if (item === null) empty.push([...path, key]);
    else entries.push([key, present(item, [...path, key], empty)]);
  }
  return Object.fromEntries(entries);
}

function nodeAt(document: Document, path: Path): Node | null {
  let node: unknown = document.contents;
  for (const key of path) {
    if (!isCollection(node)) return null;
    node = node.get(typeof key === 'symbol' ? String(key) : key, true);
  }
  return isNode(node) && !isAlias(node) ? node : null;
}

function offsetOf(document: Document, path: Path, of: 'value' | 'key'): number {
  for (let length = path.length; length >= 0; length--) {
    const parent = nodeAt(document, path.slice(0, Math.max(length - 1, 0)));
    const pair =
      of === 'key' && length === path.length && isMap(parent)
        ? parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === path[length - 1])
        : undefined;
    const node = pair !== undefined && isNode(pair.key) ? pair.key : nodeAt(document, path.slice(0, length));
    if (node?.range != null) return node.range[0];
  }
  return 0;
}
