import type { Growth } from '../domain/growth.ts';
import { formatPeriod } from '../domain/period.ts';
import type { FigureVersion } from '../store/store.ts';

export const versionJson = (version: FigureVersion) => ({
  value: version.value,
  status: version.status,
  known_from: version.knownFrom,
  known_to: version.knownTo,
  published_at: version.publishedAt,
  retrieved_at: version.retrievedAt,
  file: version.file,
  sha256: version.sha256,
  url: version.url,
  published_value: version.correction?.published ?? null,
  correction_reason: version.correction?.reason ?? null,
});

export const figureJson = (figure: FigureVersion, yoy: Growth, unit: string) => ({
  period: formatPeriod(figure.period),
  period_kind: figure.period.kind,
  unit,
  ...versionJson(figure),
  yoy_percent: yoy.known ? yoy.percent : null,
  yoy_reason: yoy.known ? null : yoy.reason,
  yoy_detail: yoy.known ? null : yoy.detail,
});
