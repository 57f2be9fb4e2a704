import type { Hono } from 'hono';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';
import { FIGURES_STYLE } from './style-figures.ts';

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#1d4ed8"/><path d="M6 22l6-7 5 4 9-11" fill="none" stroke="#fff" stroke-width="3"/></svg>';

/** What pages need beside their text; the same for all of a version. */
export function assets(site: Hono): void {
  const serve = (path: string, type: string, body: string): void => {
    site.get(`/assets/${path}`, (c) => c.body(body, 200, { 'Content-Type': type, 'Cache-Control': 'max-age=300' }));
  };
  serve('style.css', 'text/css; charset=utf-8', STYLE + FIGURES_STYLE);
  serve('page.js', 'text/javascript; charset=utf-8', SCRIPT);
  serve('icon.svg', 'image/svg+xml', ICON);
}
