import { setTimeout as sleep } from 'node:timers/promises';
import { businessDate, type Actor, type CommunityId, type OrganisationId, type PersonId, type Role } from '../../../src/kernel/index.js';
import {
  BankAccountQueries,
  BankAccounts,
  CommunityQueries,
  CreateCommunity,
  ImportUnits,
  OpenBankAccount,
  UnitQueries,
} from '../../../src/modules/communities/index.js';
import { LedgerQueries, LedgerService } from '../../../src/modules/ledger/index.js';
import type { CommandContext } from '../../../src/platform/database/index.js';
import type { TestDatabase } from '../../support/database.js';

/** The commands and queries of the module on a test's database. */
export function communitiesOn({ unitOfWork, clock }: TestDatabase) {
  const [ledger, books] = [new LedgerService(), new LedgerQueries()];
  const communities = new CommunityQueries(unitOfWork);
  const units = new UnitQueries();
  const bankAccounts = new BankAccountQueries();
  return {
    communities,
    units,
    bankAccounts,
    createCommunity: new CreateCommunity(unitOfWork, communities, ledger, books, clock),
    importUnits: new ImportUnits(unitOfWork, units, ledger, clock),
    openBankAccount: new OpenBankAccount(unitOfWork, new BankAccounts(bankAccounts, ledger), ledger, clock),
  };
}

export const ryxc = {
  slug: 'ryxc',
  name: '日月星辰小区',
  streetName: '魏塘街道',
  countyName: '嘉善县',
  communityName: '魏塘街道小东门社区',
  builtYear: 2004,
  booksOpenOn: businessDate('2024-01-01'),
};

export const account = { bankName: '嘉善农商银行罗星支行', accountName: '三方共管账户', accountNo: '9900000000008866', openedOn: businessDate('2024-01-01') };

export function contextOf(communityId: CommunityId, options: { key?: string; roles?: readonly Role[] } = {}): CommandContext {
  const actor: Actor = { personId: 1 as PersonId, organisationId: 1 as OrganisationId, communityId, roles: options.roles ?? ['BOOKKEEPER'] };
  return { actor, idempotencyKey: options.key ?? null };
}

/** Returns once a session of the test's database waits for another: so a race has the one order that is to be tested. */
export async function untilBlocked(database: TestDatabase): Promise<void> {
  await database.as('postgres', async (client) => {
    for (;;) {
      const { rowCount } = await client.query(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
      if (rowCount) return;
      await sleep(10);
    }
  });
}
