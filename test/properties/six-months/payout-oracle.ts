import { addMinutes, dateOf, type Instant } from '../../../src/kernel/index.js';
import { judged, sumOf, type Verdict } from './figures.js';
import type { Party } from './cast.js';
import type { Decision, Slot, TermsPlan } from './plan.js';

export type PayoutState = 'DRAFT' | 'GATE_FAILED' | 'APPROVING' | 'DEFERRED' | 'APPROVED' | 'INSTRUCTED' | 'SETTLED' | 'REJECTED' | 'CANCELLED';

interface Approval {
  readonly person: string;
  readonly body: string;
  readonly slot: Slot;
  readonly at: Instant;
  counts: boolean;
}

export interface PayoutOracle {
  readonly number: string;
  /** The month or quarter that it is asked from. */
  readonly source: string;
  state: PayoutState;
  fen: number;
  slots: readonly Slot[];
  submitter: string;
  account: number;
  approvals: Approval[];
  instructedOn: string;
  /** It stands on a list for the bank, whatever became of that. */
  isListed: boolean;
}

/** What the rules give for a source: nothing while something stands in the way. */
export interface ClaimOracle {
  readonly source: string;
  readonly gives: number;
  readonly obstacle: string | null;
}

/** What the desk must know of the rest of the book at a moment. */
export interface DeskFacts {
  now(): Instant;
  /** Cash of SVC less what in it is somebody's already, holds of payouts aside. */
  available(): number;
  /** What the firm has earned and nobody has held or paid out. */
  payable(): number;
  claim(source: string): ClaimOracle;
  slotOf(party: Party): Slot | null;
  /** Why the bank may have paid a payout that it was told to pay, or nobody can know yet. */
  doubts(payout: PayoutOracle): string[];
}

/** How a person saw the payout: its present version and payload, or earlier ones. */
export interface Sight {
  readonly version: boolean;
  readonly payload: boolean;
}

const ASKING: readonly PayoutState[] = ['APPROVING', 'DEFERRED', 'APPROVED', 'INSTRUCTED', 'SETTLED'];
const HELD: readonly PayoutState[] = ['APPROVED', 'INSTRUCTED'];
const FIRM = ['FIRM'];
const DECIDERS = ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET'];
const COOLING_MINUTES = 10;
const REST_MINUTES = 72 * 60;

/** The rules of payouts (domain.md 1 and 6): who may ask for what, who approves, when money is held and when the bank may be told to pay. */
export class DeskOracle {
  readonly payouts: PayoutOracle[] = [];
  /** Moments at which the firm's account on the contract was registered. */
  readonly accounts: Instant[] = [];
  /** Who registered each of them. */
  readonly registrars: string[] = [];

  constructor(
    private readonly terms: TermsPlan,
    private readonly facts: DeskFacts,
  ) {}

  get held(): number {
    return this.sumIn(HELD);
  }

  get settled(): number {
    return this.sumIn(['SETTLED']);
  }

  /** What of a claim may still be asked for, by anybody but the payout named. */
  left({ source, gives }: ClaimOracle, except?: PayoutOracle): number {
    const asked = this.payouts.filter((payout) => payout.source === source && payout !== except && ASKING.includes(payout.state));
    return gives - sumOf(asked.map(({ fen }) => fen));
  }

  submit(by: Party, claim: ClaimOracle, fen: number): Verdict {
    const refusals = [isBarred(by, FIRM), ...this.askRefusals(by, claim, fen)];
    return judged(refusals, () => {
      const number = `BF2024-${String(this.payouts.length + 1).padStart(4, '0')}`;
      const payout: PayoutOracle = {
        number,
        source: claim.source,
        state: 'DRAFT',
        fen,
        slots: [],
        submitter: '',
        account: 0,
        approvals: [],
        instructedOn: '',
        isListed: false,
      };
      const gates = this.enter(payout, by, fen);
      this.payouts.push(payout);
      return { number, state: payout.state, failed: gates };
    });
  }

