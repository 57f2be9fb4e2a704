import { UsageError } from '../errors.ts';

/** A mistake in a configuration file. Lines and columns count from 1. */
export interface ConfigFault {
  readonly line: number;
  readonly column: number;
  /** Keys from the top, joined by dots; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
}

export type Path = readonly PropertyKey[];

/** The configuration file is wrong. The message has one line for each fault: `file:line:column path: what`. */
export class ConfigError extends UsageError {
  readonly file: string;
  readonly faults: readonly ConfigFault[];

  constructor(file: string, faults: readonly ConfigFault[], options?: ErrorOptions) {
    const sorted = [...faults].sort((a, b) => a.line - b.line || a.column - b.column);
    super(sorted.map((f) => `${file}:${f.line}:${f.column} ${f.path === '' ? '' : `${f.path}: `}${f.message}`).join('\n'), options);
    this.file = file;
    this.faults = sorted;
  }
}
