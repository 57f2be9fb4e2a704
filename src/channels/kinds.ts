import type { Letter } from './letter.ts';

/** Colours of a bar beside or above a message, readable on white and on black. Never the only sign: words and a symbol say it, too. */
export const ACCENTS: Readonly<Record<Letter['kind'], string>> = {
  raised: '#c2410c',
  updated: '#1d6fd1',
  retracted: '#5b6775',
  reinstated: '#c2410c',
  withdrawn: '#8a5a00',
  contradicted: '#c2410c',
  changed: '#1d6fd1',
  digest: '#1d6fd1',
  test: '#5b6775',
};

export const SYMBOLS: Readonly<Record<Letter['kind'], string>> = {
  raised: '🔔',
  updated: '📝',
  retracted: '🚫',
  reinstated: '🔁',
  withdrawn: '⏳',
  contradicted: '❌',
  changed: '📝',
  digest: '📋',
  test: '🧪',
};
