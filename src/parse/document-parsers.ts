/**
 * The parsers of documents, loaded when the first document is read: to load them takes longer than most commands run, and those
 * that read none need not wait for them.
 */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

export const loadMarkup = (...given: Parameters<typeof import('cheerio').load>): import('cheerio').CheerioAPI =>
  (require('cheerio') as typeof import('cheerio')).load(...given);

export const domParser = (): typeof import('linkedom') => require('linkedom') as typeof import('linkedom');

export const articleReader = (): typeof import('@mozilla/readability') =>
  require('@mozilla/readability') as typeof import('@mozilla/readability');

/** From traditional to simplified characters. */
export const characterConverter = (): ((text: string) => string) =>
  (require('opencc-js/t2cn') as typeof import('opencc-js/t2cn')).Converter({ from: 't', to: 'cn' });

export const feedParser = (): typeof import('feedsmith') => require('feedsmith') as typeof import('feedsmith');
