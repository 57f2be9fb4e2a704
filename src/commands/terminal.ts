import type { EventEmitter } from 'node:events';
import type { CommandIo } from './command.ts';
import { cutTo } from './text-width.ts';

/** What this needs of process.stdout and process.stderr. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const CLEAR = '\r\u001b[K';
const NARROW = 80;
/** A pseudo terminal may say that it has 0 columns. */
const widthOfTerminal = ({ columns }: Output): number => columns || NARROW;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * The two outputs of a command. A status line is cleared before anything else is written, when the process ends, and when it is
 * interrupted; a signal that nobody else handles ends the process then as it would have.
 * @param dumb the terminal cannot go back in a line (TERM=dumb): there is no status line then.
 */
export function openTerminal(
  { stdout, stderr, dumb }: { readonly stdout: Output; readonly stderr: Output; readonly dumb: boolean },
  process: Pick<EventEmitter, 'on' | 'off' | 'listenerCount'> & { kill(pid: number, signal: string): unknown; readonly pid: number },
): Pick<CommandIo, 'stdout' | 'stderr' | 'isTTY' | 'columns' | 'statusLine'> {
  let shown = false;
  const clear = (): void => {
    if (shown) stderr.write(CLEAR);
    shown = false;
  };
  const onSignal = (signal: string): void => {
    clear();
    if (process.listenerCount(signal) > 1) return;
    stopListening();
    process.kill(process.pid, signal);
  };
  let listening = false;
  const stopListening = (): void => {
    listening = false;
    process.off('exit', clear);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  const statusLine = (text: string | null): void => {
    if (text === null) {
      clear();
      if (listening) stopListening();
      return;
    }
    if (!listening) {
      listening = true;
      process.on('exit', clear);
      for (const signal of SIGNALS) process.on(signal, onSignal);
    }
    // In the last column a terminal may go on to the next line.
    stderr.write(CLEAR + cutTo(text, widthOfTerminal(stderr) - 1));
    shown = true;
  };
  const writing = (output: Output) => (text: string) => {
    clear();
    output.write(text);
  };
  return {
    stdout: writing(stdout),
    stderr: writing(stderr),
    isTTY: stderr.isTTY === true,
    ...(stdout.isTTY === true ? { columns: widthOfTerminal(stdout) } : {}),
    ...(stderr.isTTY === true && !dumb ? { statusLine } : {}),
  };
}
