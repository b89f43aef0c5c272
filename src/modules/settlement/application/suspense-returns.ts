import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, required, sha256Hex, type Id, type Money } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { isPlainText } from '../../communities/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { EvidenceQueries } from '../../evidence/index.js';
import { BankLines, BankQueries, wholeAccount, type BankLineId, type BankLineView } from '../../bank/index.js';
import { LedgerQueries, LedgerService, type Posting } from '../../ledger/index.js';
import { journalForSendingBack } from '../domain/journals.js';
import type { SuspenseReturnState } from '../domain/suspense-return-state.js';
import { SuspenseReturn } from '../persistence/suspense-return.js';

/** Where the money is to go, as the bank or the payer wrote it down; `documentSha256` is that paper among the evidence. */
export interface RecordedAccount {
  readonly accountNo: string;
  readonly accountName: string;
  readonly documentSha256: string;
}

/** `account` for a line of the bank that names none, and for no other. */
export interface AskSuspenseReturnRequest {
  readonly lineId: BankLineId;
  readonly reason: string;
  readonly account?: RecordedAccount | undefined;
}

/** `reason` is asked for when the return is refused. */
export interface DecideSuspenseReturnRequest {
  readonly returnId: number;
  readonly decision: 'CONFIRM' | 'REFUSE';
  readonly reason: string | null;
}

export type SuspenseReturnStep = { readonly id: number; readonly lineId: BankLineId; readonly amount: string; readonly state: SuspenseReturnState };

export interface SuspenseReturnView {
  readonly id: number;
  readonly lineId: BankLineId;
  readonly amount: Money;
  readonly reason: string;
  /** All three, or none: then the bank's line names the account. */
  readonly accountNo: string | null;
  readonly accountName: string | null;
  readonly documentSha256: string | null;
  readonly state: SuspenseReturnState;
  readonly decisionReason: string | null;
}

/** Reads what is to be sent back, the newest first. */
@Injectable()
export class SuspenseReturnQueries {
  async all(tx: Tx, filter: { states?: readonly SuspenseReturnState[]; lineId?: BankLineId } = {}): Promise<SuspenseReturnView[]> {
    const { communityId } = tx;
    const rows = await tx.manager.find(SuspenseReturn, { where: { communityId, ...(filter.lineId && { lineId: filter.lineId }) }, order: { id: 'DESC' } });
    return rows.filter(({ state }) => filter.states?.includes(state) ?? true);
  }
}

/** Asks that all of a line that still waits goes back to whom it came from. Nothing is booked before a second person agrees. */
@Injectable()
export class AskSuspenseReturn {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly bank: BankQueries,
    private readonly returns: SuspenseReturnQueries,
    private readonly evidence: EvidenceQueries,
  ) {}

  /** @throws NOT_ALLOWED, BANK_LINE_MISSING, BANK_LINE_NOT_IN_SUSPENSE, RETURN_REASON, RETURN_ASKED, RETURN_NO_ACCOUNT, RETURN_ACCOUNT_NAMED, RETURN_ACCOUNT_INVALID, EVIDENCE_UNKNOWN */
  async execute(context: CommandContext, { lineId, reason, account }: AskSuspenseReturnRequest): Promise<Outcome<SuspenseReturnStep>> {
    assertAllowed(context.actor, 'suspense.return');
    // what is kept with the key names the account only by its hash
    const compared = { lineId, reason, ...(account && { account: { ...account, accountNo: sha256Hex(account.accountNo) } }) };
    return this.unitOfWork.once({ context, command: 'AskSuspenseReturn', request: compared }, async (tx) => {
      await this.ledger.lock(tx);
      const line = await this.bank.line(tx, lineId);
      if (!line) throw new DomainError('BANK_LINE_MISSING', { line: lineId });
      if (!line.suspenseOpen.isPositive) throw new DomainError('BANK_LINE_NOT_IN_SUSPENSE', { date: line.bookedOn, amount: line.amount.toString() });
      await this.refuseAccount(tx, line, account);
      const said = reasonOf(reason);
      if ((await this.returns.all(tx, { lineId, states: ['ASKED'] })).length > 0) throw new DomainError('RETURN_ASKED', { line: lineId });
      const id = (await this.ledger.takeIds(tx, 1)) as Id<'suspense_return'>;
      const asked = {
        lineId,
        amount: line.suspenseOpen,
        reason: said,
        askedAt: this.clock.now(),
        askedBy: context.actor.personId,
        askedFor: context.actor.organisationId,
        accountNo: account?.accountNo ?? null,
        accountName: account?.accountName.trim() ?? null,
        documentSha256: account?.documentSha256 ?? null,
      };
      const undecided = { decidedAt: null, decidedBy: null, decidedFor: null, decisionReason: null, entrySeq: null };
      await tx.manager.insert(SuspenseReturn, { communityId: tx.communityId, id, ...asked, state: 'ASKED', ...undecided });
      return { id, lineId, amount: line.suspenseOpen.toString(), state: 'ASKED' };
    });
  }

  /** Money goes back where it came from; only where the bank does not say where that is, somebody's paper does. */
  private async refuseAccount(tx: Tx, line: BankLineView, account: RecordedAccount | undefined): Promise<void> {
    const named = wholeAccount(line);
    const of = { date: line.bookedOn, amount: line.amount.toString() };
    if (named && account) throw new DomainError('RETURN_ACCOUNT_NAMED', { ...of, last4: named.accountNo.slice(-4) });
    if (named) return;
    if (!account) throw new DomainError('RETURN_NO_ACCOUNT', of);
    if (!/^[0-9A-Z]{8,34}$/.test(account.accountNo) || !isPlainText(account.accountName.trim(), 60)) throw new DomainError('RETURN_ACCOUNT_INVALID');
    await this.evidence.refuseUnknown(tx, [account.documentSha256]);
  }
}

