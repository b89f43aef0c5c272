import type { Client } from 'pg';
import { type AccountingPeriod, type CommunityId } from '../../../src/kernel/index.js';
import { CommunityQueries } from '../../../src/modules/communities/index.js';
import { IdentityQueries } from '../../../src/modules/identity/index.js';
import { BuildStatement, invariants, PublishStatement, StatementQueries, type StatementDocument } from '../../../src/modules/statements/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../../../src/platform/database/index.js';
import type { TestApp } from '../../support/app.js';
import { startDemoApp } from '../../support/demo.js';

/** The played demo compound with its four published months, and the means to look at its statements and to forge them. */
export async function openStage() {
  const test: TestApp = await startDemoApp();
  const { app, database, clock } = test;
  const { id: communityId } = await app.get(CommunityQueries).bySlug('ryxc');
  const read = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => app.get(UnitOfWork).read(communityId, work);
  const as = async (login: string, key: string | null = null): Promise<CommandContext> => {
    const identity = app.get(IdentityQueries);
    const actor = await identity.actorOf((await identity.byLogin(login)).id, communityId as CommunityId, clock.now());
    if (actor === null) throw new Error(`${login} has no part in the demo`);
    return { actor, idempotencyKey: key };
  };
  const fingerprint = async (period: string): Promise<string> => {
    const latest = (await read((tx) => app.get(StatementQueries).documents(tx))).findLast((document) => document.period === period);
    return latest?.jsonSha256 ?? '0'.repeat(64);
  };
  return {
    ...test,
    communityId,
    read,
    as,
    get: (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url, headers }),
    document: (period: string, version?: number): Promise<StatementDocument> =>
      read((tx) => app.get(StatementQueries).document(tx, period as AccountingPeriod, version)),
    build: async (period: string, key: string | null = null, login = 'jizhang1') =>
      app.get(BuildStatement).execute(await as(login, key), { period: period as AccountingPeriod }),
    /** As it is now, unless the publisher has seen another. */
    publish: async (period: string, key: string | null = null, login = 'shequ1', jsonSha256?: string) =>
      app.get(PublishStatement).execute(await as(login, key), { period: period as AccountingPeriod, jsonSha256: jsonSha256 ?? (await fingerprint(period)) }),
    violations: () =>
      read(async (tx) => {
        const found: string[] = [];
        for (const invariant of invariants) found.push(...(await invariant.check(tx)));
        return found;
      }),
    /** As somebody who can do everything, past every trigger. */
    forge: (work: (client: Client) => Promise<unknown>): Promise<unknown> =>
      database.as('postgres', async (client) => {
        await client.query('set session_replication_role = replica');
        return work(client);
      }),
  };
}

export type Stage = Awaited<ReturnType<typeof openStage>>;
