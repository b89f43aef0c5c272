/** The same transfers through pgledger, in the database that the user names: one a call, or many in an array. */
import pg from 'pg';
import { anyOf, BOOKS } from './stage.mjs';

const UNITS = 20;

/** As many accounts as the books of the benchmark have. @returns null without an address */
export async function openPgledger(url) {
  if (!url) return null;
  const pool = new pg.Pool({ connectionString: url, max: 16 });
  const found = await pool.query(`select from pg_proc where proname = 'pgledger_create_transfers'`);
  if (found.rowCount === 0) throw new Error('--pgledger-url names a database in which pgledger is not installed');
  const { rows } = await pool.query(
    `select a.id from generate_series(1, $1) n, lateral pgledger_create_account('bench ' || n || ' ' || clock_timestamp(), 'CNY') a order by n`,
    [BOOKS * (UNITS + 1)],
  );
  const account = (book, holder) => rows[(book - 1) * (UNITS + 1) + holder].id;
  return {
    one: async () => {
      const book = anyOf(BOOKS);
      await pool.query({
        name: 'one',
        text: 'select id from pgledger_create_transfer($1, $2, $3)',
        values: [account(book, anyOf(UNITS)), account(book, 0), '75.23'],
      });
    },
    many: async (count) => {
      const book = anyOf(BOOKS);
      const pairs = Array.from({ length: count }, (_, index) => account(book, 1 + (index % UNITS)));
      await pool.query({
        name: 'many',
        text: `select count(*) from pgledger_create_transfers((select array_agg((f, $2, 75.23)::transfer_request) from unnest($1::text[]) f))`,
        values: [pairs, account(book, 0)],
      });
    },
    close: () => pool.end(),
  };
}
