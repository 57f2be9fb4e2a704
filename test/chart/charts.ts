import type { ChartDescription, ChartFigure } from '../../src/chart/description.ts';
import { addMonths } from '../../src/domain/period.ts';

export const month = (at: number, value: number | null): ChartFigure => ({ months: { from: at, to: at }, value });
export const span = (from: number, to: number, value: number | null): ChartFigure => ({ months: { from, to }, value });

/** Published: China's exports of rare-earth magnets (HS 85051110) to the United States, in kg. Other months are gaps. */
const US_KG: Readonly<Record<number, number>> = {
  202405: 689_000,
  202406: 735_000,
  202407: 591_000,
  202408: 669_000,
  202409: 596_000,
  202410: 628_000,
  202411: 638_000,
  202503: 585_000,
  202504: 242_000,
  202505: 46_000,
  202506: 353_000,
};

export const MAGNETS: ChartDescription = {
  title: '353 t in June 2025, 52.0 % less than in June 2024',
  subtitle: "China's exports of rare-earth magnets to the United States",
  subtitleInLatin: "China's exports of rare-earth magnets to the United States",
  unit: 'kg',
  shown: { from: 202307, to: 202506 },
  figures: Object.entries(US_KG).map(([at, value]) => month(Number(at), value)),
  marked: { months: { from: 202506, to: 202506 }, value: 353_000, base: { months: { from: 202406, to: 202406 }, value: 735_000 } },
  source: 'Source: General Administration of Customs of China (GACC), obtained 2025-07-20',
};

/** Invented: three years of months of 1 to 9 million kg, with January and February as one figure and November 2024 missing. */
export const SPANS: ChartDescription = {
  ...MAGNETS,
  title: '7,400 t in January-February 2025, 9.8 % less than in January-February 2024',
  subtitle: "China's exports of 非转基因黄大豆 (HS8 12019011) to the world",
  subtitleInLatin: "China's exports of goods of HS8 12019011 to the world",
  figures: [
    ...Array.from({ length: 36 }, (_, i) => month(addMonths(202207, i), 1_000_000 * (1 + ((i * 7) % 9)))).filter(
      ({ months: { to } }) => to % 100 > 2 && to !== 202411,
    ),
    span(202301, 202302, 9_000_000),
    span(202401, 202402, 8_200_000),
    span(202501, 202502, 7_400_000),
  ],
  marked: {
    months: { from: 202501, to: 202502 },
    value: 7_400_000,
    base: { months: { from: 202401, to: 202402 }, value: 8_200_000 },
  },
};

/** Invented: June 2025 was never revised. */
export const REVISED: ChartDescription = {
  ...MAGNETS,
  figures: MAGNETS.figures.map((figure) => (figure.months.to === 202506 ? { ...figure, revisedFrom: 640_000 } : figure)),
  marked: { months: { from: 202506, to: 202506 }, value: 353_000, base: { months: { from: 202505, to: 202505 }, value: 46_000 } },
};
