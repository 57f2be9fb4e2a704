/** How far a database had come: what ended a run, or wrote or sent a message, counted. */
export interface Progress {
  /** Says which database it is, whatever file it lies in: its first run; null while there is none. */
  readonly database: string | null;
  readonly counter: number;
}

export interface ProgressStore {
  progress(): Promise<Progress>;
  /**
   * Whether the database is an older copy of one that had come further. If so, that is remembered: until a source has answered
   * again, what its figures cross is history, and messages that wait may have been delivered since the copy was made. Events of alerts go on
   * behind every number that may have been told under.
   * @param known how far it had come by the file beside it.
   */
  noticeRestore(known: Progress | null, at: string): Promise<boolean>;
  /** When it was last restored, and the sources that have not answered since; null when there is none of these. */
  restored(): Promise<{ readonly at: string; readonly sources: readonly string[] } | null>;
}
