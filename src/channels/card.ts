/** What the cards of Slack, Teams and Discord have in common: a letter in pieces, each short enough to be placed. */
import { most } from './clip.ts';
import { SYMBOLS } from './kinds.ts';
import type { DigestGroup, Fact, Letter } from './letter.ts';

/** `🚫 Retracted (warning)`: kind and severity by symbol and words, whatever the colours. */
export const markOf = (letter: Letter): string =>
  `${SYMBOLS[letter.kind]} ${letter.label}${letter.severity === null ? '' : ` (${letter.severity})`}`;

/** `🚫 Retracted (warning): China → United States: ...` */
export const headlineOf = (letter: Letter): string => `${markOf(letter)}: ${letter.title}`;

/** One line for lists and notifications, with the figure that matters. */
export const noticeOf = (letter: Letter): string => `${markOf(letter)}: ${letter.subject.replace(/^\[[^\]]*\] /, '')}`;

/**
 * The sentences that are never cut, the first apart. A correction names the message that it corrects, because there is
 * no thread to show it.
 */
export function sentencesOf({ paragraphs, corrects, title }: Letter): { readonly lead: string; readonly others: readonly string[] } {
  const [lead = title, ...others] = paragraphs;
  return { lead: corrects === null ? lead : `${lead} ${corrects}`, others };
}

export const footerOf = (letter: Letter): string => `${letter.footer} Id of this message: ${letter.shortId}.`;

/** Articles are copied by very many outlets. */
const MOST_FACTS = 16;

/** What is longer is not shown whole either. */
const LONGEST_LINK = 500;

/**
 * The facts, and where there are too many, a last one that says so. A link is shown as what it is, so that nobody is led
 * elsewhere than it says: the text is then only what stands before it.
 */
export function factsOf({ facts, rest }: Letter): readonly Fact[] {
  const shown = facts.slice(0, MOST_FACTS).map(({ label, text, href }) => {
    const link = quietLink(href);
    return { label, text: link === null ? text : text.replace(/https?:\/\/\S*$/, ''), href: link };
  });
  const left = facts.length - shown.length;
  return left === 0 ? shown : [...shown, { label: 'And', text: `${left} more that are not shown here: ${rest}`, href: null }];
}

/** The same address without the characters that mean something in a chat's markup. */
function quietLink(href: string | null): string | null {
  const quiet = href?.replaceAll(/[`|@*~[\]()\\<>]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`) ?? null;
  return quiet === null || quiet.length > LONGEST_LINK ? null : quiet;
}

/** Nobody reads more in a chat; the command shows all. */
const MOST_ROWS = 30;

export const rowsOf = (letter: Letter): number => letter.groups.reduce((sum, group) => sum + group.rows.length, 0);

export interface DigestLine {
  readonly of: 'series' | 'row' | 'left out';
  readonly text: string;
}

/** The commands by which a person checks it, and the one that keeps such messages away. */
export const commandsOf = ({ checks, silence }: Letter): readonly Pick<Fact, 'label' | 'text'>[] => [
  ...checks.map(({ label, text }) => ({ label: `Check it: ${label}`, text })),
  ...(silence === undefined ? [] : [{ label: 'Silence it', text: silence }]),
];

/**
 * The first rows of a digest beneath what they are on, or of a release's further alerts, each on one line with what it is
 * on; and how many more there are.
 */
export function digestLines(letter: Letter, count: number): readonly DigestLine[] {
  const lines: DigestLine[] = [];
  let left = count;
  let heading: string | undefined;
  for (const group of letter.groups) {
    if (left === 0) break;
    const rows = group.rows.slice(0, left);
    left -= rows.length;
    const above = group.heading ?? group.title;
    if (above !== heading) lines.push({ of: 'series', text: above });
    heading = group.heading;
    for (const row of rows) lines.push({ of: 'row', text: rowText(group, row) });
  }
  const total = rowsOf(letter);
  if (count < total) lines.push({ of: 'left out', text: `… ${total - count} more of ${total} are not shown here: ${letter.rest}` });
  return lines;
}

const rowText = ({ heading, title, corrects }: DigestGroup, { period, change, figures }: DigestGroup['rows'][number]): string =>
  [heading === undefined ? '' : title, period, change, figures, corrects ?? ''].filter((part) => part !== '').join(' · ');

/** A card in the order in which it is read, and in which room is given away. */
interface Parts<Piece> {
  /** What is always there, with so many rows of a digest or a release. */
  needed(rows: number): readonly Piece[];
  readonly wanted: readonly Piece[];
  /** Takes the place of what found no room. */
  readonly leftOut: Piece;
}

/** The pieces that a service takes in one message: rows of a digest, then what else is wanted, as far as it fits. */
export function fitted<Piece>(letter: Letter, parts: Parts<Piece>, fits: (pieces: readonly Piece[]) => boolean): readonly Piece[] {
  const rows = most(Math.min(MOST_ROWS, rowsOf(letter)), (count) => fits([...parts.needed(count), parts.leftOut]));
  const taken = [...parts.needed(rows)];
  let passedOver = 0;
  for (const piece of parts.wanted) {
    if (fits([...taken, piece, parts.leftOut])) taken.push(piece);
    else passedOver += 1;
  }
  return passedOver === 0 ? taken : [...taken, parts.leftOut];
}

export const leftOutOf = (letter: Letter): string => `… Not all of it fits here. For all of it: ${letter.rest}`;

/** Within a block of code only its own end acts. */
export const asCode = (text: string): string => text.replaceAll('`', 'ˋ');

/** Lines in as few texts as hold them; a line that is too long is left to be clipped. */
export function packed(lines: readonly string[], fits: (text: string) => boolean): string[] {
  const texts: string[] = [];
  for (const line of lines) {
    const joined = `${texts.at(-1)}\n${line}`;
    if (texts.length > 0 && fits(joined)) texts[texts.length - 1] = joined;
    else texts.push(line);
  }
  return texts;
}
