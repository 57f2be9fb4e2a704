/** The words of an SQL text with their places, as SQLite 3.40 splits it: enough to say where something is wrong. */
export interface SqlToken {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'parameter' | 'sign';
  readonly text: string;
  /** Where it begins in the text. */
  readonly at: number;
}

const PATTERNS: readonly (readonly [kind: SqlToken['kind'] | null, pattern: RegExp])[] = [
  [null, /[ \t\n\f\r\ufeff]+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  ['string', /[xX]?'(?:[^']|'')*(?:'|$)/y],
  ['quoted', /"(?:[^"]|"")*(?:"|$)|`(?:[^`]|``)*(?:`|$)|\[[^\]]*(?:\]|$)/y],
  ['parameter', /[:@$][A-Za-z_0-9$\u0080-\uffff]+|\?\d*/y],
  ['number', /0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['word', /[A-Za-z_\u0080-\uffff][A-Za-z_0-9$\u0080-\uffff]*/y],
  ['sign', /./sy],
];

/** All tokens but blanks and comments. */
export function sqlTokens(sql: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  for (let at = 0; at < sql.length; ) {
    for (const [kind, pattern] of PATTERNS) {
      pattern.lastIndex = at;
      const text = pattern.exec(sql)?.[0];
      if (text === undefined || text === '') continue;
      if (kind !== null) tokens.push({ kind, text, at });
      at += text.length;
      break;
    }
  }
  return tokens;
}

/** `line 2, column 8`, with the line and a mark beneath the place. */
export function placeInSql(sql: string, at: number): { readonly where: string; readonly excerpt: string } {
  const lines = sql.slice(0, at).split('\n');
  const before = lines.at(-1) ?? '';
  const line = sql.split('\n')[lines.length - 1] ?? '';
  const from = Math.max(0, before.length - EXCERPT / 2);
  const shown = line.slice(from, from + EXCERPT).replaceAll('\t', ' ');
  return { where: `line ${lines.length}, column ${before.length + 1}`, excerpt: `  ${shown}\n  ${' '.repeat(before.length - from)}^` };
}

/** As much of a line as a terminal shows. */
const EXCERPT = 76;
