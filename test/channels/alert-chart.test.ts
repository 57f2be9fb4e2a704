import { describe, expect, it } from 'vitest';
import { alertChart } from '../../src/channels/alert-chart.ts';
import { chartSvg } from '../../src/chart/svg.ts';
import type { AlertMessage } from '../../src/domain/alert-message.ts';
import { alertMessage, GOLDEN, RAISED, RETRACTED, US_SERIES, WITHDRAWN } from './messages.ts';

const titleOf = (message: AlertMessage): string | undefined => alertChart(message)?.description.title;

describe('the chart of an alert', () => {
  it('says the finding of each kind of rule', () => {
    expect(titleOf(RAISED)).toBe('353 t in June 2025, 52.0 % less than in June 2024');
    expect(titleOf(RETRACTED)).toBe('Retracted: 640.3 t in June 2025, 12.9 % less than in June 2024');
    expect(titleOf(WITHDRAWN)).toBe('Withdrawn: June 2025 can no longer be compared');
    expect(titleOf(GOLDEN.level)).toBe('353 t in June 2025, at or below the level of 400,000 kg');
    expect(titleOf(GOLDEN.record)).toBe('46 t in May 2025: record low');
    expect(titleOf(GOLDEN.revision)).toMatch(/^[\d.]+ t in June 2025: revised by \+11\.9 %$/);
    expect(titleOf(GOLDEN['mirror-gap'])).toBe("June 2025: +19.0 % in the importer's figures");
    const value = { current: 26_740_000, base: 20_000_000, change: 6_740_000, percent: 33.7, unit: 'USD' };
    expect(titleOf({ ...RAISED, series: { ...US_SERIES, measure: 'value', unit: 'USD' }, value })).toBe(
      'USD 26.74 million in June 2025, 33.7 % more than in June 2024',
    );
  });

  it('marks the level of a rule, the first value of a revised figure, and of a mirror gap the side that is drawn', () => {
    expect(alertChart(GOLDEN.level)?.description).toMatchObject({ level: 400_000, marked: { base: null } });
    expect(alertChart(GOLDEN.revision)?.description.figures).toContainEqual(expect.objectContaining({ revisedFrom: 353_000 }));
    expect(alertChart(GOLDEN['mirror-gap'])?.description.marked).toMatchObject({ value: 353_000, base: null });
  });

  it('shows the last figure of a period that can no longer be compared, or that it is not known', () => {
    expect(alertChart(WITHDRAWN)?.description.marked).toMatchObject({ value: null, base: null });
    const noBase = alertMessage('withdrawn', null, 353_000, 2, { recent: RAISED.recent });
    expect(alertChart(noBase)?.description.marked).toMatchObject({ value: 353_000, base: null });
  });

  it('can be drawn for each alert that there is an example of', async () => {
    const alerts = Object.values(GOLDEN).filter((message): message is AlertMessage => 'recent' in message);
    expect(alerts.length).toBeGreaterThan(8);
    for (const message of alerts) {
      const description = alertChart(message)?.description;
      expect(description, message.type).toBeDefined();
      if (description !== undefined) expect(await chartSvg(description, { theme: 'light' })).toContain('</svg>');
    }
  });
});
