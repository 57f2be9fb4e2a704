/** What is known of a receiver that does not work. Pure. */
/**
 * A receiver that fails or said that it is gone. One that works has no outage; while one lasts, a single message at a
 * time tries the way.
 */
export interface Outage {
  readonly receiver: string;
  /** The first failure, or when the receiver said that it is gone. */
  readonly since: string;
  /** Failed attempts since then, whatever messages they were about. */
  readonly attempts: number;
  /** When the way is tried again; null: not before a person has mended it. */
  readonly nextAttemptAt: string | null;
  /** What came back last. */
  readonly detail: string;
  /** When the owner was told by another way; null: not yet. Once for each outage. */
  readonly toldAt: string | null;
  /** The receiver as it was configured, by its fingerprint. */
  readonly version: string;
}

/** A receiver that wants no more messages (HTTP 410). */
export const isDisabled = (outage: Outage): boolean => outage.nextAttemptAt === null;
