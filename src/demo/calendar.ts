import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One thing that was published, at the moment at which it was: see data/recorded/PROVENANCE.md. */
export interface Publication {
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly pipeline: string;
  /** `inbox`: a person drops the file. `http`: the publisher serves it from then on. */
  readonly how: 'inbox' | 'http';
  readonly path?: string;
  /** Relative to the folder of recorded publications. */
  readonly file?: string;
  /** A module there that makes the answer from the clock. */
  readonly answer?: string;
}

/** The recorded publications in the order in which they were published. */
export const readCalendar = (folder: string): readonly Publication[] =>
  (JSON.parse(readFileSync(join(folder, 'calendar.json'), 'utf8')) as Publication[]).toSorted((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
  );
