import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, Money, required, sha256Hex, together, wallClock, type Id, type Instant } from '../../../kernel/index.js';
import { insertRows, UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { BankAccountQueries, type BankAccountView } from '../../communities/index.js';
import { payoutTimesOf, type ContractVersionView } from '../../contracts/index.js';
import { LedgerService } from '../../ledger/index.js';
import { activeApprovals, instructableFrom, refuseOneBody } from '../domain/decisions.js';
import { nextState } from '../domain/disbursement-state.js';
import { failedGate, type GateResult } from '../domain/gates.js';
import { journalForInstruction } from '../domain/journals.js';
import type { Disbursement } from '../persistence/disbursement.js';
import { DisbursementRepository, type RecordedDecision, type Step } from '../persistence/disbursement-repository.js';
import { PaymentLine } from '../persistence/payment-line.js';
import { PaymentList } from '../persistence/payment-list.js';
import { BankEvidence } from './bank-evidence.js';
import { PaymentFormats } from './choose-payment-format.js';
import { GateKeeper, MomentOfGates } from './gate-keeper.js';
import { HoldRelease } from './hold-release.js';
import { Office } from './office.js';
import { paymentFile } from './payment-file.js';
import { messageIdOf, paymentOrder } from './payment-orders.js';
import { PayoutDesk, type SeenPayout } from './payout-desk.js';

export type InstructDisbursementsRequest = { readonly payouts: readonly SeenPayout[] };

/** `paymentList` is null when no payout passed its gates; `stopped` went back to their approvers, with the gate that failed. */
export type DisbursementsInstructed = {
  readonly paymentList: { readonly sha256: string; readonly total: string } | null;
  readonly instructed: readonly { readonly id: number; readonly number: string; readonly version: number }[];
  readonly stopped: readonly { readonly id: number; readonly number: string; readonly version: number; readonly gate: string; readonly reason: string }[];
};

const PAYOUTS_MAX = 100;

/**
 * The cashier tells the bank to pay (P14), with a file whose SHA-256 is its name. Not before the minutes that the contract waits after the last approval. Gates are
 * evaluated a last time: a payout that fails one goes back to its approvers, whose approvals fall, and its hold is released (P16).
 */
@Injectable()
export class InstructDisbursements {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly desk: PayoutDesk,
    private readonly gates: GateKeeper,
    private readonly payouts: DisbursementRepository,
    private readonly holds: HoldRelease,
    private readonly evidence: BankEvidence,
    private readonly accounts: BankAccountQueries,
    private readonly formats: PaymentFormats,
    private readonly office: Office,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws NOT_ALLOWED REQUEST_INVALID NOT_FOUND DISBURSEMENT_CHANGED DISBURSEMENT_STATE DISBURSEMENT_ONE_BODY DISBURSEMENT_CASHIER_ACTED DISBURSEMENT_WAITING, and for one that the bank did not execute before
   * DISBURSEMENT_BANK_BEHIND DISBURSEMENT_BANK_DEBIT DISBURSEMENT_BANK_TOOK; then nothing is instructed
   */
  async execute(context: CommandContext, request: InstructDisbursementsRequest): Promise<Outcome<DisbursementsInstructed>> {
    assertAllowed(context.actor, 'disbursement.instruct');
    const seen = request.payouts.map(({ id, version }) => ({ id, version })).toSorted((a, b) => a.id - b.id);
    if (seen.length === 0 || seen.length > PAYOUTS_MAX || new Set(seen.map(({ id }) => id)).size < seen.length)
      throw new DomainError('REQUEST_INVALID', {}, [{ path: 'payouts', message: `1 to ${PAYOUTS_MAX} different payouts` }]);
    return this.unitOfWork.once({ context, command: 'InstructDisbursements', request: { payouts: seen } }, async (tx) => {
      await this.ledger.lock(tx);
      const actor = await this.office.held(tx, context.actor, 'disbursement.instruct');
      const by = { organisationId: actor.organisationId, personId: actor.personId };
      const instructed: Disbursement[] = [];
      const stopped: DisbursementsInstructed['stopped'][number][] = [];
      for (const one of seen) {
        const [payout, decisions] = await together([this.desk.take(tx, one), this.payouts.decisions(tx, one.id)]);
        nextState(payout, 'INSTRUCTED');
        refuseOneBody(payout);
        const approvals = activeApprovals(decisions, payout.payloadSha256);
        if (payout.submittedBy === by.personId || approvals.some(({ personId }) => personId === by.personId))
          throw new DomainError('DISBURSEMENT_CASHIER_ACTED', { number: payout.number });
        const moment = new MomentOfGates();
        this.refuseEarly(payout, approvals, await this.gates.contractOf(tx, payout, moment));
        if (payout.instructions > 0) await this.evidence.refusePerhapsPaid(tx, payout);
        const results = await this.gates.evaluateAgain(tx, payout, moment);
        const failed = failedGate(results);
        if (failed) stopped.push(await this.stop(tx, payout, { results, failed, by }));
        else instructed.push(await this.instruct(tx, payout, { results, by }));
      }
      const paymentList = instructed.length === 0 ? null : await this.writeList(tx, instructed, by);
      return { paymentList, instructed: instructed.map(({ id, number, version }) => ({ id, number, version })), stopped };
    });
  }

  private refuseEarly(payout: Disbursement, approvals: readonly RecordedDecision[], contract: ContractVersionView): void {
    const approvedAt = required(
      approvals
        .map(({ at }): Instant => at)
        .toSorted()
        .at(-1),
      'the last approval of an approved payout',
    );
    const { coolingMinutes } = payoutTimesOf(contract);
    const from = instructableFrom(approvedAt, coolingMinutes);
    if (this.clock.now() < from)
      throw new DomainError('DISBURSEMENT_WAITING', {
        number: payout.number,
        minutes: coolingMinutes,
        approvedAt: wallClock(approvedAt),
        from: wallClock(from),
      });
  }

  private async instruct(
    tx: Tx,
    payout: Disbursement,
    { results, by }: { results: readonly GateResult[]; by: NonNullable<Step['by']> },
  ): Promise<Disbursement> {
    const at = this.clock.now();
    const instructions = payout.instructions + 1;
    const [, instructed] = await together([
      this.ledger.post(tx, { by: by.personId, at }, [journalForInstruction(payout, { on: this.clock.today(), occurrence: instructions })]),
      this.payouts.advance(tx, payout, { action: 'INSTRUCT', to: 'INSTRUCTED', by, at, gates: { stage: 'INSTRUCTION', results } }, { instructions }),
    ]);
    return instructed;
  }

  private async stop(
    tx: Tx,
    payout: Disbursement,
    found: { results: readonly GateResult[]; failed: GateResult; by: NonNullable<Step['by']> },
  ): Promise<DisbursementsInstructed['stopped'][number]> {
    const { results, failed, by } = found;
    const at = this.clock.now();
    const reason = required(failed.reason, 'why a gate failed');
    await this.payouts.endApprovals(tx, payout, { ground: 'GATE_FAILED', ...by, reason, at });
    const back = await this.holds.release(tx, payout, { action: 'GATES_FAILED', to: 'APPROVING', by, reason, at, gates: { stage: 'INSTRUCTION', results } });
    return { id: back.id, number: back.number, version: back.version, gate: failed.gate, reason };
  }

  private async writeList(tx: Tx, payouts: readonly Disbursement[], by: NonNullable<Step['by']>): Promise<{ sha256: string; total: string }> {
    const { account, all, firstId } = await together({
      account: this.accounts.active(tx, this.clock.today()),
      all: this.accounts.all(tx),
      firstId: this.ledger.takeIds(tx, payouts.length + 1),
    });
    const listId = firstId as Id<'payment_list'>;
    const total = Money.sum(payouts.map((payout) => payout.amount));
    if (all.length > 1) await this.refuseShort(tx, account, total);
    const format = await this.formats.of(tx, account.id);
    const head = { messageId: messageIdOf(tx.communityId, listId), instructedAt: this.clock.now() };
    const bytes = paymentFile(
      paymentOrder(
        head,
        account,
        payouts.map((payout) => ({ ...payout, attempt: payout.instructions })),
      ),
      format,
    );
    const sha256 = sha256Hex(bytes);
    await tx.manager.insert(PaymentList, {
      communityId: tx.communityId,
      id: listId,
      sha256,
      bytes,
      format,
      ...head,
      bankAccountId: account.id,
      total,
      instructedBy: by.personId,
    });
    const lines = payouts.map((payout, index) => ({
      communityId: tx.communityId,
      id: (firstId + 1 + index) as Id<'payment_line'>,
      listId,
      disbursementId: payout.id,
      attempt: payout.instructions,
      amount: payout.amount,
    }));
    await insertRows(tx, PaymentLine, lines);
    return { sha256, total: total.toString() };
  }

  /** Funds may be enough while the money still lies on the account before: the bank would refuse. @throws DISBURSEMENT_ACCOUNT_SHORT */
  private async refuseShort(tx: Tx, { id, last4 }: BankAccountView, total: Money): Promise<void> {
    const [row] = await tx.query<{ held: string; underWay: string }>(
      `select (select coalesce(sum(b.debit - b.credit), 0) from ledger.account a join ledger.account_balance b on b.community_id = $1 and b.account_id = a.id
           where a.community_id = $1 and a.code = '1001' and a.holder_id = $2)::numeric(18,2) as held,
         (select coalesce(sum(d.amount), 0) from mingbai.disbursement d join lateral (select f.bank_account_id as account_id from mingbai.payment_line l join mingbai.payment_list f on f.community_id = $1 and f.id = l.list_id
           where l.community_id = $1 and l.disbursement_id = d.id order by l.attempt desc limit 1) f on f.account_id = $2
           where d.community_id = $1 and d.state = 'INSTRUCTED')::numeric(18,2) as "underWay"`,
      [tx.communityId, id],
    );
    const { held, underWay } = required(row, 'the cash of an account');
    const left = Money.parse(held).minus(Money.parse(underWay));
    if (!left.atLeast(total)) throw new DomainError('DISBURSEMENT_ACCOUNT_SHORT', { last4, held: left.toString(), total: total.toString() });
  }
}
