import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { PIPELINES } from './checkout.ts';
import { describeError, UsageError } from './errors.ts';
import type { Pipeline } from './pipeline.ts';
import { pipelineFaults } from './pipeline-faults.ts';

/**
 * Finds the pipelines: one file each, sorted by id. Nothing is registered anywhere.
 * @throws UsageError with everything that is wrong with any of them, one line each: file, field, what is expected.
 */
export async function loadRegistry(folder: string = fileURLToPath(PIPELINES)): Promise<ReadonlyMap<string, Pipeline>> {
  const files = (await namesIn(folder)).filter((name) => /\.[jt]s$/.test(name) && !name.endsWith('.d.ts')).sort();
  const pipelines = new Map<string, Pipeline>();
  const faults: string[] = [];
  if (files.length === 0) faults.push(`${folder}: no pipelines here; expected files such as un-comtrade.ts`);
  const exported = await Promise.all(files.map((name) => importDefault(join(folder, name))));
  for (const [at, found] of exported.entries()) {
    const name = files[at] as string;
    const id = name.slice(0, -3);
    const wrong = 'fault' in found ? [found.fault] : pipelineFaults(found.value, id);
    if (pipelines.has(id)) wrong.push(`there is ${id}.ts and ${id}.js; expected one`);
    faults.push(...wrong.map((fault) => `pipelines/${name}: ${fault}`));
    if ('value' in found && wrong.length === 0) pipelines.set(id, found.value as Pipeline);
  }
  if (faults.length > 0) throw new UsageError(faults.join('\n'));
  return pipelines;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    throw new UsageError(`the folder of the pipelines cannot be read: ${describeError(error)}`, { cause: error });
  }
}

async function importDefault(file: string): Promise<{ readonly value: unknown } | { readonly fault: string }> {
  try {
    const module = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
    return 'default' in module
      ? { value: module['default'] }
      : { fault: 'no default export; expected `export default definePipeline({ ... })`' };
  } catch (error) {
    return { fault: `cannot be loaded: ${describeError(error)}` };
  }
}
