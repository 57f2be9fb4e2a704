import { suggestion } from '../domain/nearest.ts';
import { UsageError } from '../errors.ts';
import type { Store } from '../store/store.ts';

/** @throws UsageError that names what the word most likely stands for, or all there are. */
export function assertKnown(what: string, word: string, known: readonly string[]): void {
  if (!known.includes(word)) throw new UsageError(`there is no ${what} "${word}"${suggestion(word, known)}`);
}

/** Of a filter that found nothing: is there such a source at all? */
export async function assertSource(store: Pick<Store, 'sources'>, id: string): Promise<void> {
  assertKnown(
    'pipeline',
    id,
    (await store.sources()).map((source) => source.pipeline),
  );
}
