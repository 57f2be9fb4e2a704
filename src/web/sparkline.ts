import { html } from 'hono/html';
import { addMonths, monthsBetween, startOf } from '../domain/period.ts';
import type { Figure } from '../domain/series.ts';
import type { Html } from './page.ts';

const WIDTH = 96;
const HEIGHT = 24;
const MONTHS = 36;

/** The last three years from 0 to the largest, without axes: for the eye beside a figure. A gap is a gap. */
export function sparkline(figures: readonly Figure[], last: number): Html | '' {
  const first = addMonths(last, 1 - MONTHS);
  const values: (number | null)[] = Array.from({ length: MONTHS }, () => null);
  const put = ({ period, value }: Figure): void => {
    const [from, to] = [startOf(period), period.end];
    for (let month = from; month <= to; month = addMonths(month, 1)) {
      const at = monthsBetween(first, month);
      // Of January and February as one, each is drawn as half.
      if (value !== null && at >= 0 && at < MONTHS) values[at] = value / (monthsBetween(from, to) + 1);
    }
  };
  for (const kind of ['combined', 'month'] as const) figures.filter(({ period }) => period.kind === kind).forEach(put);
  const top = Math.max(0, ...values.map((value) => value ?? 0));
  if (top <= 0) return '';
  const place = (value: number, at: number): string =>
    `${((at * (WIDTH - 2)) / (MONTHS - 1) + 1).toFixed(1)} ${(HEIGHT - 2 - (value / top) * (HEIGHT - 4)).toFixed(1)}`;
  const path = values
    .map((value, at) => (value === null ? '' : values[at - 1] == null ? `M${place(value, at)}h.01` : `L${place(value, at)}`))
    .join('');
  return html`<svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" aria-hidden="true"><path d="${path}"/></svg>`;
}
