import type { INestApplicationContext } from '@nestjs/common';
import { required, type BusinessDate, type CommunityId } from '../kernel/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../platform/database/index.js';
import type { DemoCast } from './demo-cast.js';
import type { DemoFiles, DemoInvoice, Scenario } from './demo-files.js';

/** One act: a person does one thing at a moment of the scenario, under a key fixed for ever. */
export interface Step {
  readonly on: BusinessDate;
  readonly time: string;
  readonly by: string;
  readonly key: string;
  run(context: CommandContext): Promise<unknown>;
}

/** What the steps are made of: the product, the story and those who play in it. */
export class Stage {
  readonly scenario: Scenario;
  readonly invoices: readonly DemoInvoice[];

  constructor(
    readonly app: INestApplicationContext,
    readonly files: DemoFiles,
    readonly cast: DemoCast,
    private readonly communityId: CommunityId,
  ) {
    this.scenario = files.scenario;
    this.invoices = files.invoices;
  }

  /** A command or a reader of the product. */
  get<T>(type: new (...parts: never[]) => T): T {
    return this.app.get<T>(type);
  }

  read<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.get(UnitOfWork).read(this.communityId, work);
  }

  /** Who approves payouts on a day, the owners' side first. */
  approvers(on: BusinessDate): readonly string[] {
    return required(this.scenario.approvers.findLast(({ from }) => from <= on), `those who approve on ${on}`).people;
  }

  /** Who speaks for the owners on a day. */
  publisher(on: BusinessDate): string {
    return required(this.approvers(on)[0], `who publishes on ${on}`);
  }
}
