import { Injectable } from '@nestjs/common';
import {
  assertAllowed,
  Clock,
  DomainError,
  sha256Hex,
  type Actor,
  type BusinessDate,
  type Id,
  type Instant,
  type OrganisationId,
} from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { assertBankAccount, BankAccounts, isPlainText, type BankAccountFacts, type BankAccountId } from '../../communities/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { EvidenceQueries } from '../../evidence/index.js';
import { LedgerService } from '../../ledger/index.js';
import { stateAfter, type AccountChangeAnswer, type AccountChangeState } from '../domain/account-change.js';
import { AccountChange } from '../persistence/account-change.js';

/** The account as the bank opened it, and why the compound changes to it; `documentSha256` is the bank's paper among the evidence. */
export interface AskAccountChangeRequest extends BankAccountFacts {
  readonly reason: string;
  readonly documentSha256: string;
}

/** `reason` is asked for when the answer is no, or the question is withdrawn. */
export interface AnswerAccountChangeRequest {
  readonly id: number;
  readonly answer: AccountChangeAnswer;
  readonly reason: string | null;
}

export type AccountChangeStep = { readonly id: number; readonly last4: string; readonly openedOn: BusinessDate; readonly state: AccountChangeState };

export interface AccountChangeView extends BankAccountFacts {
  readonly id: number;
  readonly reason: string;
  readonly documentSha256: string;
  readonly askedAt: Instant;
  readonly askedFor: OrganisationId;
  readonly state: AccountChangeState;
  readonly answeredAt: Instant | null;
  readonly answeredFor: OrganisationId | null;
  readonly answerReason: string | null;
  readonly accountId: BankAccountId | null;
}

/** Reads changes of the bank account, the newest first. Whole account numbers are in them. */
@Injectable()
export class AccountChangeQueries {
  all(tx: Tx): Promise<AccountChangeView[]> {
    return tx.manager.find(AccountChange, { where: { communityId: tx.communityId }, order: { id: 'DESC' } });
  }
}

/** The owner side says to which account the compound changes. Nothing changes before the centre has compared it with the bank's paper. */
@Injectable()
export class AskAccountChange {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly accounts: BankAccounts,
    private readonly substitutions: SubstitutionQueries,
    private readonly evidence: EvidenceQueries,
    private readonly changes: AccountChangeQueries,
  ) {}

  /** @throws NOT_ALLOWED, OWNER_SIDE_ONLY, COMMUNITY_TEXT_INVALID, COMMUNITY_ACCOUNT_…, ACCOUNT_CHANGE_WORDS, EVIDENCE_UNKNOWN, ACCOUNT_CHANGE_WAITS, ACCOUNT_CHANGE_CLOSED */
  async execute(context: CommandContext, request: AskAccountChangeRequest): Promise<Outcome<AccountChangeStep>> {
    const { actor } = context;
    assertAllowed(actor, 'account-change.ask');
    const { bankName, accountName, accountNo, openedOn, documentSha256 } = request;
    const facts = { bankName, accountName, accountNo, openedOn };
    const reason = request.reason.trim();
    // what is kept with the key names the account only by its hash
    const compared = { ...facts, accountNo: sha256Hex(accountNo), reason, documentSha256 };
    return this.unitOfWork.once({ context, command: 'AskAccountChange', request: compared }, async (tx) => {
      const { closedThrough } = await this.ledger.lock(tx);
      const today = this.clock.today();
      await this.substitutions.refuseStranger(tx, actor, today);
      assertBankAccount(facts, today);
      if (reason.length < 5 || !isPlainText(reason, 200)) throw new DomainError('ACCOUNT_CHANGE_WORDS');
      await this.evidence.refuseUnknown(tx, [documentSha256]);
      const waiting = (await this.changes.all(tx)).find(({ state }) => state === 'ASKED');
      if (waiting) throw new DomainError('ACCOUNT_CHANGE_WAITS', { last4: waiting.accountNo.slice(-4) });
      refuseClosed(openedOn, closedThrough);
      await this.accounts.refuseNoSuccessor(tx, facts);
      const id = (await this.ledger.takeIds(tx, 1)) as Id<'account_change'>;
      const asked = { reason, documentSha256, askedAt: this.clock.now(), askedBy: actor.personId, askedFor: actor.organisationId, state: 'ASKED' as const };
      const unanswered = { answeredAt: null, answeredBy: null, answeredFor: null, answerReason: null, accountId: null };
      await tx.manager.insert(AccountChange, { communityId: tx.communityId, id, ...facts, ...asked, ...unanswered });
      return { id, last4: accountNo.slice(-4), openedOn, state: 'ASKED' };
    });
  }
}

