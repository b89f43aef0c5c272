import { Injectable } from '@nestjs/common';
import { Clock, required, type Money } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { ContractQueries, type ContractId } from '../../contracts/index.js';
import { LedgerQueries, type Fund } from '../../ledger/index.js';
import { evaluateGates, type GateResult } from '../domain/gates.js';
import type { Claim } from '../domain/payable.js';
import type { PayeeAccount } from '../domain/payload.js';
import type { Disbursement } from '../persistence/disbursement.js';
import { DisbursementRepository } from '../persistence/disbursement-repository.js';
import { ClaimReader, type SourceRequest } from './claim-reader.js';

/** A payout as the gates look at it; `id` 0 while it has no row. */
export interface GatedPayout {
  readonly id: number;
  readonly claim: Claim;
  readonly contractId: ContractId;
  readonly fund: Fund;
  readonly asked: Money;
  readonly payee: Pick<PayeeAccount, 'id' | 'version'>;
  /** Whether its hold is posted. */
  readonly held: boolean;
}

/** Gathers the facts of this moment and evaluates all gates on them. */
@Injectable()
export class GateKeeper {
  constructor(
    private readonly claims: ClaimReader,
    private readonly contracts: ContractQueries,
    private readonly ledger: LedgerQueries,
    private readonly payouts: DisbursementRepository,
    private readonly clock: Clock,
  ) {}

  async evaluate(tx: Tx, payout: GatedPayout): Promise<GateResult[]> {
    const [now, today] = [this.clock.now(), this.clock.today()];
    const book = required(await this.ledger.book(tx), 'the book of the compound');
    const fund = required(
      (await this.ledger.funds(tx)).find((balance) => balance.fund === payout.fund),
      `fund ${payout.fund}`,
    );
    const { claim, asked, held, payee } = payout;
    return evaluateGates({
      now,
      today,
      asked,
      claim,
      alreadyAsked: await this.payouts.alreadyAsked(tx, claim, payout.id),
      fund: payout.fund,
      available: fund.available,
      held,
      payee,
      registered: await this.contracts.payeeAccount(tx, payout.contractId, now),
      closedThrough: book.closedThrough,
    });
  }

  /** The gates of a payout that was submitted. */
  async evaluateAgain(tx: Tx, payout: Disbursement): Promise<GateResult[]> {
    const version = await this.contracts.version(tx, payout.contractVersionId);
    return this.evaluate(tx, {
      id: payout.id,
      claim: await this.claims.claim(tx, sourceOf(payout)),
      contractId: version.contractId,
      fund: payout.fund,
      asked: payout.amount,
      payee: { id: payout.payeeAccountId, version: payout.payeeVersion },
      held: payout.state === 'APPROVED',
    });
  }
}

/** What a payout was asked from. */
export function sourceOf(payout: Disbursement): SourceRequest {
  return payout.kind === 'BASE'
    ? { kind: 'BASE', period: required(payout.period, 'the month of a base payout') }
    : { kind: 'PERFORMANCE', assessmentId: required(payout.assessmentId, 'the assessment of a performance payout') };
}
