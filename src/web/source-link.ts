import { html } from 'hono/html';
import { inert } from '../channels/inert.ts';
import { webAddress } from '../channels/web-address.ts';
import type { Html } from './page.ts';

const SHOWN = 90;

/** A way out to an address that others wrote: a link only for http and https, otherwise its text. */
export function outward(address: string | null, label?: string): Html | string {
  if (address === null) return '';
  const href = webAddress(address);
  const text = inert(label ?? address, SHOWN);
  return href === null
    ? html`<span class="address">${text}</span>`
    : html`<a class="address" href="${href}" rel="noopener noreferrer">${text}</a>`;
}
