import { Injectable } from '@nestjs/common';
import { addDays } from '../../../../kernel/index.js';
import type { Tx } from '../../../../platform/database/index.js';
import { BankAccountQueries, type CommunityView } from '../../../communities/index.js';
import { ContractQueries } from '../../../contracts/index.js';
import { Parties } from '../../../identity/index.js';
import type { CoverSection, MoneySection } from '../../domain/snapshot.js';
import type { StatementSpan } from '../../domain/statement-period.js';
import { PartiesReader } from './parties-reader.js';

/** Section A. */
@Injectable()
export class CoverReader {
  constructor(
    private readonly accounts: BankAccountQueries,
    private readonly contracts: ContractQueries,
    private readonly organisations: Parties,
    private readonly parties: PartiesReader,
  ) {}

  async read(tx: Tx, { from, to, last }: StatementSpan, known: { community: CommunityView; money: MoneySection }): Promise<CoverSection> {
    const { name, streetName, countyName, communityName } = known.community;
    const { bankName, last4 } = await this.accounts.active(tx, to);
    const formerAccounts = await this.formerAccounts(tx, { from, to });
    const contract = await this.contracts.findVersion(tx, last);
    const firm = contract && (await this.organisations.organisation(tx, contract.firmId)).name;
    const { received, paid, closing } = known.money.total;
    return {
      name,
      streetName,
      countyName,
      communityName,
      from,
      to,
      account: { bankName, last4 },
      ...(formerAccounts.length > 0 && { formerAccounts }),
      contract: contract && firm !== null ? { number: contract.number, firm, from: contract.from, to: contract.to } : null,
      parties: await this.parties.on(tx, to, contract?.firmId ?? null),
      received: received.month,
      paid: paid.month,
      closing: closing.month,
    };
  }

  /** Those whose successor began in these days. */
  private async formerAccounts(tx: Tx, { from, to }: Pick<StatementSpan, 'from' | 'to'>): Promise<NonNullable<CoverSection['formerAccounts']>> {
    return (await this.accounts.all(tx)).flatMap(({ bankName, last4, closedOn: lastDay }) =>
      lastDay !== null && lastDay >= addDays(from, -1) && lastDay < to ? [{ bankName, last4, lastDay }] : [],
    );
  }
}
