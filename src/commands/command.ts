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
  readonly now: () => Date;
}