/**
 * The centre confirms or refuses; whoever asked may withdraw. Confirmed, the new account is the compound's from its day on and the old one
 * through the day before; the money moves when the lines of both statements are placed together (P28c).
 */
@Injectable()
export class AnswerAccountChange {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly accounts: BankAccounts,
    private readonly substitutions: SubstitutionQueries,
  ) {}

  /** @throws NOT_ALLOWED, NOT_FOUND, ACCOUNT_CHANGE_ANSWERED, ACCOUNT_CHANGE_NOT_YOURS, ACCOUNT_CHANGE_SAME_PARTY, ACCOUNT_CHANGE_WORDS, ACCOUNT_CHANGE_CLOSED, COMMUNITY_ACCOUNT_ACTIVE */
  async execute(context: CommandContext, { id, answer, reason }: AnswerAccountChangeRequest): Promise<Outcome<AccountChangeStep>> {
    const { actor } = context;
    assertAllowed(actor, 'account-change.answer');
    const said = reason?.trim() ?? '';
    return this.unitOfWork.once({ context, command: 'AnswerAccountChange', request: { id, answer, reason: said } }, async (tx) => {
      const { closedThrough } = await this.ledger.lock(tx);
      const change = await tx.manager.findOneBy(AccountChange, { communityId: tx.communityId, id: id as Id<'account_change'> });
      if (!change) throw new DomainError('NOT_FOUND');
      const { accountNo, openedOn } = change;
      const last4 = accountNo.slice(-4);
      if (change.state !== 'ASKED') throw new DomainError('ACCOUNT_CHANGE_ANSWERED', { last4, state: change.state });
      await this.refuseStranger(tx, actor, change, answer);
      if ((said !== '' && !isPlainText(said, 200)) || (answer !== 'CONFIRM' && said === '')) throw new DomainError('ACCOUNT_CHANGE_WORDS');
      if (answer === 'CONFIRM') refuseClosed(openedOn, closedThrough);
      const accountId = answer === 'CONFIRM' ? await this.accounts.takeId(tx) : null;
      const state = stateAfter(answer);
      const answered = { answeredAt: this.clock.now(), answeredBy: actor.personId, answeredFor: actor.organisationId, answerReason: said === '' ? null : said };
      await tx.manager.update(AccountChange, { communityId: tx.communityId, id: change.id }, { state, ...answered, accountId });
      if (accountId !== null) await this.accounts.succeed(tx, accountId, change);
      return { id, last4, openedOn, state };
    });
  }

  /** Another party than the one that asked: the regulator of the account. @throws ACCOUNT_CHANGE_NOT_YOURS, ACCOUNT_CHANGE_SAME_PARTY */
  private async refuseStranger(tx: Tx, actor: Actor, { askedBy, askedFor }: AccountChange, answer: AccountChangeAnswer): Promise<void> {
    const own = actor.organisationId === askedFor;
    if (answer === 'WITHDRAW') {
      if (!own) throw new DomainError('ACCOUNT_CHANGE_NOT_YOURS');
      return;
    }
    if (own || actor.personId === askedBy) throw new DomainError('ACCOUNT_CHANGE_SAME_PARTY');
    if ((await this.substitutions.slotOf(tx, actor, this.clock.today())) !== 'REGULATOR') throw new DomainError('ACCOUNT_CHANGE_NOT_YOURS');
  }
}

/** @throws ACCOUNT_CHANGE_CLOSED */
function refuseClosed(openedOn: BusinessDate, closedThrough: BusinessDate): void {
  if (openedOn <= closedThrough) throw new DomainError('ACCOUNT_CHANGE_CLOSED', { openedOn, closedThrough });
}
