import 'reflect-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { startCalendar } from './calendar.js';
import { LoadDemo } from './demo/index.js';
import { assertMigrated, openInstallation, ServerNote, type Installation } from './installation.js';
import { OffsetClock, SystemClock } from './kernel/index.js';
import { dataDirectory, SettingsError, type Settings } from './platform/config/index.js';
import { LostVault } from './modules/identity/index.js';
import { createHttpApp } from './platform/http/index.js';
import { DemoProgress } from './platform/jobs/index.js';
import { Logger } from './platform/logging/index.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Starts the server and goes on until a signal; what cannot start says why in words and exits 1. */
async function main(): Promise<void> {
  const note = new ServerNote(dataDirectory(process.env));
  const other = note.running();
  if (other) {
    say(`Mingbai already runs at ${other.url} (process ${other.pid}). Open it there, or stop it first with Ctrl-C.`);
    process.exitCode = 1;
    return;
  }
  const installation = await openInstallation(process.env, say);
  const { settings } = installation;
  try {
    if (settings.production) await assertMigrated(settings.databaseUrl);
    const progress = new DemoProgress();
    const logger = new Logger(settings.logLevel);
    const clock = settings.production ? new SystemClock() : new OffsetClock(settings.demoNow);
    const app = await createHttpApp(AppModule.with({ settings, clock, logger, progress }), { logger, trustedProxies: settings.trustedProxies });
    await app.get(LostVault).refuse();
    await app.listen({ port: settings.port, host: settings.host });
    note.write(settings.publicUrl);
    const demo = settings.demo ? new LoadDemo({ settings, logger, progress, say }) : undefined;
    const parts: Running = { app, installation, note, demo };
    stopOnSignal(parts);
    say(`\nMingbai listens at ${settings.publicUrl}   (stop: Ctrl-C)`);
    await demo?.run();
    parts.stopCalendar = startCalendar(app);
    for (const line of signInLines(progress)) say(line);
  } catch (error) {
    installation.stop();
    throw portInUse(error, settings);
  }
}

interface Running {
  readonly app: NestFastifyApplication;
  readonly installation: Installation;
  readonly note: ServerNote;
  readonly demo: LoadDemo | undefined;
  /** Once it runs: after the demo is loaded, whose quarters its own story opens. */
  stopCalendar?: () => Promise<void>;
}

function stopOnSignal(parts: Running): void {
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await parts.demo?.stop();
    await parts.stopCalendar?.();
    await parts.app.close();
    parts.installation.stop();
    parts.note.erase();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
}

/** Whom a visitor may try, one line each. */
function signInLines({ signIns }: DemoProgress): string[] {
  if (signIns === null) return [];
  return [
    `The demo is loaded. Sign in with the password ${signIns.password} as:`,
    ...signIns.people.map(({ login, name, organisation, role }) => `  ${login.padEnd(10)} ${name}, ${organisation} (${role})`),
    'Stop with Ctrl-C; a later start goes on where this one stops.',
  ];
}

function portInUse(error: unknown, settings: Settings): unknown {
  if ((error as { code?: string }).code !== 'EADDRINUSE') return error;
  return new SettingsError([`Port ${settings.port} is taken by another program. Set PORT to a free one, e.g. PORT=3100 npm start.`]);
}

main().catch((error: unknown) => {
  if (error instanceof SettingsError) for (const problem of error.problems) say(problem);
  else say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(1);
});
