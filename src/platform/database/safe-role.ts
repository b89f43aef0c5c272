import type { DataSource } from 'typeorm';

/**
 * Every wall of the books presumes that the server is an ordinary role. @throws Error naming each right that it should not have:
 * superuser, BYPASSRLS, owner of a table, membership of the poster or the owner, INSERT, UPDATE or DELETE on the books
 */
export async function assertSafeRole(dataSource: DataSource): Promise<void> {
  const [rights] = (await dataSource.query(`
    select current_user as role, r.rolsuper as superuser, r.rolbypassrls as bypassrls,
      exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('ledger', 'mingbai') and c.relowner = r.oid) as owns_tables,
      pg_has_role(current_user, 'mingbai_poster', 'member') or pg_has_role(current_user, 'mingbai_owner', 'member') as is_member,
      exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'ledger' and c.relkind in ('r', 'p') and has_table_privilege(c.oid, 'insert, update, delete, truncate')) as writes_books
    from pg_roles r where r.rolname = current_user`)) as Record<string, boolean | string>[];
  const wrong = Object.entries(rights ?? {})
    .filter(([, value]) => value === true)
    .map(([name]) => name);
  if (wrong.length > 0)
    throw new Error(
      `the database role ${String(rights?.['role'])} must not have these rights: ${wrong.join(', ')}. DATABASE_URL must name mingbai_app (deploy/roles.sql).`,
    );
}
