import { describe, expect, it } from 'vitest';
import { seriesChart } from '../../src/channels/series-chart.ts';
import { parsePeriod } from '../../src/domain/period.ts';
import { parseSeriesKey, type TracedFigure } from '../../src/domain/series.ts';

const KEY = parseSeriesKey('china-customs-tables/CN.WORLD.export.GACC:rare-earth.net_weight.kg');

/** Invented figures. */
const figure = (period: string, value: number | null, knownFrom = '2025-07-14T03:15:00.000Z'): TracedFigure => ({
  period: parsePeriod(period),
  value,
  status: value === null ? 'M' : 'A',
  knownFrom,
  knownTo: null,
  publishedAt: null,
  sha256: '0'.repeat(64),
  url: null,
});

const chart = (...figures: TracedFigure[]) => seriesChart(KEY, 'Rare earth', figures, 'GACC');

describe('the chart of a series', () => {
  it('holds the newest month against the same month a year before', () => {
    const description = chart(figure('2024-06', 4_829_000), figure('2025-05', 5_864_600), figure('2025-06', 7_742_200));
    expect(description).toMatchObject({
      title: '7,742 t in June 2025, 60.3 % more than in June 2024',
      subtitle: "China's exports of rare earth to the world",
      shown: { from: 202307, to: 202506 },
      marked: { months: { from: 202506, to: 202506 }, value: 7_742_200, base: { months: { from: 202406, to: 202406 }, value: 4_829_000 } },
      source: 'Source: GACC, newest figures obtained 2025-07-14',
    });
  });

  it('takes January and February as one, and compares them with the same two', () => {
    const description = chart(
      figure('2024-01/2024-02', 8_000_000),
      figure('2024-02', 1),
      figure('2025-01/2025-02', 8_000_000),
      figure('2025-01/2025-03', 9),
    );
    expect(description?.title).toBe('8,000 t in January-February 2025, the same as in January-February 2024');
    expect(description?.figures).toHaveLength(3);
  });

  it('passes over a month that the source calls missing, and says nothing of a year before that is not known', () => {
    expect(chart(figure('2025-05', 46_000), figure('2025-06', null))?.title).toBe('46 t in May 2025');
    expect(chart(figure('2024-05', 0), figure('2025-05', 46_000))?.title).toBe('46 t in May 2025');
  });

  it('is none without months', () => {
    expect(chart(figure('2025-01/2025-12', 9))).toBeNull();
    expect(chart(figure('2025-06', null))).toBeNull();
  });
});
