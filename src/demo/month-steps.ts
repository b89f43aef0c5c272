import { firstDay, type AccountingPeriod, type BusinessDate } from '../kernel/index.js';
import { BankQueries, ImportBankFile, isUnplaced, ReconciliationQueries } from '../modules/bank/index.js';
import { RunBills } from '../modules/fees/index.js';
import { AccrueOperatingIncome } from '../modules/operating-income/index.js';
import { AssignBankLine, ClosePeriod, MatchBankLines, PrepareReconciliation, SignReconciliation } from '../modules/settlement/index.js';
import { BuildStatement, PublishStatement, type StatementPeriod } from '../modules/statements/index.js';
import type { CommandContext } from '../platform/database/index.js';
import type { Scenario } from './demo-files.js';
import { basePayout } from './payout-steps.js';
import type { Stage, Step } from './step.js';

/** A month: billed, what the bank says imported and matched, reconciled by two, closed, published, and the firm's base part paid. */
export function monthSteps(stage: Stage, row: Scenario['months'][number]): Step[] {
  const { month, bankFile, importOn, closeOn, publishOn, interestOn, basePayout: days } = row;
  const bookkeeper = (on: BusinessDate, time: string, key: string, run: Step['run']): Step => ({ on, time, by: 'jizhang1', key: `${month}:${key}`, run });
  return [
    bookkeeper(firstDay(month), '09:00', 'bills', (context) => stage.get(RunBills).execute(context, { period: month, dryRun: false })),
    bookkeeper(firstDay(month), '09:30', 'income', (context) => stage.get(AccrueOperatingIncome).execute(context, { period: month })),
    bookkeeper(importOn, '09:00', 'bank', (context) => stage.get(ImportBankFile).execute(context, bankFileRequest(stage, bankFile))),
    ...(interestOn === undefined ? [] : [bookkeeper(importOn, '09:10', 'interest', (context) => placeOwnLines(stage, interestOn, context))]),
    bookkeeper(importOn, '09:30', 'match', (context) => stage.get(MatchBankLines).execute(context)),
    ...reconciliation(stage, month, closeOn),
    bookkeeper(closeOn, '10:00', 'close', (context) => stage.get(ClosePeriod).execute(context, { period: month })),
    ...statement(stage, month, { on: publishOn, build: ['09:00', `${month}:statement`], publish: ['09:30', `${month}:publish`] }),
    ...basePayout(stage, month, days),
  ];
}

/** Interest and charges, which are nobody's but the bank's: it names no other party. */
async function placeOwnLines(stage: Stage, on: BusinessDate, context: CommandContext): Promise<void> {
  const lines = await stage.read((tx) => stage.get(BankQueries).lines(tx, { from: on, to: on }));
  for (const { id, amount } of lines.filter((line) => line.counterpartyName === '' && isUnplaced(line))) {
    const target = amount.isNegative ? ('CHARGE' as const) : ('INTEREST' as const);
    const own = { ...context, idempotencyKey: `${context.idempotencyKey}:${target}` };
    await stage.get(AssignBankLine).execute(own, { lineId: id, parts: [{ target, reference: null, amount: null }] });
  }
}

/** The bookkeeper prepares, the owners' side signs what it has read; then the month can be closed. */
function reconciliation(stage: Stage, month: AccountingPeriod, on: BusinessDate): Step[] {
  const sign: Step['run'] = async (context) => {
    const prepared = await stage.read((tx) => stage.get(ReconciliationQueries).pending(tx, month));
    if (prepared?.signedAt === null) await stage.get(SignReconciliation).execute(context, { id: prepared.id, sha256: prepared.sha256 });
  };
  return [
    { on, time: '09:00', by: 'jizhang1', key: `${month}:reconcile`, run: (context) => stage.get(PrepareReconciliation).execute(context, { month }) },
    { on, time: '09:30', by: stage.publisher(on), key: `${month}:sign`, run: sign },
  ];
}

/** A bank file as the bookkeeper uploads it: its name without the folder. */
export function bankFileRequest({ files }: Stage, bankFile: string): Parameters<ImportBankFile['execute']>[1] {
  return { fileName: bankFile.replace(/^.*\//, ''), file: files.bytes(bankFile), dryRun: false };
}

/** The bookkeeper builds a statement, the owners' side publishes the very one that was built. Each act with its time and key. */
export function statement(stage: Stage, period: StatementPeriod, acts: { on: BusinessDate; build: [time: string, key: string]; publish: [time: string, key: string] }): Step[] {
  const { on, build, publish } = acts;
  let jsonSha256 = '';
  return [
    {
      on,
      time: build[0],
      by: 'jizhang1',
      key: build[1],
      run: async (context) => {
        jsonSha256 = (await stage.get(BuildStatement).execute(context, { period })).value.sha256;
      },
    },
    { on, time: publish[0], by: stage.publisher(on), key: publish[1], run: (context) => stage.get(PublishStatement).execute(context, { period, jsonSha256 }) },
  ];
}
