/** The built command line, started once for many commands: reads the words of one as a message, and answers how it ended and what it wrote. */
import 'reflect-metadata';
import { runCommand } from '../../dist/src/cli/program.js';

async function answer(words) {
  const written = { stdout: '', stderr: '' };
  for (const name of Object.keys(written)) process[name].write = (text) => (written[name] += text) !== '';
  process.exitCode = 0;
  await runCommand(words);
  process.send({ status: process.exitCode, ...written });
}

process.on('message', (words) => void answer(words));
