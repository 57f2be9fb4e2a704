import type { MIGRATIONS } from './schema.ts';

/** PRAGMA application_id of our files: "trdw". */
export const APPLICATION_ID = 0x74726477;

/** How many migrations there are, without loading them; the compiler holds it against their list. */
export const SCHEMA_VERSION: (typeof MIGRATIONS)['length'] = 27;
