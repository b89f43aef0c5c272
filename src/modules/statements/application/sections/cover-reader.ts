import { Injectable } from '@nestjs/common';
import { addDays, together } from '../../../../kernel/index.js';
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
    const [account, formerAccounts, contract] = await together([
      this.accounts.active(tx, to),
      this.formerAccounts(tx, { from, to }),
      this.contracts.findVersion(tx, last),
    ]);
    const { bankName, last4 } = account;
    const [parties, firm] = await together([
      this.parties.on(tx, to, contract?.firmId ?? null),
      contract && this.organisations.organisation(tx, contract.firmId).then(({ name: firmName }) => firmName),
    ]);
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
      parties,
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
