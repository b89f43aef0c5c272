import type { Command } from 'commander';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HandoverPack } from '../modules/statements/index.js';
import { contextOf, type ActingOptions } from './acting-person.js';
import { print } from './output.js';
import { withApp } from './with-app.js';

/** What is handed over when the firm changes, as a folder of files. */
export function handoverCommand(program: Command): void {
  program
    .command('handover')
    .description('write what is handed over when the firm changes: lists, journal, statements, and a manifest with their fingerprints')
    .requiredOption('--community <slug>')
    .requiredOption('--as <login>', 'the person in whose name this is done')
    .requiredOption('--out <directory>', 'a directory that is new or empty')
    .action(async (options: ActingOptions & { out: string }, command: Command) => {
      if (existsSync(options.out) && readdirSync(options.out).length > 0) command.error(`${options.out} is not empty; name a new directory`);
      const { manifest, files } = await withApp(async (app) => app.get(HandoverPack).execute((await contextOf(app, options)).actor));
      for (const { path, bytes } of files) {
        const target = join(options.out, path);
        mkdirSync(dirname(target), { recursive: true });
        writeFileSync(target, bytes);
      }
      print(
        command,
        manifest,
        `${files.length} files through entry ${manifest.throughEntry} are in ${options.out}; manifest.json lists them with their SHA-256.`,
      );
    });
}
