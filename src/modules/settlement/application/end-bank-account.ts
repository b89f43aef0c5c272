import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, Money, type Actor, type BusinessDate, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { BankQueries } from '../../bank/index.js';
import { BankAccountQueries, isPlainText, type BankAccountId, type BankAccountView } from '../../communities/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { EvidenceQueries } from '../../evidence/index.js';
import { LedgerQueries, LedgerService } from '../../ledger/index.js';
import type { AccountChangeAnswer } from '../domain/account-change.js';
import { isEnded, stands, type AccountEndState } from '../domain/account-end.js';
import { AccountEnd } from '../persistence/account-end.js';

/** The day on which the bank closed an account that was given up; `documentSha256` is its paper. */
export interface EndBankAccountRequest {
  readonly accountId: BankAccountId;
  readonly endedOn: BusinessDate;
  readonly documentSha256: string;
}

/** `reason` is asked for when the answer is no, or the end is withdrawn. */
export interface AnswerAccountEndRequest {
  readonly accountId: BankAccountId;
  readonly answer: AccountChangeAnswer;
  readonly reason: string | null;
}

export type BankAccountEnded = { readonly accountId: BankAccountId; readonly last4: string; readonly endedOn: BusinessDate; readonly state: AccountEndState };

export type AccountEndView = Omit<AccountEnd, 'communityId'>;

/** Reads the ends of accounts that were recorded, the newest first, also those that stand no more. */
@Injectable()
export class AccountEndQueries {
  all(tx: Tx): Promise<AccountEndView[]> {
    return tx.manager.find(AccountEnd, { where: { communityId: tx.communityId }, order: { id: 'DESC' } });
  }
}

/** What both commands ask of an account. */
@Injectable()
export class AccountEndChecks {
  constructor(
    private readonly books: LedgerQueries,
    private readonly bank: BankQueries,
    private readonly accounts: BankAccountQueries,
  ) {}

  /** @throws NOT_FOUND */
  async account(tx: Tx, accountId: BankAccountId): Promise<BankAccountView> {
    const account = (await this.accounts.all(tx)).find(({ id }) => id === accountId);
    if (!account) throw new DomainError('NOT_FOUND');
    return account;
  }

  /** The last day of its statements; null for one that was never imported. */
  async reachedTo(tx: Tx, { id }: BankAccountView): Promise<BusinessDate | null> {
    return (await this.bank.reached(tx, id))?.to ?? null;
  }

  /** Its statements reach that day, nothing came after it, and neither the bank nor the books have money there. @throws ACCOUNT_END_MONEY */
  async refuseMoney(tx: Tx, account: BankAccountView, endedOn: BusinessDate): Promise<void> {
    const { id, last4 } = account;
    const reachedTo = await this.reachedTo(tx, account);
    const lastLine = await this.bank.lastLineOn(tx, id);
    const balance = await this.bank.balanceOn(tx, id, reachedTo ?? endedOn);
    const held = await this.books.balances(tx, { code: '1001', holder: { type: 'bank_account', id } });
    const books = Money.sum(held.map((each) => each.balance));
    const isLater = lastLine !== null && lastLine > endedOn;
    if (isLater || (reachedTo !== null && reachedTo < endedOn) || !balance.isZero || !books.isZero)
      throw new DomainError('ACCOUNT_END_MONEY', { last4, endedOn, reachedTo: reachedTo ?? '–', bank: balance.toString(), books: books.toString() });
  }
}

/**
 * The owner side records that the bank has closed an account that the compound gave up: until then its statements are asked for, month by month. Of an account that was never
 * imported nothing but the paper says that it was not used, so the centre confirms it, as it confirmed the account.
 */
@Injectable()
export class EndBankAccount {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly ends: AccountEndQueries,
    private readonly checks: AccountEndChecks,
    private readonly substitutions: SubstitutionQueries,
    private readonly evidence: EvidenceQueries,
  ) {}

  /** @throws NOT_ALLOWED, OWNER_SIDE_ONLY, NOT_FOUND, ACCOUNT_END_DAY, ACCOUNT_END_IN_USE, ACCOUNT_ENDED, ACCOUNT_END_WAITS, ACCOUNT_END_MONEY, EVIDENCE_UNKNOWN */
  async execute(context: CommandContext, request: EndBankAccountRequest): Promise<Outcome<BankAccountEnded>> {
    const { actor } = context;
    assertAllowed(actor, 'account-change.ask');
    const { accountId, endedOn, documentSha256 } = request;
    return this.unitOfWork.once({ context, command: 'EndBankAccount', request: { accountId, endedOn, documentSha256 } }, async (tx) => {
      await this.ledger.lock(tx);
      const today = this.clock.today();
      await this.substitutions.refuseStranger(tx, actor, today);
      const account = await this.checks.account(tx, accountId);
      const { last4, openedOn, closedOn } = account;
      if (closedOn === null) throw new DomainError('ACCOUNT_END_IN_USE', { last4 });
      const standing = (await this.ends.all(tx)).find((end) => end.accountId === accountId && stands(end.state));
      if (standing) throw new DomainError(isEnded(standing.state) ? 'ACCOUNT_ENDED' : 'ACCOUNT_END_WAITS', { last4, endedOn: standing.endedOn });
      if (endedOn < openedOn || endedOn > today) throw new DomainError('ACCOUNT_END_DAY', { openedOn, today });
      await this.evidence.refuseUnknown(tx, [documentSha256]);
      await this.checks.refuseMoney(tx, account, endedOn);
      const state = (await this.checks.reachedTo(tx, account)) === null ? 'ASKED' : 'RECORDED';
      const id = (await this.ledger.takeIds(tx, 1)) as Id<'bank_account_end'>;
      const recorded = { recordedAt: this.clock.now(), recordedBy: actor.personId, recordedFor: actor.organisationId };
      const unanswered = { answeredAt: null, answeredBy: null, answeredFor: null, answerReason: null };
      const standsYet = { withdrawnAt: null, withdrawnBy: null, withdrawnFor: null, withdrawalReason: null };
      const { communityId } = tx;
      await tx.manager.insert(AccountEnd, { communityId, id, accountId, endedOn, documentSha256, state, ...recorded, ...unanswered, ...standsYet });
      return { accountId, last4, endedOn, state };
    });
  }
}

