import { ACCENTS } from './kinds.ts';
import { type DigestGroup, type Fact, groupTitle, type Letter, type MonthTable } from './letter.ts';

const SANS = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const MONO = "font-family:ui-monospace,Menlo,Consolas,'Liberation Mono',monospace";
const NUMBER = 'text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums';

/** Mail programs that know no style sheets show the inline, light colours; the classes serve those that do, in the dark. */
const STYLE = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  .d td { padding: 2px 8px 2px 0; font-size: 13px; vertical-align: top; }
  @media (prefers-color-scheme: dark) {
    .page { background: #111418 !important; }
    .card { background: #1c2127 !important; border-right-color: #323a43 !important; border-bottom-color: #323a43 !important; border-left-color: #323a43 !important; }
    .ink { color: #e8ebee !important; }
    .soft { color: #a3adb8 !important; }
    .line { border-color: #323a43 !important; }
    .box, .mark { background: #272e36 !important; }
    .link { color: #7db3f5 !important; }
  }
  @media (max-width: 480px) { .bar { display: none !important; } .m td, .m th { padding-left: 4px !important; padding-right: 4px !important; } .pad { padding-left: 16px !important; padding-right: 16px !important; } }
`;

/** A picture that is a part of the mail itself. */
export interface EmbeddedPicture {
  /** Its Content-ID, without brackets. */
  readonly cid: string;
  readonly width: number;
  readonly alt: string;
}

/** A letter as HTML: tables and inline styles, nothing fetched, every text escaped. */
export function htmlOf(letter: Letter, picture: EmbeddedPicture | null): string {
  const accent = ACCENTS[letter.kind];
  const [lead, ...rest] = letter.paragraphs;
  const sections = [
    `<p class="soft" style="margin:0 0 6px;font-size:13px;color:#5b6775"><span style="display:inline-block;padding:1px 8px;border-radius:9px;background:${accent};color:#ffffff;font-weight:600">${escapeHtml(letter.label)}</span>&nbsp; ${escapeHtml(letter.title)}</p>`,
    `<p class="ink" style="margin:0 0 14px;font-size:18px;line-height:1.45;font-weight:600;color:#17202a">${escapeHtml(lead ?? letter.title)}</p>`,
    ...rest.map(
      (paragraph) => `<p class="ink" style="margin:0 0 10px;font-size:15px;line-height:1.5;color:#17202a">${escapeHtml(paragraph)}</p>`,
    ),
    pictureOf(picture),
    figuresOf(letter),
    letter.months === null ? '' : monthsOf(letter.months, picture === null ? accent : null),
    ...letter.groups.map(groupOf),
    factsOf(letter.facts),
    checksOf(letter.checks),
    silenceOf(letter.silence),
  ].filter((section) => section !== '');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(letter.subject)}</title>
<style>${STYLE}</style>
</head>
<body class="page" style="margin:0;padding:0;background:#eef0f2">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#eef0f2">
<tr><td align="center" style="padding:24px 8px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" style="max-width:640px;background:#ffffff;border:1px solid #d9dee3;border-top:4px solid ${accent};${SANS}">
<tr><td class="pad" style="padding:22px 28px 10px;text-align:left">
${sections.join('\n')}
</td></tr>
<tr><td class="pad line" style="padding:12px 28px 16px;border-top:1px solid #e3e7eb;text-align:left">
<p class="soft" style="margin:0;font-size:12px;line-height:1.5;color:#5b6775">${escapeHtml(letter.footer)}</p>
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

/** As wide as it was drawn, or as the screen when that is narrower. */
const pictureOf = (picture: EmbeddedPicture | null): string =>
  picture === null
    ? ''
    : `<img src="cid:${escapeHtml(picture.cid)}" width="${picture.width}" alt="${escapeHtml(picture.alt)}" style="display:block;width:100%;max-width:${picture.width}px;height:auto;margin:6px 0 14px;border:0;border-radius:6px;background:#ffffff;color:#17202a;font-size:13px;line-height:1.4">`;

function figuresOf(letter: Letter): string {
  const rows = letter.figures.map(
    (row) =>
      `<tr><td class="soft line" style="padding:6px 12px 6px 0;border-bottom:1px solid #e3e7eb;color:#5b6775">${escapeHtml(row.label)}</td><td class="ink line" style="padding:6px 0;border-bottom:1px solid #e3e7eb;color:#17202a;font-weight:600;${NUMBER}">${escapeHtml(row.value)}</td><td class="soft line" style="padding:6px 0 6px 16px;border-bottom:1px solid #e3e7eb;color:#5b6775">${escapeHtml(row.note ?? '')}</td></tr>`,
  );
  return rows.length === 0
    ? ''
    : `<table width="100%" cellpadding="0" cellspacing="0" style="margin:6px 0 18px;font-size:14px;border-collapse:collapse">\n${rows.join('\n')}\n</table>`;
}

/** @param accent colour of the marked bar; null without bars, beside a picture that has them. */
function monthsOf(table: MonthTable, accent: string | null): string {
  const head = ['Month', 'Value', ...(accent === null ? [] : ['']), 'Year before', 'Change']
    .map(
      (label, column) =>
        `<th class="soft${label === '' ? ' bar' : ''}" style="padding:3px 8px;font-weight:400;color:#5b6775;text-align:${column === 0 || label === '' ? 'left' : 'right'}">${label}</th>`,
    )
    .join('');
  const rows = table.rows.map((row) => {
    const weight = row.marked ? ';font-weight:600' : '';
    const mark = row.marked ? ' class="mark" style="background:#f1f3f6"' : '';
    const cell = (text: string): string =>
      `<td class="ink" style="padding:3px 8px;color:#17202a;${NUMBER}${weight}">${escapeHtml(text)}</td>`;
    const bar =
      accent === null
        ? ''
        : `<td class="bar" width="26%" style="padding:3px 8px">${barOf(row.share, row.marked ? accent : '#9aa7b5')}</td>`;
    return `<tr${mark}><td class="ink" style="padding:3px 8px;white-space:nowrap;color:#17202a${weight}">${escapeHtml(row.month)}</td>${cell(row.value)}${bar}${cell(row.before)}${cell(row.change)}</tr>`;
  });
  return `<p class="soft" style="margin:0 0 4px;font-size:13px;color:#5b6775">${escapeHtml(table.title)} (&middot; is not known)</p>
<table class="m" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 18px;font-size:13px;border-collapse:collapse">
<tr>${head}</tr>
${rows.join('\n')}
</table>`;
}

const barOf = (share: number | null, colour: string): string =>
  share === null
    ? ''
    : `<div style="width:${(share * 100).toFixed(1)}%;height:9px;background:${colour};font-size:0;line-height:0">&nbsp;</div>`;

/** Lean: a digest may have thousands of rows. */
function groupOf(group: DigestGroup): string {
  const rows = group.rows.map(
    (row) => `<tr><td>${escapeHtml(row.period)}</td><td><b>${escapeHtml(row.change)}</b></td><td>${escapeHtml(row.figures)}</td></tr>`,
  );
  return `<p class="ink" style="margin:14px 0 4px;font-size:14px;font-weight:600;color:#17202a">${escapeHtml(groupTitle(group))}</p>
<table class="d ink" width="100%" cellpadding="2" cellspacing="0" style="font-size:13px;color:#17202a">
<colgroup><col width="25%"><col width="32%"><col></colgroup>
${rows.join('\n')}
</table>`;
}

function factsOf(facts: readonly Fact[]): string {
  const rows = facts.map(
    (fact) =>
      `<tr><td class="soft" valign="top" style="padding:3px 14px 3px 0;color:#5b6775;white-space:nowrap">${escapeHtml(fact.label)}</td><td class="ink" style="padding:3px 0;color:#17202a;word-break:break-word;overflow-wrap:anywhere">${linked(fact)}</td></tr>`,
  );
  return rows.length === 0
    ? ''
    : `<table width="100%" cellpadding="0" cellspacing="0" style="margin:10px 0 16px;font-size:13px;line-height:1.45">\n${rows.join('\n')}\n</table>`;
}

const linked = ({ text, href }: Fact): string =>
  href === null ? escapeHtml(text) : `<a class="link" href="${escapeHtml(href)}" style="color:#1d5fb8">${escapeHtml(text)}</a>`;

function checksOf(checks: readonly Fact[]): string {
  return checks.map((check) => commandOf(`Check it: ${check.label}`, check.text)).join('\n');
}

const silenceOf = (command: string | undefined): string => (command === undefined ? '' : commandOf('Silence it', command));

const commandOf = (label: string, command: string): string =>
  `<p class="soft" style="margin:0 0 4px;font-size:13px;color:#5b6775">${escapeHtml(label)}</p>
<div class="box ink" style="margin:0 0 12px;padding:8px 10px;background:#f3f5f7;color:#17202a;font-size:12px;line-height:1.45;white-space:pre-wrap;overflow-wrap:anywhere;word-break:break-word;${MONO}">${escapeHtml(command)}</div>`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
