import { Command, CommanderError } from 'commander';
import { bookCommands } from './book-commands.js';
import { foundingCommands } from './founding-commands.js';
import { handoverCommand } from './handover-command.js';
import { describeFailure, EXIT } from './output.js';
import { systemCommands } from './system-commands.js';
import { userCommands } from './user-commands.js';
import { workCommands } from './work-commands.js';

/** Whoever reads our output may stop early, as `| head` does: there is nobody left to write to, and nothing is wrong. */
export const readerLeft = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EPIPE';

/** Runs one command, its words as they are typed after `mingbai`; how it ended is in process.exitCode: 0 fine, 1 refused or found wrong, 2 used wrongly. */
export async function runCommand(words: readonly string[]): Promise<void> {
  const program = new Command('mingbai')
    .description('Trust-account ledger of residential compounds')
    .option('--json', 'print the result as JSON')
    .exitOverride()
    .showHelpAfterError();
  for (const register of [systemCommands, foundingCommands, userCommands, workCommands, bookCommands, handoverCommand]) register(program);
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (readerLeft(error)) return;
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.fine : EXIT.usedWrongly;
    else {
      process.stderr.write(`${describeFailure(error)}\n`);
      process.exitCode = EXIT.refused;
    }
  }
}
