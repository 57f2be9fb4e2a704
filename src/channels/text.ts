import { type Fact, groupTitle, type Letter, type MonthTable } from './letter.ts';

const WIDTH = 78;
const LABEL_WIDTH = 11;

/** A letter as plain text of 78 columns; commands, addresses and keys are never broken. */
export function textOf(letter: Letter): string {
  const blocks = [
    ...(letter.kind === 'raised' ? [] : [`[${letter.label}] ${letter.title}`]),
    ...letter.paragraphs.map((paragraph) => wrapped(paragraph, '')),
    figuresOf(letter),
    letter.months === null ? '' : monthsOf(letter.months),
    ...letter.groups.map((group) =>
      [
        groupTitle(group),
        ...columns(
          group.rows.map((row) => [row.period, row.change, row.figures]),
          [false, false, false],
        ),
      ].join('\n'),
    ),
    factsOf(letter.facts),
    letter.checks.length === 0
      ? ''
      : ['Check it:', ...letter.checks.flatMap((check) => [`  ${check.label}`, `    ${check.text}`])].join('\n'),
    letter.silence === undefined ? '' : `Silence it:\n    ${letter.silence}`,
    `--\n${wrapped(letter.footer, '')}`,
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

const figuresOf = (letter: Letter): string =>
  columns(
    letter.figures.map((row) => [row.label, row.value, row.note ?? '']),
    [false, true, false],
  ).join('\n');

function monthsOf(table: MonthTable): string {
  const rows = table.rows.map((row) => [row.month, row.value, row.before, row.change, row.marked ? '<' : '']);
  const body = columns([['Month', 'Value', 'Year before', 'Change', ''], ...rows], [false, true, true, true, false]);
  return [table.title, ...body, '', `  ${table.line.from} ${table.line.blocks} ${table.line.to}`].join('\n');
}

const factsOf = (facts: readonly Fact[]): string =>
  facts.map((fact) => wrapped(`${fact.label.padEnd(LABEL_WIDTH)}${fact.text}`, ' '.repeat(LABEL_WIDTH))).join('\n');

/** Rows of cells below each other, two spaces in and two between. */
function columns(rows: readonly (readonly string[])[], right: readonly boolean[]): string[] {
  const widths = right.map((_, column) => rows.reduce((most, row) => Math.max(most, lengthOf(row[column] ?? '')), 0));
  return rows.map((row) =>
    `  ${row.map((cell, column) => (right[column] ? padded(widths[column], cell) + cell : cell + padded(widths[column], cell))).join('  ')}`.trimEnd(),
  );
}

const padded = (width: number | undefined, cell: string): string => ' '.repeat(Math.max(0, (width ?? 0) - lengthOf(cell)));
const lengthOf = (text: string): number => Array.from(text).length;

/** Breaks between words only; a word that is longer than a line has a line of its own. */
function wrapped(text: string, indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<! ) (?! )/)) {
    if (line !== '' && lengthOf(line) + 1 + lengthOf(word) > WIDTH) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}
