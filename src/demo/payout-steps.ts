import { assert, Money, required, type AccountingPeriod, type Quarter } from '../kernel/index.js';
import { AssessmentQueries } from '../modules/assessments/index.js';
import {
  DecideDisbursement,
  DisbursementQueries,
  InstructDisbursements,
  OpenApproval,
  ReviseDisbursement,
  SubmitDisbursement,
  type DisbursementView,
} from '../modules/disbursements/index.js';
import { EntitlementQueries } from '../modules/entitlements/index.js';
import type { Tx } from '../platform/database/index.js';
import type { DemoInvoice } from './demo-files.js';
import { demoKeyOf } from './demo-key.js';
import type { PayoutDays } from './facts.js';
import { stored } from './papers.js';
import type { Stage, Step } from './step.js';

type Request = Parameters<SubmitDisbursement['execute']>[1];

const FIRM_ASKS = { by: 'jiuwang1', time: '14:00' };
const APPROVAL_TIMES = ['15:10', '15:55', '16:35'];
/** In the order in which the story names who approves. */
const SLOTS = ['OWNER_SIDE', 'REGULATOR', 'SUPERVISOR'];

/** The firm asks for the base part of a month. */
export function basePayout(stage: Stage, month: AccountingPeriod, days: PayoutDays): Step[] {
  return payoutSteps(stage, { ...FIRM_ASKS, key: `${month}:base`, days, invoice: invoiceOf(stage, month) }, async (tx) => {
    const claim = await stage.get(EntitlementQueries).baseClaim(tx, month);
    return { kind: 'BASE' as const, period: month, amount: claim.entitled.minus(Money.parse(days.less ?? '0.00')) };
  });
}

/** The firm asks for what the score of a quarter has released. */
export function performancePayout(stage: Stage, quarter: Quarter, days: PayoutDays): Step[] {
  return payoutSteps(stage, { ...FIRM_ASKS, key: `${quarter}:performance`, days, invoice: invoiceOf(stage, quarter) }, async (tx) => {
    const { id } = required(await stage.get(AssessmentQueries).byQuarter(tx, quarter), `the assessment of ${quarter}`);
    const claim = await stage.get(EntitlementQueries).performanceClaim(tx, id);
    return { kind: 'PERFORMANCE' as const, assessmentId: id, amount: claim.entitled };
  });
}

function invoiceOf(stage: Stage, claim: DemoInvoice['claim']): DemoInvoice {
  return required(
    stage.invoices.find((invoice) => invoice.claim === claim),
    `the firm's invoice for ${claim}`,
  );
}

interface Asking {
  readonly key: string;
  readonly days: PayoutDays;
  readonly by: string;
  readonly time: string;
  /** The firm's, handed in with what it asks for. */
  readonly invoice?: DemoInvoice;
}

/** One asks, those who must approve do so in the next working hours, the cashier instructs. */
export function payoutSteps(
  stage: Stage,
  { key, days, by, time, invoice }: Asking,
  ask: (tx: Tx) => Promise<Request>,
): Step[] {
  let id = 0;
  const submit: Step = {
    on: days.submitOn,
    time,
    by,
    key: `${key}:payout`,
    run: async (context) => {
      const request = await stage.read(ask);
      const papers = invoice && { invoiceNo: invoice.invoiceNo, documents: [await stored(stage, invoice.paper, context)] };
      const submitted = await stage.get(SubmitDisbursement).execute(context, { ...request, ...(papers && { papers }) });
      id = submitted.value.id;
    },
  };
  return [submit, ...decided(stage, key, days, () => id), ...(days.cameBack ? again(stage, { key: `${key}:again`, days: days.cameBack.again, by, time }, () => id) : [])];
}

/** What came back is asked for once more: a new payload and new approvals, under the same number. */
function again(stage: Stage, { key, days, by, time }: Asking, idOf: () => number): Step[] {
  const run: Step['run'] = async (context) => {
    const { state, version } = await stage.read((tx) => payoutOf(stage, tx, idOf()));
    if (state === 'RETURNED') await stage.get(ReviseDisbursement).execute(context, { id: idOf(), version, amount: null });
  };
  return [{ on: days.submitOn, time, by, key, run }, ...decided(stage, key, days, idOf)];
}

/** A payout as lists show it: what its page has besides, the gates as they stand, nobody looks at here. */
async function payoutOf(stage: Stage, tx: Tx, id: number): Promise<DisbursementView> {
  const [payout] = await stage.get(DisbursementQueries).list(tx, { beforeId: id + 1, limit: 1 });
  assert(payout?.id === id, `payout ${id} of the demo`);
  return payout;
}

function decided(stage: Stage, key: string, days: PayoutDays, idOf: () => number): Step[] {
  const { instructOn } = days;
  if (instructOn === null) return [];
  // what the first of them reads the others are told by the commands
  let known: DisbursementView | null = null;
  const seen = async () => (known ??= await stage.read((tx) => payoutOf(stage, tx, idOf())));
  const decideOn = days.decideOn ?? days.submitOn;
  const approvals = stage.approvers(decideOn).map((by, index): Step => {
    const run: Step['run'] = async (context) => {
      const payout = await seen();
      const { state, version, payloadSha256, missingSlots } = payout;
      if (state !== 'APPROVING' || !missingSlots.some((slot) => slot === SLOTS[index])) return;
      const decided = { id: idOf(), version, payloadSha256, decision: 'APPROVE', reason: null } as const;
      const opening = { ...context, idempotencyKey: `${context.idempotencyKey}:challenge` };
      const { challengeId, challenge } = (await stage.get(OpenApproval).execute(opening, { ...decided, key: null })).value;
      const signature = { challengeId, suite: 'ed25519', signature: demoKeyOf(by).sign(challenge) } as const;
      const { value } = await stage.get(DecideDisbursement).execute(context, { ...decided, signature });
      known = { ...payout, state: value.state, version: value.version };
    };
    return { on: decideOn, time: required(APPROVAL_TIMES[index], 'the hour of an approval'), by, key: `${key}:${by}`, run };
  });
  const instruct: Step['run'] = async (context) => {
    const { state, version } = await seen();
    if (state === 'APPROVED') await stage.get(InstructDisbursements).execute(context, { payouts: [{ id: idOf(), version }] });
  };
  return [...approvals, { on: instructOn, time: '15:00', by: 'chuna1', key: `${key}:instruct`, run: instruct }];
}
