import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { join } from 'node:path';
import { AppModule } from '../app.module.js';
import { businessDate, DomainError, ManualClock, shanghaiTime, type BusinessDate, type CommunityId } from '../kernel/index.js';
import { CommunityQueries, CreateCommunity } from '../modules/communities/index.js';
import { LedgerQueries } from '../modules/ledger/index.js';
import type { Settings } from '../platform/config/index.js';
import { UnitOfWork } from '../platform/database/index.js';
import { DemoProgress } from '../platform/jobs/index.js';
import type { Logger } from '../platform/logging/index.js';
import { DemoCast } from './demo-cast.js';
import { DemoFiles } from './demo-files.js';
import { demoKeyOf } from './demo-key.js';
import { DemoScript, type MonthOfDemo } from './demo-script.js';
import { Stage } from './step.js';
import { withoutWaiting } from './without-waiting.js';

/** demo/ lies beside dist/ in an installation. */
const DEMO_DIRECTORY = join(import.meta.dirname, '..', '..', '..', 'demo');

const THE_END = businessDate('2099-12-31');

interface LoadDemoOptions {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly progress: DemoProgress;
  readonly say: (line: string) => void;
  readonly directory?: string;
  /** The day after which nothing more is played; the whole story when nothing is said. */
  readonly until?: BusinessDate;
}

/**
 * Plays the demo compound's story into an empty database, through the product's own commands under a clock of the story. Each
 * command is a transaction with a key fixed for ever, so that a load that was killed goes on where it stopped.
 */
export class LoadDemo {
  private stopping = false;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly options: LoadDemoOptions) {}

  /** Loads what is missing; says each month. A database that holds other compounds is left alone. */
  run(): Promise<void> {
    this.running = this.load().catch((error: unknown) => {
      const said = `${error instanceof Error ? error.message : String(error)}${error instanceof DomainError ? this.advice : ''}`;
      this.options.progress.fail(said);
      this.options.logger.error({ error }, 'the demo could not be loaded');
      this.options.say(`The demo could not be loaded: ${said}`);
    });
    return this.running;
  }

  /** The story is refused by its own product where an older version of it began, or a visitor went another way in its last month. */
  private get advice(): string {
    return ` (this demo was begun by another version, or changed since: stop, remove ${this.options.settings.dataDirectory}, and start again)`;
  }

  /** Lets the running command end. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.running;
  }

  private async load(): Promise<void> {
    const { settings, logger } = this.options;
    const files = new DemoFiles(this.options.directory ?? DEMO_DIRECTORY);
    const { slug, booksOpenOn } = files.community;
    const clock = new ManualClock(shanghaiTime(booksOpenOn, '07:00'));
    const unhurried = settings.production ? settings : { ...settings, databaseUrl: withoutWaiting(settings.databaseUrl) };
    const app = await NestFactory.createApplicationContext(AppModule.with({ settings: unhurried, clock, logger }), { logger, abortOnError: false });
    try {
      const others = (await app.get(CommunityQueries).list()).filter((community) => community.slug !== slug);
      if (others.length > 0) return;
      const { value } = await app.get(CreateCommunity).execute(files.community);
      await this.play(app, { files, clock, communityId: value.communityId });
    } finally {
      await app.close();
    }
  }

  private async play(app: INestApplicationContext, story: { files: DemoFiles; clock: ManualClock; communityId: CommunityId }): Promise<void> {
    const { progress, say } = this.options;
    const cast = new DemoCast(app, story.communityId);
    const { until = THE_END } = this.options;
    await cast.assemble(story.files);
    progress.signIns = cast.signIns(story.files, until);
    progress.signers = new Map(story.files.scenario.keys.map(({ of: login }) => [demoKeyOf(login).hash, demoKeyOf(login).sign]));
    const script = new DemoScript(new Stage(app, story.files, cast, story.communityId), story.clock);
    const months = script.months(until);
    progress.begin(months.length);
    for (const [index, month] of months.entries()) {
      if (!(await this.isPlayed(app, story.communityId, months[index + 1]))) {
        say(`Loading the demo: month ${index + 1} of ${months.length} (${month.month})`);
        for (const step of month.steps) {
          if (this.stopping) return;
          await script.perform(step);
        }
      }
      progress.advance();
    }
  }

  /** A month is whole once the one after it is closed; the last one is gone through again, which its keys make harmless. */
  private async isPlayed(app: INestApplicationContext, communityId: CommunityId, next: MonthOfDemo | undefined): Promise<boolean> {
    const closed = await app.get(UnitOfWork).read(communityId, (tx) => app.get(LedgerQueries).periods(tx));
    return closed.some((period) => period.month === next?.month);
  }
}
