import type { Config } from './config.ts';
import { digestOf } from './domain/alert.ts';
import type { Destination } from './stages/settle.ts';

/** What delivery knows of each receiver, by its id. */
export const destinationsOf = ({ receivers, smtp }: Pick<Config, 'receivers' | 'smtp'>): ReadonlyMap<string, Destination> =>
  new Map(
    receivers.map(({ fallback = null, ...reached }) => [
      reached.id,
      // Of secrets only the names are in it: a new value under the old name is told by "alerts test".
      { channel: reached.channel, fallback, version: digestOf(JSON.stringify([reached, reached.channel === 'email' ? smtp : null])) },
    ]),
  );
