import type { Command } from 'commander';
import { DomainError } from '../kernel/index.js';
import { SettingsError } from '../platform/config/index.js';
import { describeError, languages, type Language } from '../platform/messages/index.js';

export const EXIT = { fine: 0, refused: 1, usedWrongly: 2 } as const;

/** The terminal's language, Chinese unless it says English. */
function terminalLanguage(): Language {
  return /^en/i.test(process.env['LC_ALL'] ?? process.env['LANG'] ?? '') ? 'en' : languages[0];
}

/** Prints a result: as JSON with --json, else the sentence. */
export function print(command: Command, result: object, sentence: string): void {
  const { json } = command.optsWithGlobals<{ json?: boolean }>();
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${sentence}\n`);
}

/** What a person reads after a failure; a defect keeps its stack. */
export function describeFailure(error: unknown): string {
  if (error instanceof DomainError)
    return [describeError(error, terminalLanguage()), ...error.fields.map((field) => `  ${field.path}: ${field.message}`)].join('\n');
  if (error instanceof SettingsError) return error.problems.join('\n');
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
