import { html } from 'hono/html';
import { formatPeriod, type Period } from '../domain/period.ts';
import type { Html } from './page.ts';

export interface Column<T> {
  readonly title: string;
  readonly number?: boolean;
  /** Of a stacked table: said before the cell where there is no head. */
  readonly named?: boolean;
  cell(row: T): unknown;
}

/** A table with its rows, or a sentence where there are none. */
export function table<T>(caption: string, columns: readonly Column<T>[], rows: readonly T[], none = 'There are none.'): Html {
  if (rows.length === 0) return html`<p class="soft">${none}</p>`;
  const number = (column: Column<T>): Html | string => (column.number === true ? html` class="number"` : '');
  return html`<div class="table" tabindex="0" role="region" aria-label="${caption}"><table>
<thead><tr>${columns.map((column) => html`<th scope="col"${number(column)}>${column.title}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${columns.map((column) => html`<td${number(column)}>${column.cell(row)}</td>`)}</tr>`)}</tbody>
</table></div>`;
}

/**
 * A table of which a phone shows each row as a block, its cells one beneath the other: for rows that are text. The roles are said, as a
 * browser takes a block for no row.
 */
export function stackedTable<T>(caption: string, columns: readonly Column<T>[], rows: readonly T[], none = 'There are none.'): Html {
  if (rows.length === 0) return html`<p class="soft">${none}</p>`;
  return html`<table class="stack" role="table" aria-label="${caption}">
<thead role="rowgroup"><tr role="row">${columns.map(({ title }) => html`<th scope="col" role="columnheader">${title}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map((row) => html`<tr role="row">${columns.map((column) => html`<td role="cell"${column.named === true ? html` data-title="${column.title}: "` : ''}>${column.cell(row)}</td>`)}</tr>`)}</tbody>
</table>`;
}

/** A period, in one line: `2025-06`, `2025-01/2025-02`. */
export const periodCell = (period: Period): Html => html`<span class="nowrap">${formatPeriod(period)}</span>`;

/** A source by its id; the id is never broken at its hyphens. */
export const sourceLink = (pipeline: string): Html => html`<a class="nowrap" href="/sources/${pipeline}">${pipeline}</a>`;

/** `2025-07-20 08:15`, in UTC; a dash where it is not known. */
export function time(at: string | null): Html {
  if (at === null) return html`<span class="soft">${'—'}</span>`;
  const shown = at.length > 10 ? at.slice(0, 16).replace('T', ' ') : at;
  return html`<time datetime="${at}">${shown}</time>`;
}

const GOOD = ['●', 'good'] as const;
const LATE = ['▲', 'bad'] as const;
const BAD = ['✕', 'bad'] as const;
const WAIT = ['◌', 'wait'] as const;
const PLAIN = ['■', 'soft'] as const;

const STATES: Readonly<Record<string, readonly [mark: string, tone: string]>> = {
  // Of sources.
  ...{
    ok: GOOD,
    late: LATE,
    stale: LATE,
    failing: BAD,
    waiting_for_key: WAIT,
    waiting_for_file: WAIT,
    not_asked_yet: WAIT,
    nothing_to_ask: WAIT,
  },
  // Of alerts: that one stands is news, neither good nor bad.
  ...{ firing: ['▲', 'wait'], historical: PLAIN, retracted: ['✕', 'soft'], suspended: WAIT, pending: WAIT, ended: PLAIN },
  ...{ contradicted: BAD, corrected: PLAIN },
  // Of messages and receivers.
  ...{ delivered: GOOD, waiting: WAIT, dead: BAD, superseded: PLAIN, disabled: BAD },
  // Of runs and publications.
  ...{ partial: LATE, failed: BAD, running: WAIT, refused: BAD, held: WAIT, loaded: GOOD, unchanged: GOOD },
  // Of releases and proofs.
  ...{ arrived: GOOD, awaited: WAIT, suppressed: PLAIN, skipped: PLAIN, holds: GOOD, does_not_hold: BAD },
};

const MOST_LETTERS = 300;

/** What is longer ends in an ellipsis. */
export const short = (text: string, most = MOST_LETTERS): string => {
  const letters = Array.from(text);
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
};

/** A command to be copied. */
export const command = (text: string): Html => html`<pre tabindex="0">${text}</pre>`;

/** A list of what is known of one thing; without what is not. */
export function facts(rows: readonly (readonly [name: string, value: unknown])[]): Html {
  const known = rows.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return html`<dl>${known.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

/** Links to the pages before and after; empty when there is one page. */
export function pager(
  links: { readonly newer: string | null; readonly older: string | null },
  words: readonly [string, string] = ['Newer', 'Older'],
): Html {
  if (links.newer === null && links.older === null) return html``;
  const link = (href: string | null, rel: string, text: string): Html =>
    href === null ? html`` : html`<a rel="${rel}" href="${href}">${text}</a>`;
  return html`<nav class="pager" aria-label="Pages of results">${link(links.newer, 'prev', words[0])} ${link(links.older, 'next', words[1])}</nav>`;
}

/** A choice of a form. @param any what the empty choice is called; null where something has to be chosen. */
export const select = (
  name: string,
  label: string,
  chosen: string | null,
  options: readonly (readonly [value: string, words: string])[],
  any: string | null = 'any',
): Html =>
  html`<label>${label}<br><select name="${name}">${any === null ? '' : html`<option value="">${any}</option>`}${options.map(
    ([value, shown]) => html`<option value="${value}"${value === chosen ? html` selected` : ''}>${shown}</option>`,
  )}</select></label>`;

/** The same among words of ours; the empty choice stands for all. */
export const selectWord = (name: string, label: string, chosen: string | null, among: readonly string[]): Html =>
  select(
    name,
    label,
    chosen,
    among.map((word) => [word, word.replaceAll('_', ' ')]),
    'all',
  );

/** A state by word, colour and shape. */
export function stateOf(state: string): Html {
  const [mark, tone] = (Object.hasOwn(STATES, state) ? STATES[state] : undefined) ?? PLAIN;
  return html`<span class="state ${tone}"><span aria-hidden="true">${mark}</span> ${state.replaceAll('_', ' ')}</span>`;
}
