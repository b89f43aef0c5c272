import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, Money, type BusinessDate } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { BankQueries } from '../../bank/index.js';
import { BankAccountQueries, type BankAccountId, type BankAccountView } from '../../communities/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { EvidenceQueries } from '../../evidence/index.js';
import { LedgerQueries, LedgerService } from '../../ledger/index.js';

/** The day on which the bank closed an account that was given up; `documentSha256` is its paper. */
export interface EndBankAccountRequest {
  readonly accountId: BankAccountId;
  readonly endedOn: BusinessDate;
  readonly documentSha256: string;
}

export type BankAccountEnded = { readonly accountId: BankAccountId; readonly last4: string; readonly endedOn: BusinessDate };

/** The owner side records that the bank has closed an account that the compound gave up: until then its statements are asked for, month by month. */
@Injectable()
export class EndBankAccount {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly books: LedgerQueries,
    private readonly bank: BankQueries,
    private readonly accounts: BankAccountQueries,
    private readonly substitutions: SubstitutionQueries,
    private readonly evidence: EvidenceQueries,
  ) {}

  /** @throws NOT_ALLOWED, OWNER_SIDE_ONLY, NOT_FOUND, ACCOUNT_END_DAY, ACCOUNT_END_IN_USE, ACCOUNT_ENDED, ACCOUNT_END_MONEY, EVIDENCE_UNKNOWN */
  async execute(context: CommandContext, request: EndBankAccountRequest): Promise<Outcome<BankAccountEnded>> {
    const { actor } = context;
    assertAllowed(actor, 'account-change.ask');
    const { accountId, endedOn, documentSha256 } = request;
    return this.unitOfWork.once({ context, command: 'EndBankAccount', request: { accountId, endedOn, documentSha256 } }, async (tx) => {
      await this.ledger.lock(tx);
      const today = this.clock.today();
      await this.substitutions.refuseStranger(tx, actor, today);
      const account = (await this.accounts.all(tx)).find(({ id }) => id === accountId);
      if (!account) throw new DomainError('NOT_FOUND');
      const { last4, openedOn, closedOn } = account;
      if (closedOn === null) throw new DomainError('ACCOUNT_END_IN_USE', { last4 });
      if (account.endedOn !== null) throw new DomainError('ACCOUNT_ENDED', { last4, endedOn: account.endedOn });
      if (endedOn < openedOn || endedOn > today) throw new DomainError('ACCOUNT_END_DAY', { openedOn, today });
      await this.evidence.refuseUnknown(tx, [documentSha256]);
      await this.refuseMoney(tx, account, endedOn);
      await tx.query(
        `insert into mingbai.bank_account_end (community_id, account_id, ended_on, document_sha256, recorded_at, recorded_by, recorded_for) values ($1, $2, $3, $4, $5, $6, $7)`,
        [tx.communityId, accountId, endedOn, documentSha256, this.clock.now(), actor.personId, actor.organisationId],
      );
      return { accountId, last4, endedOn };
    });
  }

  /** Its statements reach that day, nothing came after it, and neither the bank nor the books have money there. One that was never used has none to state. */
  private async refuseMoney(tx: Tx, { id, last4 }: BankAccountView, endedOn: BusinessDate): Promise<void> {
    const reachedTo = (await this.bank.reached(tx, id))?.to ?? null;
    const lastLine = await this.bank.lastLineOn(tx, id);
    const balance = await this.bank.balanceOn(tx, id, reachedTo ?? endedOn);
    const held = await this.books.balances(tx, { code: '1001', holder: { type: 'bank_account', id } });
    const books = Money.sum(held.map((each) => each.balance));
    const isLater = lastLine !== null && lastLine > endedOn;
    if (isLater || (reachedTo !== null && reachedTo < endedOn) || !balance.isZero || !books.isZero)
      throw new DomainError('ACCOUNT_END_MONEY', { last4, endedOn, reachedTo: reachedTo ?? '–', bank: balance.toString(), books: books.toString() });
  }
}