  revise(by: Party, payout: PayoutOracle, asked: { fen: number | null; sight: Sight }): Verdict {
    const fen = asked.fen ?? payout.fen;
    const claim = this.facts.claim(payout.source);
    const refusals = [
      isBarred(by, FIRM),
      !asked.sight.version && 'DISBURSEMENT_CHANGED',
      payout.isListed && fen !== payout.fen && 'DISBURSEMENT_AMOUNT_INSTRUCTED',
      !['DRAFT', 'GATE_FAILED'].includes(payout.state) && 'DISBURSEMENT_STATE',
      ...this.askRefusals(by, claim, fen, payout),
    ];
    return judged(refusals, () => ({ number: payout.number, failed: this.enter(payout, by, fen), state: payout.state }));
  }

  decide(by: Party, payout: PayoutOracle, given: { decision: Decision; wordless: boolean; sight: Sight }): Verdict {
    const { decision, wordless, sight } = given;
    const isReasonless = decision !== 'APPROVE' && wordless;
    if (isBarred(by, DECIDERS)) return { refused: by.inOffice || !isReasonless ? ['NOT_ALLOWED'] : ['NOT_ALLOWED', 'DISBURSEMENT_REASON_MISSING'] };
    const slot = this.facts.slotOf(by);
    const active = payout.approvals.filter(({ counts }) => counts);
    const isLast = decision === 'APPROVE' && payout.slots.every((needed) => needed === slot || active.some((approval) => approval.slot === needed));
    const refusals = [
      isReasonless && 'DISBURSEMENT_REASON_MISSING',
      !sight.version && 'DISBURSEMENT_CHANGED',
      !['APPROVING', 'DEFERRED'].includes(payout.state) && 'DISBURSEMENT_STATE',
      !sight.payload && 'DISBURSEMENT_PAYLOAD_CHANGED',
      by.person === payout.submitter && 'DISBURSEMENT_SUBMITTER_DECIDES',
      by.person === this.registrars[payout.account - 1] && 'DISBURSEMENT_REGISTRAR_DECIDES',
      by.body === 'firm' && 'DISBURSEMENT_FIRM_DECIDES',
      slot === null && 'DISBURSEMENT_NO_SLOT',
      slot !== null && !payout.slots.includes(slot) && 'DISBURSEMENT_SLOT_NOT_NEEDED',
      active.some(({ person }) => person === by.person) && 'DISBURSEMENT_PERSON_DECIDED',
      active.some(({ body }) => body === by.body) && 'DISBURSEMENT_ORGANISATION_DECIDED',
      active.some((approval) => approval.slot === slot) && 'DISBURSEMENT_SLOT_FILLED',
    ];
    return judged([...refusals, ...(isLast ? this.gateCodes(payout) : [])], () => {
      if (decision === 'APPROVE' && slot !== null) payout.approvals.push({ person: by.person, body: by.body, slot, at: this.facts.now(), counts: true });
      payout.state = isLast ? 'APPROVED' : ({ APPROVE: 'APPROVING', RETURN: 'DRAFT', DEFER: 'DEFERRED', REJECT: 'REJECTED' } as const)[decision];
      return { number: payout.number, state: payout.state };
    });
  }

  withdraw(by: Party, payout: PayoutOracle): Verdict {
    if (isBarred(by, DECIDERS)) return { refused: ['NOT_ALLOWED'] };
    const own = payout.approvals.find(({ person, counts }) => counts && person === by.person);
    const refusals = [
      !['APPROVING', 'DEFERRED', 'APPROVED'].includes(payout.state) && 'DISBURSEMENT_STATE',
      own === undefined && 'DISBURSEMENT_NOTHING_TO_WITHDRAW',
      own !== undefined && this.facts.now() > addMinutes(own.at, COOLING_MINUTES) && 'DISBURSEMENT_WITHDRAW_LATE',
    ];
    return judged(refusals, () => {
      if (own) own.counts = false;
      if (payout.state === 'APPROVED') payout.state = 'APPROVING';
      return { number: payout.number, state: payout.state };
    });
  }

