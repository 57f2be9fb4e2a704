import type { ViewDocs } from './view-doc.ts';
import { ALERT_DOCS } from './view-docs-alerts.ts';
import { ANALYSIS_DOCS } from './view-docs-analysis.ts';
import { FIGURE_DOCS } from './view-docs-figures.ts';
import { WORK_DOCS } from './view-docs-work.ts';
import { ARTICLE_DOCS } from './views-article.ts';
import { CLAIM_DOCS } from './views-claims.ts';
import { CODE_DOCS } from './views-codes.ts';
import { CORRECTION_DOCS } from './views-corrections.ts';
import { INTEGRITY_DOCS } from './views-integrity.ts';
import { MIRROR_DOCS } from './views-mirror.ts';
import { RATE_DOCS } from './views-rates.ts';
import { RELEASE_DOCS } from './views-releases.ts';

/**
 * What each public view and each of its columns means. It is written into every database (docs_view, docs_column), and the tables
 * of docs/data-model.md are made of it; both are tested.
 */
export const VIEW_DOCS: ViewDocs = {
  ...FIGURE_DOCS,
  ...ANALYSIS_DOCS,
  ...MIRROR_DOCS,
  ...RATE_DOCS,
  ...CODE_DOCS,
  ...ALERT_DOCS,
  ...CLAIM_DOCS,
  ...ARTICLE_DOCS,
  ...WORK_DOCS,
  ...RELEASE_DOCS,
  ...INTEGRITY_DOCS,
  ...CORRECTION_DOCS,
};
