import { Money, required, type BusinessDate } from '../kernel/index.js';
import { PayeeQueries, RegisterPayee } from '../modules/contracts/index.js';
import { FeeRefunds, RequestFeeRefund } from '../modules/fees/index.js';
import { AskClaim, ClaimQueries, DecideClaim, ProposeMaintenance, RecordTax, RecordUseRule, type ClaimView } from '../modules/operating-income/index.js';
import { AnswerRecord, RecordResolution, ResolutionQueries } from '../modules/resolutions/index.js';
import { AskSuspenseReturn, DecideSuspenseReturn, SuspenseReturnQueries } from '../modules/settlement/index.js';
import type { CommandContext } from '../platform/database/index.js';
import { lineOf } from './act-steps.js';
import type { ErrandClaim, ErrandRefund, ErrandResolution, ErrandReturn } from './errands.js';
import { stored } from './papers.js';
import { payoutSteps } from './payout-steps.js';
import type { Stage, Step } from './step.js';
import { waiverSteps } from './waiver-steps.js';

/** What is paid besides the firm: costs, taxes, what the owners resolved, and money that goes back. */
export function errandSteps(stage: Stage): Step[] {
  const { payees, resolutions, claims, returns, refunds, waivers } = stage.files.errands;
  return [
    ...payees.map(({ on, key, ...payee }): Step => {
      return { on, time: '10:30', by: 'jizhang1', key: `payee:${key}`, run: (context) => stage.get(RegisterPayee).execute(context, payee) };
    }),
    ...resolutions.flatMap((resolution) => resolutionSteps(stage, resolution, { key: `resolution:${resolution.key}`, hour: '11' })),
    ...claims.flatMap((claim) => claimSteps(stage, claim)),
    ...returns.flatMap((sentBack) => returnSteps(stage, sentBack)),
    ...refunds.flatMap((refund) => refundSteps(stage, refund)),
    ...waivers.flatMap((waiver) => waiverSteps(stage, waiver)),
  ];
}

/** The owner side records what the owners resolved, the street confirms its paper, and the rule that follows from it is recorded. */
export function resolutionSteps(stage: Stage, resolution: ErrandResolution, { key, hour }: { readonly key: string; readonly hour: string }): Step[] {
  const { on, kind, title, from, to, limit, paper, use } = resolution;
  const owners = stage.publisher(on);
  const steps: Step[] = [
    {
      on,
      time: `${hour}:00`,
      by: owners,
      key,
      run: async (context) => {
        const documentSha256 = await stored(stage, paper, context);
        const decision = { kind, title, decidedOn: on, from, to, limit: limit === null ? null : Money.parse(limit), documentSha256, replaces: null };
        return stage.get(RecordResolution).execute(context, decision);
      },
    },
    {
      on,
      time: `${hour}:20`,
      by: 'jiedao1',
      key: `${key}:confirm`,
      run: async (context) => stage.get(AnswerRecord).resolution(context, { number: await resolutionTitled(stage, title), decision: 'CONFIRM', reason: null }),
    },
  ];
  if (!use) return steps;
  const rule: Step['run'] = async (context) => {
    const terms = { resolution: await resolutionTitled(stage, title), share: use.share, basis: use.basis, reaches: null, keeps: null };
    return stage.get(RecordUseRule).execute(context, terms);
  };
  return [...steps, { on, time: `${hour}:40`, by: owners, key: `${key}:rule`, run: rule }];
}

function claimSteps(stage: Stage, claim: ErrandClaim): Step[] {
  const { kind, askedOn, decidedOn, description, payout } = claim;
  const key = `${askedOn}:${kind}`;
  const known = (): Promise<ClaimView> => claimOf(stage, description);
  const decide: Step['run'] = async (context) => {
    const { number } = await known();
    await stage.get(DecideClaim).execute(context, { number, decision: 'APPROVE', reason: null });
  };
  return [
    { on: askedOn, time: '10:00', by: 'jizhang1', key, run: (context) => ask(stage, claim, context) },
    ...(decidedOn === null ? [] : [{ on: decidedOn, time: '11:30', by: stage.publisher(decidedOn), key: `${key}:decide`, run: decide }]),
    ...payoutSteps(stage, { key, days: payout, by: 'jizhang1', time: '14:30' }, async () => {
      const { id, amount } = await known();
      return { kind, claimId: id, amount };
    }),
  ];
}

