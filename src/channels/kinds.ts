import type { Letter } from './letter.ts';

/** Colours of a bar beside or above a message, readable on white and on black. Never the only sign: words and a symbol say it, too. */
export const ACCENTS: Readonly<Record<Letter['kind'], string>> = {
  raised: '#c2410c',
  updated: '#1d6fd1',
  retracted: '#5b6775',
  reinstated: '#c2410c',
  withdrawn: '#8a5a00',
  unstable: '#8a5a00',
  ended: '#5b6775',
  contradicted: '#c2410c',
  changed: '#1d6fd1',
  digest: '#1d6fd1',
  failing: '#c2410c',
  disabled: '#c2410c',
  test: '#5b6775',
};

export const SYMBOLS: Readonly<Record<Letter['kind'], string>> = {
  raised: '🔔',
  updated: '📝',
  retracted: '🚫',
  reinstated: '🔁',
  withdrawn: '⏳',
  unstable: '🔀',
  ended: '🏁',
  contradicted: '❌',
  changed: '📝',
  digest: '📋',
  failing: '🔌',
  disabled: '⛔',
  test: '🧪',
};
