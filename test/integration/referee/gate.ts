import { Client } from 'pg';
import { errorKinds } from '../../../src/kernel/index.js';
import { openBook } from '../../support/books.js';
import { communityOne, communityTwo, TestDatabase } from '../../support/database.js';

/** What `ledger.post` takes, by name; a case changes what it wants wrong. Literals are SQL. */
export interface Call {
  readonly community: string;
  readonly recordedAt: string;
  readonly actor: string;
  readonly on: string;
  readonly rule: string;
  readonly sourceType: string;
  readonly sourceId: string;
  readonly occurrence: string;
  readonly description: string;
  readonly entry: string;
  readonly line: string;
  readonly fund: string;
  readonly debitCode: string;
  readonly debitType: string;
  readonly debitHolder: string;
  readonly creditCode: string;
  readonly creditType: string;
  readonly creditHolder: string;
  readonly amount: string;
}

/** Two fee receipts, 10.00 together, as the service would send them. */
const sound: Call = {
  community: '1',
  recordedAt: `'2024-03-10T09:00+08:00'`,
  actor: 'null',
  on: `'{2024-02-05,2024-02-06}'`,
  rule: `'{P02,P02}'`,
  sourceType: `'{receipt,receipt}'`,
  sourceId: `'{101,102}'`,
  occurrence: `'{1,1}'`,
  description: `'{fee,fee}'`,
  entry: `'{1,2}'`,
  line: `'{1,1}'`,
  fund: `'{SVC,SVC}'`,
  debitCode: `'{1001,1001}'`,
  debitType: `'{bank_account,bank_account}'`,
  debitHolder: `'{1,1}'`,
  creditCode: `'{2001,2001}'`,
  creditType: `'{unit,unit}'`,
  creditHolder: `'{1,2}'`,
  amount: `'{4.00,6.00}'`,
};

/** One entry alone. */
export const single: Partial<Call> = {
  on: `'{2024-02-05}'`,
  rule: `'{P02}'`,
  sourceType: `'{receipt}'`,
  sourceId: `'{101}'`,
  occurrence: `'{1}'`,
  description: `'{fee}'`,
  entry: `'{1}'`,
  line: `'{1}'`,
  fund: `'{SVC}'`,
  debitCode: `'{1001}'`,
  debitType: `'{bank_account}'`,
  debitHolder: `'{1}'`,
  creditCode: `'{2001}'`,
  creditType: `'{unit}'`,
  creditHolder: `'{1}'`,
  amount: `'{4.00}'`,
};

export const postCall = (change: Partial<Call> = {}): string => {
  const call = { ...sound, ...change };
  return `select * from ledger.post(${Object.values(call).join(', ')})`;
};

type Role = 'mingbai_app' | 'mingbai_owner';

/** How a statement ends: what it gave, or its refusal. */
export interface Ending {
  readonly rows: readonly unknown[];
  readonly refusal: { readonly sqlState: string; readonly message: string } | null;
}

/** Two books of which the first has January closed, and a session for each role, for statements past the application. */
export class Stage {
  private constructor(
    readonly database: TestDatabase,
    private readonly sessions: Readonly<Record<Role, Client>>,
  ) {}

  static async set(): Promise<Stage> {
    const database = await TestDatabase.create();
    for (const community of [communityOne, communityTwo]) await openBook(database, community);
    const session = async (role: Role): Promise<Client> => {
      const client = new Client({ connectionString: database.url(role) });
      await client.connect();
      return client;
    };
    const stage = new Stage(database, { mingbai_app: await session('mingbai_app'), mingbai_owner: await session('mingbai_owner') });
    await stage.commit(
      postCall({ on: `'{2024-01-05,2024-02-06}'`, sourceId: `'{1,2}'` }),
      `select ledger.close_period(1, '2024-01', '2024-02-10T09:00+08:00', null)`,
    );
    return stage;
  }

  async close(): Promise<void> {
    for (const session of Object.values(this.sessions)) await session.end();
    await this.database.destroy();
  }

  /** How the last of some statements ends under a role inside a compound (null: none is set); nothing of them stays. */
  async attempt(role: Role, sql: string | readonly string[], tenant: string | null = '1'): Promise<Ending> {
    const session = this.sessions[role];
    await session.query('begin');
    try {
      if (tenant !== null) await session.query(`set local app.community_id = '${tenant}'`);
      let rows: unknown[] = [];
      for (const statement of [sql].flat()) ({ rows } = await session.query(statement));
      return { rows, refusal: null };
    } catch (error) {
      const { code = '', message } = error as { code?: string; message: string };
      return { rows: [], refusal: { sqlState: code, message } };
    } finally {
      await session.query('rollback');
    }
  }

  /** Statements of the application in the first compound that stay. */
  async commit(...statements: string[]): Promise<void> {
    const session = this.sessions.mingbai_app;
    for (const statement of ['begin', `set local app.community_id = '1'`, ...statements, 'commit']) await session.query(statement);
  }
}

/**
 * A refusal that says what is wrong: one of the product's codes, the tenant's, a constraint that has a name, or a text that is no
 * day. A null that met a column or a broken assertion is none: the gate did not see what came.
 */
export function saidWhy({ refusal }: Ending): boolean {
  if (refusal === null) return false;
  const { sqlState, message } = refusal;
  if (sqlState === 'MB422') return message in errorKinds;
  return ['MB403', '22007', '22008'].includes(sqlState) || (['23514', '23505'].includes(sqlState) && /constraint "\w+"/.test(message));
}
