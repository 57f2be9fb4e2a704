import { readColumn } from '../../src/store/view-doc.ts';
import { VIEW_DOCS } from '../../src/store/view-docs.ts';

/** The table of a view's columns in docs/data-model.md. */
function tableOf(view: string): string {
  const rows = (VIEW_DOCS[view]?.columns ?? [])
    .map(readColumn)
    .map(({ name, type, unit, meaning }) => `| \`${name}\` | ${type} | ${unit ?? ''} | ${meaning} |`);
  return ['| column | type | unit | meaning |', '|---|---|---|---|', ...rows, ''].join('\n');
}

/** The document with the table of each view's section as the program has it; the text around it stays. */
export const withViewTables = (document: string): string =>
  document
    .split(/^(?=## )/m)
    .map((section) => {
      const view = /^## (v_\w+)/.exec(section)?.[1];
      return view === undefined ? section : section.replace(/^\| column \|.*\n(?:\|.*\n)+/m, () => tableOf(view));
    })
    .join('');
