import { accountingPeriod, Money, type Id } from '../../../src/kernel/index.js';
import { RegisterPayeeAccount, type ContractId } from '../../../src/modules/contracts/index.js';
import {
  CancelDisbursement,
  DecideDisbursement,
  FailDisbursement,
  InstructDisbursements,
  ReviseDisbursement,
  SubmitDisbursement,
  WithdrawApproval,
  type SeenPayout,
  type SourceRequest,
} from '../../../src/modules/disbursements/index.js';
import type { CommandContext } from '../../../src/platform/database/index.js';
import type { Attempt, Attempts } from './attempts.js';
import type { BookOracle } from './book-oracle.js';
import { partyOn, whoIs, type Party } from './cast.js';
import { payeeAccount } from './compound.js';
import { periodAt } from './figures.js';
import type { ClaimOracle, PayoutOracle, Sight } from './payout-oracle.js';
import type { AmountPlan, BookPlan, DeskAction, SourcePlan } from './plan.js';
import type { Stage } from './stage.js';

const REASON = '请核对后再议';

export type PayoutAction = Exclude<DeskAction, { do: 'statement' }>;
type ActionOf<Name extends DeskAction['do']> = Extract<DeskAction, { do: Name }>;

/** What the product showed of a payout: its id, its version and the payloads it had, the latest last. */
interface Shown {
  readonly id: number;
  version: number;
  readonly payloads: string[];
  paid?: true;
}

interface Changed {
  readonly version: number;
  readonly payloadSha256?: string;
}

/** The people at the desk: they ask, approve, return, withdraw, cancel and instruct, in an order that the plan has made up. */
export class DeskPlay {
  private readonly shown = new Map<string, Shown>();
  /** Whether the last request went through. */
  private isAsked = false;
  /** Ids of the assessments, by quarter. */
  readonly assessments = new Map<string, Id<'assessment'>>();

  constructor(
    private readonly stage: Stage,
    private readonly plan: BookPlan,
    private readonly oracle: BookOracle,
    private readonly attempts: Attempts,
    private readonly contractId: ContractId,
  ) {}

  async act(action: PayoutAction): Promise<void> {
    if (action.do === 'ask') return this.ask(action);
    if (action.do === 'account') return this.account(action);
    const payout = this.payoutAt(action.pick);
    if (payout) await this.actOn(action, payout);
  }

  /** 0: what the last request has made, if it was not refused; 1, 2 …: the latest before it. */
  private payoutAt(pick: number): PayoutOracle | undefined {
    const { payouts } = this.oracle.desk;
    if (pick === 0) return this.isAsked ? payouts.at(-1) : undefined;
    const earlier = this.isAsked ? payouts.slice(0, -1) : payouts;
    return earlier.at(-1 - ((pick - 1) % Math.max(earlier.length, 1)));
  }

  private actOn(action: Exclude<PayoutAction, { do: 'ask' | 'account' }>, payout: PayoutOracle): Promise<void> {
    switch (action.do) {
      case 'decide':
        return this.decide(action, payout);
      case 'withdraw':
        return this.withdraw(action, payout);
      case 'instruct':
        return this.instruct(action, payout);
      case 'cancel':
        return this.cancel(action, payout);
      case 'fail':
        return this.fail(action, payout);
      case 'revise':
        return this.revise(action, payout);
    }
  }

  private async ask(action: ActionOf<'ask'>): Promise<void> {
    const asked = this.sourceOf(action.source);
    if (!asked) return;
    const claim = this.oracle.claim(asked.name);
    const fen = this.amountOf(action.amount, claim);
    const by = this.partyOf(action);
    this.isAsked = false;
    if (fen <= 0 && !action.insist) return;
    const request = { ...asked.request, amount: Money.fromFen(BigInt(fen)) };
    const verdict = this.oracle.desk.submit(by, claim, fen);
    const command = (context: CommandContext) => this.stage.app.get(SubmitDisbursement).execute(context, request);
    const answer = await this.attempt({ action, by, what: `ask ${asked.request.kind}`, verdict, command });
    if (!answer) return;
    this.isAsked = true;
    this.shown.set(answer.number, { id: answer.id, version: answer.version, payloads: [answer.payloadSha256] });
  }

