import type { AlertEntry, AlertMessage } from '../../src/domain/alert-message.ts';
import type { Message } from '../../src/domain/message.ts';

export type Mode =
  | 'takes'
  /** Answers that it will not have it. */
  | 'refuses'
  /** Takes it, and the answer is lost. */
  | 'loses_answers'
  /** Nobody is there, and it is not known what became of it. */
  | 'silent'
  /** Says that it is gone for good. */
  | 'gone';

export interface Believed {
  readonly state: 'stands' | 'withdrawn' | 'does_not_stand';
  readonly current: number | null;
  readonly base: number | null;
  readonly severe: boolean;
}

/** A receiver that keeps docs/alerts.md: an id that it has seen is nothing new, and of an alert the highest sequence counts. */
export class Receiver {
  mode: Mode = 'takes';
  /** From here on what was given up may be sent again, behind what is newer. */
  resent = false;
  /** By `rule|partner|kind|end`. */
  readonly believes = new Map<string, Believed>();
  readonly faults: string[] = [];
  readonly #seen = new Map<string, string>();
  readonly #sent = new Set<string>();
  readonly #sequences = new Map<string, number>();

  /** @returns what the sender comes to know of it. */
  offer(message: Message): 'delivered' | 'refused' | 'unknown' | 'gone' {
    const parts = message.type === 'digest' ? [] : [message as AlertMessage, ...(message as AlertMessage).also];
    for (const id of parts.flatMap((part) => part.references))
      if (!this.#sent.has(id)) this.faults.push(`${message.type} refers to ${id}, which was never sent`);
    if (this.mode !== 'refuses' && this.mode !== 'gone') this.mayHave(message);
    switch (this.mode) {
      case 'refuses':
        return 'refused';
      case 'gone':
        return 'gone';
      case 'silent':
        return 'unknown';
      default:
        this.#take(message);
        return this.mode === 'takes' ? 'delivered' : 'unknown';
    }
  }

  /** The sender told something else before it knew what came of this. */
  mayHave({ id }: Message): void {
    this.#sent.add(id);
  }

  #take(message: Message): void {
    const text = JSON.stringify(message);
    const before = this.#seen.get(message.id);
    if (before !== undefined) {
      if (before !== text) this.faults.push(`two messages have the id ${message.id}`);
      return;
    }
    this.#seen.set(message.id, text);
    if (message.type === 'digest') for (const entry of message.alerts) this.#learn(entry);
    else for (const entry of [message as AlertMessage, ...(message as AlertMessage).also]) this.#learn(entry);
  }

  #learn({ fingerprint, sequence, rule, series, period, stands, event, value, severity }: AlertEntry): void {
    const known = this.#sequences.get(fingerprint) ?? 0;
    if (sequence < known) {
      if (!this.resent) this.faults.push(`${event} ${sequence} of ${fingerprint} came behind ${known}`);
      return;
    }
    this.#sequences.set(fingerprint, sequence);
    this.believes.set(`${rule.id}|${series.partner}|${period.kind}|${period.end.replace('-', '')}`, {
      state: event === 'withdrawn' ? 'withdrawn' : stands ? 'stands' : 'does_not_stand',
      current: value?.current ?? null,
      base: value?.base ?? null,
      severe: severity === 'critical',
    });
  }
}
