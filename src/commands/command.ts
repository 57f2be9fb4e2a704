/** How a command meets the world: nothing in commands/ touches process itself. */
export interface CommandIo {
  /** Data. */
  readonly stdout: (text: string) => void;
  /** Everything else. */
  readonly stderr: (text: string) => void;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Whether a person looks at stderr. */
  readonly isTTY: boolean;
  /** Of the terminal that stdout goes to; not there when it goes to a file or a program. */
  readonly columns?: number;
  /** Puts a line at the foot of stderr in place of the one before; null takes it away. Not there where nobody looks. */
  readonly statusLine?: (text: string | null) => void;
  readonly now: () => Date;
}