  private async account(action: ActionOf<'account'>): Promise<void> {
    const by = this.partyOf(action);
    if (!by.inOffice) return;
    const verdict = this.oracle.desk.register(by);
    const request = { contractId: this.contractId, ...payeeAccount('passed' in verdict ? this.oracle.desk.accounts.length : 999) };
    await this.attempt({ action, by, what: 'account', verdict, command: (context) => this.stage.app.get(RegisterPayeeAccount).execute(context, request) });
  }

  private async decide(action: ActionOf<'decide'>, payout: PayoutOracle): Promise<void> {
    const { decision, wordless } = action;
    const by = this.partyOf(action);
    const { seen, sight, payloadSha256 } = this.seenIn(action, payout);
    const verdict = this.oracle.desk.decide(by, payout, { decision, wordless, sight });
    const request = { ...seen, payloadSha256, decision, reason: wordless ? null : REASON };
    const command = (context: CommandContext) => this.stage.app.get(DecideDisbursement).execute(context, request);
    this.changed(payout, await this.attempt({ action, by, what: `${decision.toLowerCase()} ${kindOf(payout)}`, verdict, command }));
  }

  private async withdraw(action: ActionOf<'withdraw'>, payout: PayoutOracle): Promise<void> {
    const by = this.partyOf(action);
    const request = { id: this.shownOf(payout).id, reason: REASON };
    const verdict = this.oracle.desk.withdraw(by, payout);
    const command = (context: CommandContext) => this.stage.app.get(WithdrawApproval).execute(context, request);
    this.changed(payout, await this.attempt({ action, by, what: 'withdraw', verdict, command }));
  }

  private async instruct(action: ActionOf<'instruct'>, first: PayoutOracle): Promise<void> {
    const by = this.partyOf(action);
    const others = this.oracle.desk.payouts.filter((payout) => payout !== first && (action.insist || payout.state === 'APPROVED'));
    const payouts = [first, ...others.slice(0, action.with)];
    const views = payouts.map((payout, place) => this.seenIn(place === 0 ? action : { seen: 'NOW' }, payout));
    const sight = { version: views.every((view) => view.sight.version), payload: true };
    const verdict = this.oracle.desk.instruct(by, payouts, sight);
    const request = { payouts: views.map(({ seen }) => seen) };
    const command = (context: CommandContext) => this.stage.app.get(InstructDisbursements).execute(context, request);
    const answer = await this.attempt({ action, by, what: 'instruct', verdict, command });
    if (!answer) return;
    for (const { number, version } of [...answer.instructed, ...answer.stopped]) this.shownOf({ number }).version = version;
    this.attempts.count('instruct, of those named: passed', answer.instructed.length);
    for (const { reason } of answer.stopped) this.attempts.count(`instruct, of those named: ${reason}`);
  }

  private async cancel(action: ActionOf<'cancel'>, payout: PayoutOracle): Promise<void> {
    const by = this.partyOf(action);
    const { seen, sight } = this.seenIn(action, payout);
    const verdict = this.oracle.desk.cancel(by, payout, sight);
    const command = (context: CommandContext) => this.stage.app.get(CancelDisbursement).execute(context, { ...seen, reason: REASON });
    this.changed(payout, await this.attempt({ action, by, what: 'cancel', verdict, command }));
  }

  private async fail(action: ActionOf<'fail'>, payout: PayoutOracle): Promise<void> {
    const by = this.partyOf(action);
    const { seen, sight } = this.seenIn(action, payout);
    const verdict = this.oracle.desk.fail(by, payout, sight);
    const command = (context: CommandContext) => this.stage.app.get(FailDisbursement).execute(context, { ...seen, reason: REASON });
    this.changed(payout, await this.attempt({ action, by, what: 'fail', verdict, command }));
  }

  private async revise(action: ActionOf<'revise'>, payout: PayoutOracle): Promise<void> {
    const by = this.partyOf(action);
    const { seen, sight } = this.seenIn(action, payout);
    const fen = action.amount && this.amountOf(action.amount, this.oracle.claim(payout.source), payout);
    const verdict = this.oracle.desk.revise(by, payout, { fen, sight });
    const request = { ...seen, amount: fen === null ? null : Money.fromFen(BigInt(fen)) };
    const command = (context: CommandContext) => this.stage.app.get(ReviseDisbursement).execute(context, request);
    this.changed(payout, await this.attempt({ action, by, what: 'revise', verdict, command }));
  }

