import { nextSlot } from '../domain/calendar.ts';
import type { Source } from '../services.ts';
import type { Publication } from './calendar.ts';

/** What happens at one moment of the demo's clock. */
export type Step = { readonly at: Date; readonly pipeline: string } & (
  | { readonly kind: 'drop'; readonly file: string }
  | { readonly kind: 'slot' }
);

/**
 * The moments that matter between the first and the last publication: a file is dropped when it was published; a
 * source that is asked by schedule is woken at its first slot after each publication. Slots at which nothing new
 * could be there are left out, so that two years take seconds.
 */
export function timeline(publications: readonly Publication[], sources: ReadonlyMap<string, Source>): Step[] {
  const steps = new Map<string, Step>();
  for (const publication of publications) {
    const source = sources.get(publication.pipeline);
    if (source === undefined) continue;
    const published = new Date(publication.at);
    if (publication.how === 'inbox' && publication.file !== undefined) {
      steps.set(`drop ${publication.file}`, { at: published, pipeline: publication.pipeline, kind: 'drop', file: publication.file });
    } else if (source.schedule !== null) {
      const slot = nextSlot(source.schedule, source.pipeline.timezone, published);
      if (slot !== null)
        steps.set(`slot ${publication.pipeline} ${slot.toISOString()}`, { at: slot, pipeline: publication.pipeline, kind: 'slot' });
    }
  }
  return [...steps.values()].sort((a, b) => a.at.getTime() - b.at.getTime());
}
