import { Injectable } from '@nestjs/common';
import { addMonths, DomainError, monthsOf, periodOf, quarterOf, type BusinessDate } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';

type ContractSpan = { readonly number: string; readonly fromOn: BusinessDate; readonly toOn: BusinessDate };

/** What a further contract of a compound may not share with another: its number, its days (I28), a quarter. */
@Injectable()
export class ContractConflicts {
  /** @throws CONTRACT_NUMBER_TAKEN CONTRACT_OVERLAPS CONTRACT_QUARTER_SPLIT */
  async refuse(tx: Tx, contract: { readonly number: string; readonly from: BusinessDate; readonly to: BusinessDate }): Promise<void> {
    const { number, from, to } = contract;
    const contracts = await tx.query<ContractSpan>(
      'select number, from_on as "fromOn", mingbai.contract_ends($1, id) as "toOn" from mingbai.contract where community_id = $1',
      [tx.communityId],
    );
    if (contracts.some((other) => other.number === number)) throw new DomainError('CONTRACT_NUMBER_TAKEN', { number });
    const other = contracts.find((candidate) => candidate.fromOn <= to && from <= candidate.toOn);
    if (other) throw new DomainError('CONTRACT_OVERLAPS', { number: other.number, from: other.fromOn, to: other.toOn });
    refuseSplitQuarter(contract, contracts);
  }
}

/** A quarter has one score and one holder of what it withholds, so its months have one contract and one firm (domain.md 5). @throws CONTRACT_QUARTER_SPLIT */
function refuseSplitQuarter({ from, to }: { from: BusinessDate; to: BusinessDate }, others: readonly ContractSpan[]): void {
  const quarter = (date: BusinessDate) => quarterOf(periodOf(date));
  const other = others.find((candidate) => quarter(candidate.fromOn) <= quarter(to) && quarter(from) <= quarter(candidate.toOn));
  if (!other) return;
  const shared = quarter(from > other.fromOn ? from : other.fromOn);
  const [first, , last] = monthsOf(shared);
  throw new DomainError('CONTRACT_QUARTER_SPLIT', { number: other.number, quarter: shared, startsFrom: addMonths(last, 1), endsWith: addMonths(first, -1) });
}
