import type { Silence } from '../domain/silence.ts';

export interface SilenceStore {
  /** All that there were, those that end last first. */
  silences(): Promise<readonly Silence[]>;
  /** @returns its id. */
  addSilence(silence: Omit<Silence, 'id'>): Promise<number>;
  /**
   * Ends one now, if it has not ended.
   * @returns it as it was; null when there is none of that id.
   */
  endSilence(id: number, at: string): Promise<Silence | null>;
}