  /** All of them, or none when one of them may not be instructed yet; those whose gates fail go back to their approvers. */
  instruct(by: Party, payouts: readonly PayoutOracle[], sight: Sight): Verdict {
    if (isBarred(by, ['CASHIER'])) return { refused: ['NOT_ALLOWED'] };
    const early = ({ approvals }: PayoutOracle) => approvals.some(({ counts, at }) => counts && this.facts.now() < addMinutes(at, COOLING_MINUTES));
    const refusals = [
      !sight.version && 'DISBURSEMENT_CHANGED',
      payouts.some(({ state }) => state !== 'APPROVED') && 'DISBURSEMENT_STATE',
      payouts.some(early) && 'DISBURSEMENT_WAITING',
      ...payouts.filter(({ isListed }) => isListed).flatMap((payout) => this.facts.doubts(payout)),
    ];
    return judged(refusals, () => {
      const inOrder = payouts.toSorted((a, b) => (a.number < b.number ? -1 : 1));
      const stopped = inOrder.filter((payout) => !this.instructOne(payout)).map(({ number }) => ({ number }));
      return { stopped, instructed: inOrder.filter(({ state }) => state === 'INSTRUCTED').map(({ number }) => ({ number })) };
    });
  }

  cancel(by: Party, payout: PayoutOracle, sight: Sight): Verdict {
    const refusals = [
      isBarred(by, ['FIRM', 'COMMITTEE', 'COMMUNITY']),
      !sight.version && 'DISBURSEMENT_CHANGED',
      by.role === 'FIRM' && by.body !== 'firm' && 'DISBURSEMENT_NOT_YOURS',
      by.role !== 'FIRM' && this.facts.slotOf(by) !== 'OWNER_SIDE' && 'OWNER_SIDE_ONLY',
      !['DRAFT', 'GATE_FAILED', 'APPROVING', 'DEFERRED', 'APPROVED'].includes(payout.state) && 'DISBURSEMENT_STATE',
    ];
    return judged(refusals, () => this.become(payout, 'CANCELLED'));
  }

  /** The bank did not pay, which its statements must bear out: everybody approves anew. */
  fail(by: Party, payout: PayoutOracle, sight: Sight): Verdict {
    const refusals = [
      isBarred(by, ['CASHIER']),
      !sight.version && 'DISBURSEMENT_CHANGED',
      payout.state !== 'INSTRUCTED' && 'DISBURSEMENT_STATE',
      ...(payout.state === 'INSTRUCTED' ? this.facts.doubts(payout) : []),
    ];
    return judged(refusals, () => {
      for (const approval of payout.approvals) approval.counts = false;
      return this.become(payout, 'APPROVING');
    });
  }

  /** Another account of the firm on the contract: by who speaks for the owners that day. */
  register(by: Party): Verdict {
    const isSpokenFor = (['COMMUNITY', 'COMMITTEE'] as const).some((role) => this.facts.slotOf({ ...by, role }) === 'OWNER_SIDE');
    const refusals = [
      !['COMMUNITY', 'COMMITTEE'].includes(by.role) && 'NOT_ALLOWED',
      !isSpokenFor && 'OWNER_SIDE_NONE',
      this.facts.slotOf(by) !== 'OWNER_SIDE' && 'OWNER_SIDE_ONLY',
    ];
    return judged(refusals, () => {
      this.accounts.push(this.facts.now());
      this.registrars.push(by.person);
      return { version: this.accounts.length };
    });
  }

  settle(number: string): void {
    const payout = this.payouts.find((candidate) => candidate.number === number);
    if (payout) payout.state = 'SETTLED';
  }

