import type { AlertState } from '../domain/alert.ts';
import type { DataEntry } from '../domain/data-message.ts';
import type { Period } from '../domain/period.ts';
import type { SourceFacts } from '../domain/publication.ts';
import type { Silence } from '../domain/silence.ts';
import type { AlertOutgoing, Cancelled, Detector, TellingRecord } from './load-store.ts';

/** An alert on a source's publications as a judge finds it. */
export interface KnownDataAlert {
  readonly fingerprint: string;
  readonly state: AlertState;
  readonly sequence: number;
  readonly period: Period;
  /** As of its last event. */
  readonly entry: DataEntry;
  /** Oldest first; without those that were taken back before they were sent. */
  readonly tellings: readonly TellingRecord[];
}

export interface DataChange {
  readonly fingerprint: string;
  readonly state: Extract<AlertState, 'firing' | 'historical' | 'retracted' | 'ended'>;
  readonly sequence: number;
  readonly period: Period;
  readonly entry: DataEntry;
  readonly reason: string | null;
}

export interface PublicationDetection {
  readonly changes: readonly DataChange[];
  readonly cancels: readonly Cancelled[];
  readonly messages: readonly AlertOutgoing[];
}

/** Judges, purely and synchronously, inside a transaction. */
export interface PublicationJudge {
  judge(facts: readonly SourceFacts[], known: readonly KnownDataAlert[], silences: readonly Silence[], at: string): PublicationDetection;
}

export interface PublicationStore {
  /**
   * Holds what is durably known of releases, held months and runs against the rules on them: alert events and messages, in
   * one transaction. The database decides, so it may be called at any time, and a second call writes nothing.
   * @returns how many alerts changed.
   */
  judgePublications(detector: Pick<Detector, 'publications'>, at: string): Promise<number>;
}
