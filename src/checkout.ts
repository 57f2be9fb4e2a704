import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** Where the program and its data lie: the folder of package.json, which Node finds from the sources as well as from what is built of them. */
export const CHECKOUT = new URL('.', pathToFileURL(createRequire(import.meta.url).resolve('#package')));

/** The pipelines, a file each: beside src/ in the checkout, and beside src/ and chunks/ in dist/. */
export const PIPELINES = new URL('../pipelines/', import.meta.url);

/** Node 20 runs no TypeScript: in tests, too, a thread runs what was built. @param name of its file below src/. */
export const threadFile = (name: string): URL => new URL(`dist/src/${name}.js`, CHECKOUT);

/** The same for a pipeline, by the address of its file; any other address stays what it is. */
export const builtPipeline = (module: string): string =>
  module.replace(new URL('pipelines/', CHECKOUT).href, new URL('dist/pipelines/', CHECKOUT).href).replace(/\.ts$/, '.js');
