import { configJsonSchema } from '../config.ts';
import { loadRegistry } from '../registry.ts';
import type { CommandIo } from './command.ts';

/** `config schema`: the JSON Schema of the configuration file with the settings of every pipeline, for editors. */
export async function configSchema(io: CommandIo): Promise<number> {
  const registry = await loadRegistry();
  io.stdout(`${JSON.stringify(configJsonSchema(registry.values()), null, 2)}\n`);
  return 0;
}
