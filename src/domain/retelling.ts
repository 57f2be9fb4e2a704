/** What has to be heard again of the publications that were seen after one that comes late. */
import { figureId } from './correction.ts';
import type { Interval } from './period.ts';
import { formatSeriesKey, type Observation } from './series.ts';

/** A figure of a late publication that says something else than what was known just before it. */
export interface Contradiction {
  readonly observation: Observation;
  /** What the next publications say of it counts up to the first that agrees with it; else the first of them is enough. */
  readonly untilItAgrees: boolean;
}

/** Publications are told to it in the order in which they were seen, until nothing is open any more. */
export class Retelling {
  readonly #pipeline: string;
  readonly #open: Map<string, Contradiction>;
  /**
   * Figures of which something else was said between the late publication and the one that agrees with it. What is put in between may agree
   * with what is known after that one, and so on: all that follows has to be heard.
   */
  readonly #disputed = new Set<string>();

  constructor(pipeline: string, contradictions: readonly Contradiction[]) {
    this.#pipeline = pipeline;
    this.#open = new Map(contradictions.map((one) => [this.#figureOf(one.observation), one]));
  }

  /** Whether a publication of these months may say what is still open; null: its months are not known. */
  mayHear(extent: Interval | null): boolean {
    if (extent === null) return this.#open.size > 0;
    return [...this.#open.values()].some(({ observation: { period } }) => extent.from <= period.end && period.end <= extent.to);
  }

  /** Whether an observation has to be heard again; the last one that has to closes its figure. */
  hears(o: Observation): boolean {
    const figure = this.#figureOf(o);
    const contradiction = this.#open.get(figure);
    if (contradiction === undefined) return false;
    if (!contradiction.untilItAgrees) this.#open.delete(figure);
    else if (!saysTheSame(o, contradiction.observation)) this.#disputed.add(figure);
    else if (!this.#disputed.has(figure)) this.#open.delete(figure);
    return true;
  }

  #figureOf(o: Observation): string {
    return figureId(formatSeriesKey({ ...o, pipeline: this.#pipeline }), o.period);
  }
}

const saysTheSame = (a: Observation, b: Observation): boolean =>
  a.value === b.value && a.status === b.status && a.corrected?.published === b.corrected?.published;
