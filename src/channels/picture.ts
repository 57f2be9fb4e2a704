import type { ChartDescription } from '../chart/description.ts';
import { describeError } from '../errors.ts';
import type { Letter } from './letter.ts';

/** Draws a chart for a message. */
export type DrawChart = (description: ChartDescription) => Promise<{ readonly png: Uint8Array; readonly width: number }>;

export interface LetterPicture {
  readonly png: Uint8Array;
  /** Pixels of the screen. */
  readonly width: number;
  readonly alt: string;
}

/** On white: it is read on a dark page as well, and a mail program never turns a picture's colours round. */
export const drawLight: DrawChart = async (description) => (await import('../chart/png.ts')).chartPng(description, { theme: 'light' });

/** A letter's picture, null when it has none, or why it could not be drawn: a message never waits for its picture. */
export async function pictureOf(letter: Letter, draw: DrawChart): Promise<LetterPicture | null | { readonly failure: string }> {
  const { chart } = letter;
  if (chart === undefined || chart === null) return null;
  try {
    const { png, width } = await draw(chart.description);
    return { png, width, alt: chart.alt };
  } catch (error) {
    return { failure: describeError(error) };
  }
}
