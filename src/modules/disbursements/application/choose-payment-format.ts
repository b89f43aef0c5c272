import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { BankAccountQueries } from '../../communities/index.js';
import { LedgerService } from '../../ledger/index.js';
import { defaultPaymentFormat, paymentFormats, type PaymentFormat } from '../domain/payment-order.js';
import { PaymentFormatChoice } from '../persistence/payment-format-choice.js';

export type ChoosePaymentFormatRequest = { readonly format: PaymentFormat };
export type PaymentFormatChosen = { readonly format: PaymentFormat };

/** Reads in which form the payment files of an account are made: as chosen last, else the list that people read. */
@Injectable()
export class PaymentFormats {
  async of(tx: Tx, bankAccountId: number): Promise<PaymentFormat> {
    const choice = await tx.manager.findOne(PaymentFormatChoice, { where: { communityId: tx.communityId, bankAccountId }, order: { id: 'DESC' } });
    return choice?.format ?? defaultPaymentFormat;
  }
}

/** The cashier chooses the form that the bank of the present account takes. Files that were made keep theirs. */
@Injectable()
export class ChoosePaymentFormat {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly accounts: BankAccountQueries,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED REQUEST_INVALID COMMUNITY_ACCOUNT_NONE */
  async execute(context: CommandContext, { format }: ChoosePaymentFormatRequest): Promise<Outcome<PaymentFormatChosen>> {
    assertAllowed(context.actor, 'disbursement.instruct');
    if (!paymentFormats.includes(format)) throw new DomainError('REQUEST_INVALID', {}, [{ path: 'format', message: paymentFormats.join(', ') }]);
    return this.unitOfWork.once({ context, command: 'ChoosePaymentFormat', request: { format } }, async (tx) => {
      await this.ledger.lock(tx);
      const account = await this.accounts.active(tx, this.clock.today());
      const id = (await this.ledger.takeIds(tx, 1)) as Id<'payment_format_choice'>;
      const chosen = { bankAccountId: account.id, format, chosenBy: context.actor.personId, chosenAt: this.clock.now() };
      await tx.manager.insert(PaymentFormatChoice, { communityId: tx.communityId, id, ...chosen });
      return { format };
    });
  }
}
