/** Colours by what they stand for. Bars and marks are told apart by shape and label, too. */
export interface Palette {
  readonly background: string;
  readonly ink: string;
  readonly soft: string;
  readonly grid: string;
  readonly bar: string;
  /** The period that the finding is about. */
  readonly marked: string;
  /** The same for letters, which need more contrast than bars. */
  readonly markedText: string;
  /** What it is compared with. */
  readonly base: string;
}

export type Theme = 'light' | 'dark';

/** Vermilion and blue of Okabe and Ito, told apart with each kind of colour blindness; text has a contrast of 4.5 and more. */
export const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: {
    background: '#ffffff',
    ink: '#17202a',
    soft: '#55606c',
    grid: '#e3e7eb',
    bar: '#b3bdc8',
    marked: '#d55e00',
    markedText: '#b34d00',
    base: '#0072b2',
  },
  dark: {
    background: '#1c2127',
    ink: '#e8ebee',
    soft: '#a9b3bd',
    grid: '#323a43',
    bar: '#5d6976',
    marked: '#f08a3c',
    markedText: '#f08a3c',
    base: '#56b4e9',
  },
};
