import type { Command } from 'commander';
import type { CommandIo } from '../commands/command.ts';
import { addHelp } from '../commands/help.ts';
import { addAlerts } from './alerts.ts';
import { addBeginning } from './begin.ts';
import { addClaims } from './claims.ts';
import { createCli } from './cli.ts';
import { addCollecting } from './collect.ts';
import { addKeeping } from './keep.ts';
import { addLooking } from './look.ts';
import { addWork } from './work.ts';

/**
 * The whole command line. What a command does is imported when it runs, so that `status` does not wait for the network, the mail and
 * the parsers.
 * @param exit is given the exit code of the command that ran.
 */
export function createProgram(io: CommandIo, exit: (code: number) => void): Command {
  const cli = createCli(io, exit);
  for (const add of [addBeginning, addCollecting, addLooking, addAlerts, addClaims, addWork, addKeeping]) add(cli);
  addHelp(cli.program);
  return cli.program;
}