/** The centre confirms or refuses an end that no statement proves; the owner side withdraws one that was a mistake, and the account's statements are asked for again. */
@Injectable()
export class AnswerAccountEnd {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly ends: AccountEndQueries,
    private readonly checks: AccountEndChecks,
    private readonly substitutions: SubstitutionQueries,
  ) {}

  /** @throws NOT_ALLOWED, NOT_FOUND, ACCOUNT_END_NONE, ACCOUNT_END_NOT_YOURS, ACCOUNT_END_SAME_PARTY, OWNER_SIDE_ONLY, ACCOUNT_CHANGE_WORDS, ACCOUNT_END_MONEY, ACCOUNT_END_CLOSED */
  async execute(context: CommandContext, { accountId, answer, reason }: AnswerAccountEndRequest): Promise<Outcome<BankAccountEnded>> {
    const { actor } = context;
    assertAllowed(actor, 'account-change.answer');
    const said = reason?.trim() ?? '';
    return this.unitOfWork.once({ context, command: 'AnswerAccountEnd', request: { accountId, answer, reason: said } }, async (tx) => {
      const { closedThrough } = await this.ledger.lock(tx);
      const account = await this.checks.account(tx, accountId);
      const { last4 } = account;
      const end = (await this.ends.all(tx)).find(
        (each) => each.accountId === accountId && (answer === 'WITHDRAW' ? stands(each.state) : each.state === 'ASKED'),
      );
      if (!end) throw new DomainError('ACCOUNT_END_NONE', { last4 });
      await this.refuseStranger(tx, actor, end, answer);
      if ((said !== '' && !isPlainText(said, 200)) || (answer !== 'CONFIRM' && said.length < 5)) throw new DomainError('ACCOUNT_CHANGE_WORDS');
      if (answer === 'CONFIRM') await this.checks.refuseMoney(tx, account, end.endedOn);
      if (answer === 'WITHDRAW' && isEnded(end.state)) await this.refuseClosed(tx, account, closedThrough);
      const at = this.clock.now();
      const state = answer === 'WITHDRAW' ? 'WITHDRAWN' : answer === 'CONFIRM' ? 'CONFIRMED' : 'REFUSED';
      const change =
        answer === 'WITHDRAW'
          ? { withdrawnAt: at, withdrawnBy: actor.personId, withdrawnFor: actor.organisationId, withdrawalReason: said }
          : { answeredAt: at, answeredBy: actor.personId, answeredFor: actor.organisationId, answerReason: said === '' ? null : said };
      await tx.manager.update(AccountEnd, { communityId: tx.communityId, id: end.id }, { state, ...change });
      return { accountId, last4, endedOn: end.endedOn, state };
    });
  }

  private async refuseStranger(tx: Tx, actor: Actor, { recordedBy, recordedFor }: AccountEndView, answer: AccountChangeAnswer): Promise<void> {
    const today = this.clock.today();
    if (answer === 'WITHDRAW') return this.substitutions.refuseStranger(tx, actor, today);
    if (actor.organisationId === recordedFor || actor.personId === recordedBy) throw new DomainError('ACCOUNT_END_SAME_PARTY');
    if ((await this.substitutions.slotOf(tx, actor, today)) !== 'REGULATOR') throw new DomainError('ACCOUNT_END_NOT_YOURS');
  }

  /** A month that was closed without its statements rests on its end. @throws ACCOUNT_END_CLOSED */
  private async refuseClosed(tx: Tx, account: BankAccountView, closedThrough: BusinessDate): Promise<void> {
    const { last4, openedOn } = account;
    const reachedTo = await this.checks.reachedTo(tx, account);
    if (closedThrough >= openedOn && (reachedTo === null || closedThrough > reachedTo))
      throw new DomainError('ACCOUNT_END_CLOSED', { last4, closedThrough, reachedTo: reachedTo ?? '–' });
  }
}
