import { ManualClock, shanghaiTime, type AccountingPeriod, type BusinessDate } from '../kernel/index.js';
import { ImportUnits, OpenBankAccount } from '../modules/communities/index.js';
import { RecordSubstitution, RegisterPayeeAccount, SignContract } from '../modules/contracts/index.js';
import { ImportLeases } from '../modules/operating-income/index.js';
import { statementPeriod } from '../modules/statements/index.js';
import { actStep } from './act-steps.js';
import { budgetSteps } from './budget-steps.js';
import { channelSteps } from './channel-steps.js';
import { contractSteps } from './contract-steps.js';
import { errandSteps } from './errand-steps.js';
import { keySteps } from './key-steps.js';
import { monthSteps, statement } from './month-steps.js';
import { quarterSteps } from './quarter-steps.js';
import type { Stage, Step } from './step.js';
import { voteSteps } from './vote-steps.js';

export interface MonthOfDemo {
  readonly month: AccountingPeriod;
  readonly steps: readonly Step[];
}

/** The story of the demo compound as steps in order, month by month: what is told is data, how it is done are the product's own commands. */
export class DemoScript {
  constructor(
    private readonly stage: Stage,
    private readonly clock: ManualClock,
  ) {}

  /** Every step until the end of a day, grouped by the month in whose books it falls last; each group ends with that month's statement. A month that is not published by then is not begun. */
  months(until: BusinessDate): MonthOfDemo[] {
    const { months, quarters, channels, years, acts } = this.stage.scenario;
    const published = months.filter(({ publishOn }) => publishOn <= until);
    const steps = [
      ...this.beginning(),
      ...keySteps(this.stage),
      ...published.flatMap((month) => monthSteps(this.stage, month)),
      ...quarters.flatMap((quarter) => quarterSteps(this.stage, quarter)),
      ...channels.flatMap((channel) => channelSteps(this.stage, channel)),
      ...years.flatMap(({ year, publishOn: on }) =>
        statement(this.stage, statementPeriod(year), { on, build: ['09:00', `${year}:statement`], publish: ['09:30', `${year}:publish`] }),
      ),
      ...acts.map((act) => actStep(this.stage, act)),
      ...errandSteps(this.stage),
      ...budgetSteps(this.stage),
      ...contractSteps(this.stage),
      ...this.stage.files.errands.votes.flatMap((vote) => voteSteps(this.stage, vote)),
    ].filter(({ on }) => on <= until);
    const ordered = steps.toSorted((a, b) => `${a.on}${a.time}`.localeCompare(`${b.on}${b.time}`));
    return published.map(({ month, publishOn }, index) => ({
      month,
      steps: ordered.filter((step) => step.on > (published[index - 1]?.publishOn ?? '') && (step.on <= publishOn || index === published.length - 1)),
    }));
  }

  /** Does one step at its moment. */
  async perform(step: Step): Promise<void> {
    this.clock.set(shanghaiTime(step.on, step.time));
    await step.run(await this.stage.cast.context(step.by, step.key, step.on));
  }

  private beginning(): Step[] {
    const { files, cast } = this.stage;
    const { substitution, bankAccount, booksOpenOn: on } = files.community;
    const { firm, payeeAccount, amendments: _later, ...contract } = files.contract;
    const step = (time: string, by: string, key: string, run: Step['run']): Step => ({ on, time, by, key, run });
    return [
      step('08:00', 'shequ1', 'units', (context) => this.stage.get(ImportUnits).execute(context, { file: files.bytes('units.csv'), dryRun: false })),
      step('08:05', 'shequ1', 'bank-account', (context) => this.stage.get(OpenBankAccount).execute(context, bankAccount)),
      step('08:10', 'jiedao1', 'substitution', (context) =>
        this.stage.get(RecordSubstitution).execute(context, { ...substitution, organisationId: cast.organisation(substitution.organisation), to: null }),
      ),
      step('08:20', 'shequ1', 'contract', async (context) => {
        const signed = await this.stage.get(SignContract).execute(context, { ...contract, firmId: cast.organisation(firm) });
        // another than who approves the payouts to it
        const register = await cast.context('shequ2', 'contract:payee', on);
        await this.stage.get(RegisterPayeeAccount).execute(register, { contractId: signed.value.contractId, ...payeeAccount });
      }),
      step('08:30', 'jizhang1', 'leases', (context) => this.stage.get(ImportLeases).execute(context, { file: files.bytes('leases.csv'), dryRun: false })),
    ];
  }
}