async function ask(stage: Stage, claim: ErrandClaim, context: CommandContext): Promise<void> {
  const payee = await payeeOf(stage, claim.payee);
  const { kind, period, description, lease = null, invoiceNo = null, costCode = null } = claim;
  const resolution = claim.resolution === undefined ? null : await resolutionOf(stage, claim.resolution);
  if (kind === 'MAINTENANCE') {
    await stage.get(ProposeMaintenance).execute(context, { resolution: required(resolution, 'the resolution of a use'), period, payee, description });
    return;
  }
  const evidence = [await stored(stage, required(claim.paper, 'the paper of a claim'), context)];
  const words = { payee, period, amount: Money.parse(claim.amount), description, invoiceNo, evidence };
  if (kind === 'TAX') await stage.get(RecordTax).execute(context, { ...words, fund: 'COM' });
  else await stage.get(AskClaim).execute(context, { ...words, kind, lease, resolution, costCode, fund: kind === 'SPENDING' ? 'COM' : null });
}

/** Money that nobody claims goes back: asked by the bookkeeper, confirmed by a second person, paid like every payout. */
function returnSteps(stage: Stage, { bank, reason, askedOn, confirmedOn, bankName, payout }: ErrandReturn): Step[] {
  const key = `${askedOn}:return`;
  const confirm: Step['run'] = async (context) => {
    const line = await lineOf(stage, bank);
    const [asked] = await stage.read((tx) => stage.get(SuspenseReturnQueries).all(tx, { lineId: line.id }));
    await stage.get(DecideSuspenseReturn).execute(context, { returnId: required(asked, 'what is to be sent back').id, decision: 'CONFIRM', reason: null });
  };
  return [
    {
      on: askedOn,
      time: '10:00',
      by: 'jizhang1',
      key,
      run: async (context) => stage.get(AskSuspenseReturn).execute(context, { lineId: (await lineOf(stage, bank)).id, reason }),
    },
    { on: confirmedOn, time: '11:30', by: stage.publisher(confirmedOn), key: `${key}:confirm`, run: confirm },
    ...payoutSteps(stage, { key, days: payout, by: 'jizhang1', time: '14:30' }, async () => {
      const { id, amount } = await lineOf(stage, bank);
      return { kind: 'SUSPENSE_BACK', claimId: id, amount, bankName };
    }),
  ];
}

/** A prepayment goes back to its payer, who has sold the flat. */
function refundSteps(stage: Stage, { unit, reason, document, askedOn, bank, bankName, payout }: ErrandRefund): Step[] {
  const key = `${askedOn}:refund`;
  const amount = Money.parse(bank.amount);
  return [
    { on: askedOn, time: '10:00', by: 'jizhang1', key, run: (context) => stage.get(RequestFeeRefund).execute(context, { unit, amount, reason, document }) },
    ...payoutSteps(stage, { key, days: payout, by: 'jizhang1', time: '14:30' }, async (tx) => {
      const refund = (await stage.get(FeeRefunds).all(tx)).find((known) => known.unitCode === unit);
      return { kind: 'REFUND', claimId: required(refund, `the refund of ${unit}`).id, amount, bankName };
    }),
  ];
}

async function claimOf(stage: Stage, description: string): Promise<ClaimView> {
  const claims = await stage.read((tx) => stage.get(ClaimQueries).all(tx));
  return required(
    claims.find((claim) => claim.description === description),
    `the claim for ${description}`,
  );
}

async function payeeOf(stage: Stage, key: string): Promise<string> {
  const { name } = required(
    stage.files.errands.payees.find((payee) => payee.key === key),
    `payee ${key} of the demo`,
  );
  const payees = await stage.read((tx) => stage.get(PayeeQueries).all(tx));
  return required(
    payees.find((payee) => payee.name === name),
    `the registered payee ${name}`,
  ).number;
}

function resolutionOf(stage: Stage, key: string): Promise<string> {
  const { title } = required(
    stage.files.errands.resolutions.find((resolution) => resolution.key === key),
    `resolution ${key} of the demo`,
  );
  return resolutionTitled(stage, title);
}

/** @returns its number */
export async function resolutionTitled(stage: Stage, title: string): Promise<string> {
  const resolutions = await stage.read((tx) => stage.get(ResolutionQueries).all(tx));
  return required(
    resolutions.find((resolution) => resolution.title === title),
    `the resolution ${title}`,
  ).number;
}