  /** As Attempts.make; what the state of a payout plainly does not allow is tried only by those who insist. */
  private async attempt<T extends object>({ action, ...tried }: Omit<Attempt<T>, 'again'> & { action: DeskAction }): Promise<T | null> {
    const isIdle = 'refused' in tried.verdict && tried.verdict.refused.includes('DISBURSEMENT_STATE') && !action.insist;
    return isIdle ? null : this.attempts.make({ ...tried, again: action.again });
  }

  private partyOf({ by }: DeskAction): Party {
    return partyOn(this.plan, whoIs(this.plan, by, this.oracle.today), this.oracle.today);
  }

  private amountOf({ of, percent, plus }: AmountPlan, claim: ClaimOracle, except?: PayoutOracle): number {
    const whole = {
      MOST: () => Math.min(this.oracle.desk.left(claim, except), Math.max(this.oracle.available, 0)),
      LEFT: () => this.oracle.desk.left(claim, except),
      ENTITLED: () => claim.gives,
      THRESHOLD: () => this.oracle.threshold,
      AVAILABLE: () => Math.max(this.oracle.available, 0),
    }[of]();
    return Math.floor((whole * percent) / 100) + plus;
  }

  /** Null for the performance part of a quarter that nobody has begun to assess: there is nothing to name. */
  private sourceOf(source: SourcePlan): { name: string; request: SourceRequest } | null {
    const months = [0, 1, 2, 3, 4, 5, 6].map((month) => periodAt(month));
    const quarters = this.oracle.quarters.map(({ quarter }) => quarter);
    const lastClosed = Math.max(this.oracle.closed - 1, 0);
    if (source.kind === 'BASE') return this.requestOf(months[Math.max(lastClosed - source.back, 0)] ?? '');
    if (source.kind === 'PERFORMANCE') return this.requestOf(quarters[source.quarter] ?? '');
    const giving = [...quarters, ...months].filter((name) => this.oracle.desk.left(this.oracle.claim(name)) > 0);
    return this.requestOf(giving[source.pick % Math.max(giving.length, 1)] ?? months[lastClosed] ?? '');
  }

  private requestOf(name: string): { name: string; request: SourceRequest } | null {
    if (!name.includes('Q')) return { name, request: { kind: 'BASE', period: accountingPeriod(name) } };
    const assessmentId = this.assessments.get(name);
    return assessmentId === undefined ? null : { name, request: { kind: 'PERFORMANCE', assessmentId } };
  }

  private seenIn(
    action: { readonly seen: 'NOW' | 'OLD_VERSION' | 'OLD_PAYLOAD' },
    payout: PayoutOracle,
  ): { seen: SeenPayout; sight: Sight; payloadSha256: string } {
    const shown = this.shownOf(payout);
    if (payout.state === 'SETTLED' && !shown.paid) Object.assign(shown, { paid: true, version: shown.version + 1 }); // the bank's step
    const { id, version, payloads } = shown;
    const [old, now] = [payloads.at(-2) ?? '0'.repeat(64), payloads.at(-1) ?? ''];
    return {
      seen: { id, version: action.seen === 'OLD_VERSION' ? version - 1 : version },
      sight: { version: action.seen !== 'OLD_VERSION', payload: action.seen !== 'OLD_PAYLOAD' },
      payloadSha256: action.seen === 'OLD_PAYLOAD' ? old : now,
    };
  }

  private shownOf({ number }: Pick<PayoutOracle, 'number'>): Shown {
    const shown = this.shown.get(number);
    if (!shown) throw new Error(`${number} was never shown`);
    return shown;
  }

  private changed(payout: PayoutOracle, answer: Changed | null): void {
    if (!answer) return;
    const shown = this.shownOf(payout);
    shown.version = answer.version;
    if (answer.payloadSha256 !== undefined) shown.payloads.push(answer.payloadSha256);
  }
}

function kindOf({ source }: PayoutOracle): string {
  return source.includes('Q') ? 'PERFORMANCE' : 'BASE';
}
