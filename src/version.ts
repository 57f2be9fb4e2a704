import { readFileSync } from 'node:fs';

/** Of this checkout, from the source as well as from the build. */
export const packageFile = new URL(import.meta.url.includes('/dist/') ? '../../package.json' : '../package.json', import.meta.url);

/** As package.json has it. */
export const VERSION = (JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }).version;
