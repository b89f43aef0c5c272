import { assert, DomainError, Money, required } from '../kernel/index.js';
import { BankQueries, ImportBankFile, type BankLineView } from '../modules/bank/index.js';
import { FirmDueQueries, OffsetFirmDue, RecordTaking, type FirmDueView } from '../modules/entitlements/index.js';
import { RunLateFees } from '../modules/fees/index.js';
import { AssignBankLine } from '../modules/settlement/index.js';
import type { Act } from './demo-files.js';
import type { BankFact } from './facts.js';
import { bankFileRequest } from './month-steps.js';
import { approvesTwice, joins, reveals } from './people-acts.js';
import type { Stage, Step } from './step.js';

/** What happens once, besides the round of months and quarters. */
export function actStep(stage: Stage, act: Act): Step {
  const { on, time, by } = act;
  return { on, time, by, key: `${on}:${time}:${act.act}`, run: (context) => play(stage, act, context) };
}

function play(stage: Stage, act: Act, context: Parameters<Step['run']>[0]): Promise<unknown> {
  switch (act.act) {
    case 'place':
      return place(stage, act, context);
    case 'import':
      return stage.get(ImportBankFile).execute(context, bankFileRequest(stage, act.bankFile));
    case 'import-again':
      return importAgain(stage, act, context);
    case 'taking':
      return taking(stage, act, context);
    case 'offset':
      return offset(stage, act, context);
    case 'handed-over':
      return handedOver(stage, act, context);
    case 'joins':
      return joins(stage, act, context);
    case 'reveal':
      return reveals(stage, act, context);
    case 'second-approval':
      return approvesTwice(stage, act.period, context);
    case 'late-fees':
      return stage.get(RunLateFees).execute(context, { through: act.through, dryRun: false });
  }
}

type Playing<Kind extends Act['act']> = (stage: Stage, act: Extract<Act, { act: Kind }>, context: Parameters<Step['run']>[0]) => Promise<unknown>;

/** The bookkeeper says where a line belongs. */
const place: Playing<'place'> = async (stage, { bank, target, reference }, context) => {
  const { id } = await lineOf(stage, bank);
  await stage.get(AssignBankLine).execute(context, { lineId: id, parts: [{ target, reference, amount: null }] });
};

/** An owner paid the firm outside the account; by the contract that discharges the owner, and the firm owes the money. */
const taking: Playing<'taking'> = async (stage, { unit, amount, takenOn, reason, document }, context) => {
  await stage.get(RecordTaking).execute(context, { unit, amount: Money.parse(amount), takenOn, reason, document });
};

/** What the firm took is taken off what it has earned. */
const offset: Playing<'offset'> = async (stage, { unit, amount }, context) => {
  const { kind, id } = await takenOf(stage, unit);
  await stage.get(OffsetFirmDue).execute(context, { clears: [{ kind, id, amount: Money.parse(amount) }] });
};

/** What the firm took it has transferred to the account: the bookkeeper says what the bank's line makes good. */
const handedOver: Playing<'handed-over'> = async (stage, { unit, bank }, context) => {
  const { kind, id } = await takenOf(stage, unit);
  const line = await lineOf(stage, bank);
  await stage.get(AssignBankLine).execute(context, { lineId: line.id, parts: [{ target: 'FIRM_DUE', reference: `${kind}-${id}`, amount: null }] });
};

async function takenOf(stage: Stage, unit: string): Promise<FirmDueView> {
  const dues = await stage.read((tx) => stage.get(FirmDueQueries).dues(tx));
  return required(
    dues.find((due) => due.kind === 'TAKEN' && due.unitCode === unit),
    `what the firm took of ${unit}`,
  );
}

/** The same file once more: the product refuses it, and nothing is written. */
const importAgain: Playing<'import-again'> = async (stage, { bankFile }, context) => {
  const refusal: unknown = await stage.get(ImportBankFile).execute(context, bankFileRequest(stage, bankFile)).catch((error: unknown) => error);
  assert(refusal instanceof DomainError && refusal.code === 'BANK_FILE_ALREADY_IMPORTED', `${bankFile} is refused the second time`);
};

/** The bank's line of a day with an amount and a remark. */
export async function lineOf(stage: Stage, { on, amount, remark }: BankFact): Promise<BankLineView> {
  const lines = await stage.read((tx) => stage.get(BankQueries).lines(tx, { from: on, to: on }));
  return required(
    lines.find((line) => line.amount.toString() === amount && line.remark.includes(remark)),
    `the bank line of ${on} over ${amount}`,
  );
}
