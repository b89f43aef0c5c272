import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, type BusinessDate, type Money } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { BankAccountQueries } from '../../communities/index.js';
import { EvidenceQueries } from '../../evidence/index.js';
import { LedgerService } from '../../ledger/index.js';

/** The balance at the end of a day as the bank's letter states it; `documentSha256` is the letter, stored as evidence. */
export interface NoteBankBalanceRequest {
  readonly on: BusinessDate;
  readonly balance: Money;
  readonly documentSha256: string;
  /** The account that the letter is about; left out: that of the day. */
  readonly accountId?: number | undefined;
}

export type BankBalanceNoted = { readonly id: number; readonly on: BusinessDate; readonly balance: string };

/** Keeps what the bank confirmed by letter. It is kept also when it contradicts us: then it blocks the close until one of both is put right. */
@Injectable()
export class NoteBankBalance {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly accounts: BankAccountQueries,
    private readonly evidence: EvidenceQueries,
  ) {}

  /** @throws NOT_ALLOWED, BANK_BALANCE_DAY_NOT_OVER, NOT_FOUND, COMMUNITY_ACCOUNT_NONE, EVIDENCE_UNKNOWN, BANK_BALANCE_NOTED */
  async execute(context: CommandContext, { on, balance, documentSha256, accountId: named }: NoteBankBalanceRequest): Promise<Outcome<BankBalanceNoted>> {
    const { actor } = context;
    assertAllowed(actor, 'bank.import');
    const request = { on, balance: balance.toString(), documentSha256, ...(named !== undefined && { accountId: named }) };
    return this.unitOfWork.once({ context, command: 'NoteBankBalance', request }, async (tx) => {
      await this.ledger.lock(tx);
      if (on >= this.clock.today()) throw new DomainError('BANK_BALANCE_DAY_NOT_OVER', { date: on, today: this.clock.today() });
      const known = (await this.accounts.all(tx)).find(({ id }) => id === named);
      if (named !== undefined && !known) throw new DomainError('NOT_FOUND');
      const { id: accountId } = known ?? (await this.accounts.active(tx, on));
      await this.evidence.refuseUnknown(tx, [documentSha256]);
      const [same] = await tx.query(
        `select from mingbai.bank_balance b where b.community_id = $1 and b.account_id = $2 and b.balance_on = $3 and b.balance = $4
           and not exists (select from mingbai.bank_balance_withdrawal w where w.community_id = $1 and w.bank_balance_id = b.id)`,
        [tx.communityId, accountId, on, balance.toString()],
      );
      if (same) throw new DomainError('BANK_BALANCE_NOTED', { date: on, balance: balance.toString() });
      const id = await this.ledger.takeIds(tx, 1);
      await tx.query(
        `insert into mingbai.bank_balance (community_id, id, account_id, balance_on, balance, document_sha256, noted_at, noted_by) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [tx.communityId, id, accountId, on, balance.toString(), documentSha256, this.clock.now(), actor.personId],
      );
      return { id, on, balance: balance.toString() };
    });
  }
}
