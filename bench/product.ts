/** What is measured, with the heap as the program has it: modules of the program, built as the program is ("node build.mjs bench"), with the names that bench/ asks for. */
import { keepHeapSmall } from '../src/heap.ts';

keepHeapSmall();

export { default as eurostatComext } from '../pipelines/eurostat-comext.ts';
export { default as unComtrade } from '../pipelines/un-comtrade.ts';
export { BASES, growth, growthPercent, subjectMonths } from '../src/domain/growth.ts';
export { formatMonth, month } from '../src/domain/period.ts';
export { versionOf } from '../src/domain/rule.ts';
export { contentOfFile } from '../src/stages/content.ts';
export { createDetector, SILENT_DETECTOR } from '../src/stages/detect.ts';
export { transform } from '../src/stages/transform.ts';
export { ALL_MONTHS, figureReader } from '../src/store/figure-reader.ts';
export { openStore } from '../src/store/sqlite.ts';
export { serveWeb } from '../src/web/serve.ts';

/** Apart, since nothing else that is measured needs the grammar of claims. */
export const claimReader = async () => ({ ...(await import('../src/news/commodities.ts')), ...(await import('../src/news/extract.ts')) });
