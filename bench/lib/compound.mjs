/** The product itself, whole, on the durable PostgreSQL of a stage; in it a compound with its people, its account and somebody who speaks for its owners. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/run.mjs';

const { AppModule } = await import('../../dist/src/app.module.js');
const { businessDate, ManualClock, shanghaiTime } = await import('../../dist/src/kernel/index.js');
const { CreateCommunity, OpenBankAccount } = await import('../../dist/src/modules/communities/index.js');
const { RecordSubstitution } = await import('../../dist/src/modules/contracts/index.js');
const { AddMembership, AddOrganisation, AddPerson } = await import('../../dist/src/modules/identity/index.js');
const { Settings } = await import('../../dist/src/platform/config/index.js');
const { createProductDatabase, migrate } = await import('../../dist/src/platform/database/index.js');
const { createHttpApp } = await import('../../dist/src/platform/http/index.js');
const { Logger } = await import('../../dist/src/platform/logging/index.js');
const { migrations } = await import('../../dist/migrations/index.js');

export const ACCOUNT_NO = '9900000000008866';
const first = businessDate('2024-01-01');

/** @returns the app, its clock, a context of each person by role, and `set` of the day on which the next commands are given. Close the app before the stage. */
export async function openCompound(stage, database) {
  await createProductDatabase(stage.server, database, readFileSync(join(root, 'deploy/roles.sql'), 'utf8'));
  await migrate(stage.server.url('mingbai_owner', database), migrations);
  const clock = new ManualClock(shanghaiTime(first, '08:00'));
  const logger = new Logger('silent');
  const settings = new Settings(
    stage.server.url('mingbai_app', database),
    10,
    stage.directory,
    '127.0.0.1',
    0,
    'http://localhost:3000',
    'silent',
    false,
    true,
    clock.now(),
  );
  const app = await createHttpApp(AppModule.with({ settings, clock, logger }), { logger, trustedProxies: [] });
  const names = { name: '小区', streetName: '街道', countyName: '县', communityName: '社区', builtYear: 2004 };
  const { communityId } = (await app.get(CreateCommunity).execute({ slug: 'bench', ...names, booksOpenOn: first })).value;
  const somebody = async (role, kind) => {
    const { organisationId } = (await app.get(AddOrganisation).execute({ name: `${kind}单位`, shortName: kind.slice(0, 8), kind })).value;
    const { personId } = (await app.get(AddPerson).execute({ login: role.toLowerCase(), name: role })).value;
    await app.get(AddMembership).execute({ personId, organisationId, communityId, role, from: first, to: null });
    return { actor: { personId, organisationId, communityId, roles: [role] }, idempotencyKey: null };
  };
  const [community, street] = [await somebody('COMMUNITY', 'COMMUNITY'), await somebody('STREET', 'STREET')];
  const [bookkeeper, firm] = [await somebody('BOOKKEEPER', 'AGENCY'), await somebody('FIRM', 'FIRM')];
  await app.get(OpenBankAccount).execute(community, { bankName: '银行', accountNo: ACCOUNT_NO, accountName: '共管账户', openedOn: first });
  const instead = { organisationId: community.actor.organisationId, ground: 'NO_COMMITTEE', legalBasis: '条例 第二十三条', from: first, to: null };
  await app.get(RecordSubstitution).execute(street, instead);
  return { app, community, bookkeeper, firm, set: (day, time) => clock.set(shanghaiTime(businessDate(day), time)) };
}
