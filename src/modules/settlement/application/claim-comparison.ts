import { Injectable } from '@nestjs/common';
import { accountingPeriod, lastDay, Money, together, type AccountingPeriod, type BusinessDate, type ErrorDetails } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { BankQueries } from '../../bank/index.js';
import { DisbursementQueries } from '../../disbursements/index.js';
import { EntitlementQueries } from '../../entitlements/index.js';
import { FeeQueries, LateFeeQueries } from '../../fees/index.js';
import { LedgerQueries, type AccountBalance, type ChartCode } from '../../ledger/index.js';
import { IncomeClaims, LeaseQueries } from '../../operating-income/index.js';
import { claimsApart, isClaim, type Claim } from '../domain/claims.js';
import { FactQueries } from './fact-queries.js';

/** Before every book. */
const FIRST_MONTH = accountingPeriod('1900-01');

/** Whose money it is: every claim of the books against the bills, receipts, months, scores, payouts and bank lines that it comes from. */
@Injectable()
export class ClaimComparison {
  constructor(
    private readonly books: LedgerQueries,
    private readonly bank: BankQueries,
    private readonly fees: FeeQueries,
    private readonly lateFees: LateFeeQueries,
    private readonly leases: LeaseQueries,
    private readonly income: IncomeClaims,
    private readonly entitlements: EntitlementQueries,
    private readonly payouts: DisbursementQueries,
    private readonly facts: FactQueries,
  ) {}

  /** The first account in which books and documents differ at the month's end, with both figures; null when none does. `balances` where they have been read already. */
  async apart(tx: Tx, month: AccountingPeriod, balances?: readonly AccountBalance[]): Promise<ErrorDetails | null> {
    const on = lastDay(month);
    const [inBooks, ...documents] = await together([
      balances ?? this.books.balances(tx, { on, standing: true }),
      this.ofPayers(tx, on),
      this.ofFirm(tx, on),
      this.ofBank(tx, on),
      this.income.claims(tx, on),
    ]);
    const claims = inBooks.filter(({ code }) => isClaim(code)).map(({ code, fund, balance }) => ({ account: code, fund, amount: balance }));
    return claimsApart(month, claims, documents.flat());
  }

  /** What units and tenants owe and have paid in advance, and what came in from nobody knows whom. */
  private async ofPayers(tx: Tx, on: BusinessDate): Promise<Claim[]> {
    const found = await together({
      unpaid: this.fees.unpaid(tx, { from: FIRST_MONTH, through: on }),
      fees: this.fees.claims(tx, on),
      lateFees: this.lateFees.owed(tx, on),
      income: this.leases.income(tx, { from: on, to: on }),
      leases: this.leases.claims(tx, on),
      suspense: this.bank.suspense(tx, on),
    });
    const { prepaid, refundable, inTransit, advanced } = found.fees;
    return [
      { fund: 'SVC', account: '1101', amount: found.unpaid },
      { fund: 'SVC', account: '1102', amount: found.lateFees },
      { fund: 'SVC', account: '1002', amount: inTransit },
      { fund: 'SVC', account: '2001', amount: prepaid },
      { fund: 'SVC', account: '2302', amount: refundable },
      { fund: 'SVC', account: '1301', amount: advanced },
      { fund: 'COM', account: '2701', amount: advanced },
      { fund: 'COM', account: '1103', amount: Money.sum(found.income.map(({ outstanding }) => outstanding)) },
      { fund: 'COM', account: '2002', amount: found.leases.inAdvance },
      { fund: 'TRN', account: '2301', amount: found.suspense.total },
    ];
  }

  /** What the bank has to give back, what SVC has advanced to COM for its charges, and what goes back to payers whom nobody knows. */
  private async ofBank(tx: Tx, on: BusinessDate): Promise<Claim[]> {
    const { bankErrors, advanced, toSendBack } = await this.facts.claims(tx, on);
    return [
      { fund: 'COM', account: '1105', amount: bankErrors },
      { fund: 'SVC', account: '1301', amount: advanced },
      { fund: 'COM', account: '2701', amount: advanced },
      { fund: 'TRN', account: '2302', amount: toSendBack },
    ];
  }

  /** What the firm owes, what is withheld, and what it has earned and was not yet asked for: what payouts took is held, in flight or paid. */
  private async ofFirm(tx: Tx, on: BusinessDate): Promise<Claim[]> {
    const [earned, payouts] = await together([this.entitlements.claims(tx, on), this.payouts.claims(tx, on)]);
    const { withheld, payable, dueFromFirm, disputed } = earned;
    return [
      { fund: 'SVC', account: '1104', amount: dueFromFirm },
      { fund: 'SVC', account: '2103', amount: withheld },
      { fund: 'SVC', account: '2101', amount: payable },
      { fund: 'SVC', account: '2601', amount: disputed },
      ...payouts.flatMap(({ fund, source, held, inFlight, returned, paid }): Claim[] => [
        { fund, account: source, amount: takenFrom(source, Money.sum([held, inFlight, returned, paid])) },
        { fund, account: '2111', amount: held },
        { fund, account: '2112', amount: inFlight },
        { fund, account: '2303', amount: returned },
      ]),
    ];
  }
}

/** What payouts took lowers what is owed, and raises what was given in advance (the firm's float). */
function takenFrom(source: ChartCode, amount: Money): Money {
  return source === '1201' ? amount : amount.negated();
}
