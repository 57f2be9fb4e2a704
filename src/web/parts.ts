import { html } from 'hono/html';
import type { Html } from './page.ts';

export interface Column<T> {
  readonly title: string;
  readonly number?: boolean;
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

/** `2025-07-20 08:15`, in UTC; a dash where it is not known. */
export function time(at: string | null): Html {
  if (at === null) return html`<span class="soft">—</span>`;
  const shown = at.length > 10 ? at.slice(0, 16).replace('T', ' ') : at;
  return html`<time datetime="${at}">${shown}</time>`;
}

const STATES: Readonly<Record<string, readonly [mark: string, tone: string]>> = {
  ok: ['●', 'good'],
  late: ['▲', 'bad'],
  stale: ['▲', 'bad'],
  failing: ['✕', 'bad'],
  waiting_for_key: ['◌', 'wait'],
  waiting_for_file: ['◌', 'wait'],
};

/** A state by word, colour and shape. */
export function stateOf(state: string): Html {
  const [mark, tone] = STATES[state] ?? ['◌', 'wait'];
  return html`<span class="state ${tone}"><span aria-hidden="true">${mark}</span> ${state.replaceAll('_', ' ')}</span>`;
}
