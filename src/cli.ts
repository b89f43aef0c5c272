import 'reflect-metadata';
import { readerLeft, runCommand } from './cli/program.js';

process.stdout.on('error', (error) => {
  if (!readerLeft(error)) throw error;
});

await runCommand(process.argv.slice(2));
