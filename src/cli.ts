import 'reflect-metadata';
import { Command, CommanderError } from 'commander';
import { bookCommands } from './cli/book-commands.js';
import { foundingCommands } from './cli/founding-commands.js';
import { handoverCommand } from './cli/handover-command.js';
import { describeFailure, EXIT } from './cli/output.js';
import { systemCommands } from './cli/system-commands.js';
import { userCommands } from './cli/user-commands.js';
import { workCommands } from './cli/work-commands.js';

/** `mingbai`: exit 0 fine, 1 refused or found wrong, 2 used wrongly. */
const program = new Command('mingbai')
  .description('Trust-account ledger of residential compounds')
  .option('--json', 'print the result as JSON')
  .exitOverride()
  .showHelpAfterError();

for (const register of [systemCommands, foundingCommands, userCommands, workCommands, bookCommands, handoverCommand]) register(program);

/** Whoever reads our output may stop early, as `| head` does: there is nobody left to write to, and nothing is wrong. */
const readerLeft = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EPIPE';
process.stdout.on('error', (error) => {
  if (!readerLeft(error)) throw error;
});

program.parseAsync().catch((error: unknown) => {
  if (readerLeft(error)) return;
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.fine : EXIT.usedWrongly;
  else {
    process.stderr.write(`${describeFailure(error)}\n`);
    process.exitCode = EXIT.refused;
  }
});