/** The second person, of another organisation: the owner side of the day or the centre. It agrees, and the money is owed to whom it came from (P21 sent back, TRN 2301/2302), or refuses with a reason. */
@Injectable()
export class DecideSuspenseReturn {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly books: LedgerQueries,
    private readonly bank: BankQueries,
    private readonly bankLines: BankLines,
    private readonly substitutions: SubstitutionQueries,
  ) {}

  /** @throws NOT_ALLOWED, OWNER_SIDE_OR_CENTRE_ONLY, NOT_FOUND, RETURN_DECIDED, RETURN_SAME_PARTY, RETURN_REASON, RETURN_AMOUNT_CHANGED, and what posting throws */
  async execute(context: CommandContext, request: DecideSuspenseReturnRequest): Promise<Outcome<SuspenseReturnStep>> {
    assertAllowed(context.actor, 'suspense.confirm-return');
    const { returnId, decision, reason } = request;
    return this.unitOfWork.once({ context, command: 'DecideSuspenseReturn', request: { returnId, decision, reason } }, async (tx) => {
      await this.ledger.lock(tx);
      const asked = await tx.manager.findOneBy(SuspenseReturn, { communityId: tx.communityId, id: returnId as Id<'suspense_return'> });
      if (!asked) throw new DomainError('NOT_FOUND');
      if (asked.state !== 'ASKED') throw new DomainError('RETURN_DECIDED', { return: returnId });
      await this.substitutions.refuseStranger(tx, context.actor, this.clock.today(), { orCentre: true });
      const { personId, organisationId } = context.actor;
      if (asked.askedBy === personId || asked.askedFor === organisationId) throw new DomainError('RETURN_SAME_PARTY', { return: returnId });
      const posting = { by: context.actor.personId, at: this.clock.now() };
      const decided = { decidedAt: posting.at, decidedBy: posting.by, decidedFor: organisationId };
      const { communityId, id, lineId } = asked;
      if (decision === 'REFUSE')
        await tx.manager.update(SuspenseReturn, { communityId, id }, { state: 'REFUSED', ...decided, decisionReason: reasonOf(reason ?? '') });
      else await tx.manager.update(SuspenseReturn, { communityId, id }, { state: 'CONFIRMED', ...decided, entrySeq: await this.sendBack(tx, posting, asked) });
      return { id, lineId, amount: asked.amount.toString(), state: decision === 'REFUSE' ? 'REFUSED' : 'CONFIRMED' };
    });
  }

  private async sendBack(tx: Tx, posting: Posting, { id, lineId, amount }: SuspenseReturn): Promise<number> {
    const line = required(await this.bank.line(tx, lineId), 'the line of a return');
    if (!line.suspenseOpen.equals(amount)) throw new DomainError('RETURN_AMOUNT_CHANGED', { asked: amount.toString(), open: line.suspenseOpen.toString() });
    const times = await this.books.timesPosted(tx, { type: 'bank_line', rule: 'P21f', ids: [lineId] });
    const [entry] = await this.ledger.post(tx, posting, [journalForSendingBack({ lineId, amount, on: this.clock.today() }, (times.get(lineId) ?? 0) + 1)]);
    const { seq: entrySeq } = required(entry, 'the entry of a return');
    const parts = [{ targetType: 'SENT_BACK' as const, targetId: id, amount, entrySeq }];
    await this.bankLines.find(tx, posting, { lineId, reason: { code: 'SENT_BACK', figures: {} }, parts });
    return entrySeq;
  }
}

/** @throws RETURN_REASON */
function reasonOf(text: string): string {
  const said = text.trim();
  if (said.length < 1 || said.length > 200) throw new DomainError('RETURN_REASON');
  return said;
}
