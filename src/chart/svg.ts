import type { ChartDescription } from './description.ts';
import { svgDocument, TEXT_WIDTH } from './document.ts';
import { figuresPanel } from './figures-panel.ts';
import { growthPanel } from './growth-panel.ts';
import { legendOf } from './legend.ts';
import { EDGE } from './panel.ts';
import { sceneOf } from './scene.ts';
import { PALETTES, type Theme } from './theme.ts';

export interface DrawOptions {
  readonly theme: Theme;
  /** A second panel beneath the figures: their change on the same months a year before. */
  readonly growth?: boolean;
}

/**
 * The chart as SVG, self-contained: no style sheet, no script, nothing fetched. The same description gives the same text.
 * @throws RangeError when nothing is known of the months shown.
 */
export async function chartSvg(description: ChartDescription, { theme, growth = false }: DrawOptions): Promise<string> {
  const palette = PALETTES[theme];
  const scene = sceneOf(description);
  // Drawing is rare and the library large: it is loaded by who draws.
  const { createCanvas } = await import('./plot.ts');
  const canvas = createCanvas(palette);
  const panels = [figuresPanel(scene, description, palette, canvas), ...(growth ? [growthPanel(scene, palette, canvas)] : [])];
  return svgDocument(description, [...panels, legendOf(scene, palette, { x: EDGE, width: TEXT_WIDTH })], palette);
}
