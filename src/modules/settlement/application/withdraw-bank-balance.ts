import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, type BusinessDate } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { oneLine } from '../domain/reason.js';

export interface WithdrawBankBalanceRequest {
  readonly id: number;
  readonly reason: string;
}

export type BankBalanceWithdrawn = { readonly id: number; readonly on: BusinessDate };

/** Takes back a noted balance that was a slip of the pen; it is kept, with the reason, and counts no more. */
@Injectable()
export class WithdrawBankBalance {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
  ) {}

  /** @throws NOT_ALLOWED, BANK_BALANCE_REASON, BANK_BALANCE_MISSING, BANK_BALANCE_WITHDRAWN */
  async execute(context: CommandContext, request: WithdrawBankBalanceRequest): Promise<Outcome<BankBalanceWithdrawn>> {
    const { actor } = context;
    assertAllowed(actor, 'bank.import');
    const reason = oneLine(request.reason);
    if (reason === null) throw new DomainError('BANK_BALANCE_REASON');
    return this.unitOfWork.once({ context, command: 'WithdrawBankBalance', request: { id: request.id, reason } }, async (tx) => {
      await this.ledger.lock(tx);
      const [found] = await tx.query<{ on: BusinessDate; withdrawn: boolean }>(
        `select b.balance_on as "on", w.bank_balance_id is not null as withdrawn from mingbai.bank_balance b
           left join mingbai.bank_balance_withdrawal w on w.community_id = $1 and w.bank_balance_id = b.id where b.community_id = $1 and b.id = $2`,
        [tx.communityId, request.id],
      );
      if (!found) throw new DomainError('BANK_BALANCE_MISSING', { id: request.id });
      if (found.withdrawn) throw new DomainError('BANK_BALANCE_WITHDRAWN', { date: found.on });
      await tx.query(
        `insert into mingbai.bank_balance_withdrawal (community_id, bank_balance_id, reason, withdrawn_at, withdrawn_by) values ($1, $2, $3, $4, $5)`,
        [tx.communityId, request.id, reason, this.clock.now(), actor.personId],
      );
      return { id: request.id, on: found.on };
    });
  }
}
