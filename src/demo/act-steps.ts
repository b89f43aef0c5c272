import { assert, DomainError, required } from '../kernel/index.js';
import { BankQueries, ImportBankFile, type BankLineView } from '../modules/bank/index.js';
import { AssignBankLine } from '../modules/settlement/index.js';
import type { Act, BankFact } from './demo-files.js';
import { bankFileRequest } from './month-steps.js';
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
    case 'import-again':
      return importAgain(stage, act, context);
  }
}

type Playing<Kind extends Act['act']> = (stage: Stage, act: Extract<Act, { act: Kind }>, context: Parameters<Step['run']>[0]) => Promise<unknown>;

/** The bookkeeper says where a line belongs. */
const place: Playing<'place'> = async (stage, { bank, target, reference }, context) => {
  const { id } = await lineOf(stage, bank);
  await stage.get(AssignBankLine).execute(context, { lineId: id, parts: [{ target, reference, amount: null }] });
};

/** The same file once more: the product refuses it, and nothing is written. */
const importAgain: Playing<'import-again'> = async (stage, { bankFile }, context) => {
  const refusal: unknown = await stage.get(ImportBankFile).execute(context, bankFileRequest(stage, bankFile)).catch((error: unknown) => error);
  assert(refusal instanceof DomainError && refusal.code === 'BANK_FILE_ALREADY_IMPORTED', `${bankFile} is refused the second time`);
};

async function lineOf(stage: Stage, { on, amount, remark }: BankFact): Promise<BankLineView> {
  const lines = await stage.read((tx) => stage.get(BankQueries).lines(tx, { from: on, to: on }));
  return required(
    lines.find((line) => line.amount.toString() === amount && line.remark.includes(remark)),
    `the bank line of ${on} over ${amount}`,
  );
}