  private askRefusals(by: Party, claim: ClaimOracle, fen: number, except?: PayoutOracle): (string | null | false)[] {
    const over = claim.source.includes('Q') ? 'DISBURSEMENT_OVER_PERFORMANCE' : 'DISBURSEMENT_OVER_BASE';
    return [
      by.body !== 'firm' && 'DISBURSEMENT_NOT_YOURS',
      fen <= 0 && 'DISBURSEMENT_AMOUNT',
      claim.obstacle,
      claim.obstacle === null && fen > this.left(claim, except) && over,
      claim.obstacle === null && fen > this.facts.payable() - this.waiting() && 'DISBURSEMENT_OVER_OWED',
    ];
  }

  /** The payout as it is now asked for goes to its approvers, unless a gate fails. @returns the gates that did */
  private enter(payout: PayoutOracle, by: Party, fen: number): { gate: string; reason: string }[] {
    payout.fen = fen;
    payout.submitter = by.person;
    payout.account = this.accounts.length;
    payout.approvals = [];
    const claim = this.facts.claim(payout.source);
    const asked = claim.gives - this.left(claim, payout) + fen; // of the source in all: nobody asks in parts to need fewer approvals
    payout.slots = asked > this.terms.threshold ? this.terms.large : this.terms.small;
    const failed = [
      this.facts.available() - this.held < fen && { gate: 'G3', reason: 'SHORT' },
      this.accountRests() && { gate: 'G4', reason: 'PAYEE_TOO_NEW' },
    ];
    const gates = failed.filter((gate) => gate !== false);
    payout.state = gates.length === 0 ? 'APPROVING' : 'GATE_FAILED';
    return gates;
  }

  /** Why the money of a payout may not be held, or once it is held not be sent. */
  private gateCodes(payout: PayoutOracle): string[] {
    const claim = this.facts.claim(payout.source);
    const needed = payout.state === 'APPROVED' ? 0 : payout.fen;
    const failed = [
      this.left(claim, payout) < payout.fen && (claim.source.includes('Q') ? 'DISBURSEMENT_OVER_PERFORMANCE' : 'DISBURSEMENT_OVER_BASE'),
      this.facts.available() - this.held < needed && 'DISBURSEMENT_SHORT',
      payout.state !== 'APPROVED' && this.facts.payable() < payout.fen && 'DISBURSEMENT_OVER_OWED',
      payout.account !== this.accounts.length && 'DISBURSEMENT_PAYEE_CHANGED',
      payout.account === this.accounts.length && this.accountRests() && 'DISBURSEMENT_PAYEE_TOO_NEW',
    ];
    return failed.filter((code) => code !== false);
  }

  /** What requests wait for that no hold has taken out of what the books owe the firm yet. */
  private waiting(): number {
    return sumOf(this.payouts.filter(({ state }) => state === 'APPROVING' || state === 'DEFERRED').map(({ fen }) => fen));
  }

  private accountRests(): boolean {
    const registeredAt = this.accounts.at(-1);
    return registeredAt !== undefined && this.facts.now() <= addMinutes(registeredAt, REST_MINUTES);
  }

  private instructOne(payout: PayoutOracle): boolean {
    if (this.gateCodes(payout).length === 0) {
      payout.instructedOn = dateOf(this.facts.now());
      payout.isListed = true;
      payout.state = 'INSTRUCTED';
      return true;
    }
    for (const approval of payout.approvals) approval.counts = false;
    payout.state = 'APPROVING';
    return false;
  }

  private become(payout: PayoutOracle, state: PayoutState): object {
    payout.state = state;
    return { number: payout.number, state };
  }

  private sumIn(states: readonly PayoutState[]): number {
    return sumOf(this.payouts.filter(({ state }) => states.includes(state)).map(({ fen }) => fen));
  }
}

/** NOT_ALLOWED for those whose role does not do this, or who no longer hold it. */
function isBarred({ role, inOffice }: Party, roles: readonly string[]): 'NOT_ALLOWED' | null {
  return inOffice && roles.includes(role) ? null : 'NOT_ALLOWED';
}
