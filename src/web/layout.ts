import { html } from 'hono/html';
import type { Html, Section } from './page.ts';

const NAVIGATION: readonly (readonly [Section, string, string])[] = [
  ['overview', '/', 'Overview'],
  ['series', '/series', 'Series'],
  ['mirror', '/mirror', 'Mirror'],
  ['alerts', '/alerts', 'Alerts'],
  ['news', '/news', 'News'],
  ['runs', '/runs', 'Runs and sources'],
];

/** A whole page around its body. All text is escaped; nothing is loaded from elsewhere. */
export function layout(page: {
  readonly title: string;
  readonly section: Section | null;
  readonly version: string;
  readonly body: unknown;
}): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title} - tradewatch</title>
<link rel="stylesheet" href="/assets/style.css">
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="alternate" type="application/atom+xml" title="Alerts" href="/alerts.atom">
<script src="/assets/page.js" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>
<a class="brand" href="/">tradewatch</a>
<nav aria-label="Pages"><ul>${NAVIGATION.map(
    ([section, href, name]) => html`<li><a href="${href}"${section === page.section ? html` aria-current="page"` : ''}>${name}</a></li>`,
  )}</ul></nav>
</header>
<main id="main">
<h1>${page.title}</h1>
${page.body}
</main>
<footer>tradewatch ${page.version}. Figures are unadjusted and as published; unknown is said, never 0. <a href="/api/v1">JSON</a></footer>
</body>
</html>`;
}
