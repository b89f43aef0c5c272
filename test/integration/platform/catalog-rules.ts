import type { Client } from 'pg';
import { sharedTables } from '../../../src/platform/database/index.js';

/** Tables of the ledger that are the same for every compound. */
export const sharedLedgerTables = ['chart', 'posting_rule', 'posting_pair'];

/** A rule that makes one compound one shard, or keeps a role in its place; `find` names whatever in the catalog breaks it. */
export interface CatalogRule {
  readonly title: string;
  find(client: Client): Promise<string[]>;
}

const listed = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');
/** Every table of the product, and whether it holds rows of a compound. */
const PRODUCT = `product as (
  select c.oid, c.relname as name, n.nspname as schema, c.relacl, c.relowner, c.relrowsecurity and c.relforcerowsecurity as forced, c.relrowsecurity as protected,
    not (n.nspname = 'mingbai' and c.relname in (${listed(sharedTables)}) or n.nspname = 'ledger' and c.relname in (${listed(sharedLedgerTables)})) as tenant
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('ledger', 'mingbai') and c.relkind in ('r', 'p', 'f'))`;
const FUNCTIONS = `function as (
  select p.oid, p.oid::regprocedure::text as name, p.prosrc, p.prosecdef, p.proacl, p.proowner, p.prorettype, p.proconfig
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('ledger', 'mingbai'))`;

/** Time and names come from the caller: the same statement must write the same on every shard, and on its replay. */
const CLOCK_OR_CHANCE = String.raw`\m(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday|random|random_normal|gen_random_uuid|uuidv4|uuidv7|nextval|txid_current|pg_current_xact_id)\s*\(|\m(current_timestamp|current_date|current_time|localtimestamp|localtime)\M`;
/** Neither reaches a shard as it is meant. */
const NOT_RELIED_ON = String.raw`serializable|repeatable\s+read|pg_(try_)?advisory|set_config`;

const sqlRule = (title: string, sql: string): CatalogRule => ({
  title,
  find: async (client) => (await client.query<{ fault: string }>(`with ${PRODUCT}, ${FUNCTIONS} ${sql}`)).rows.map(({ fault }) => fault),
});

export const catalogRules = {
  policy: sqlRule(
    'every tenant table has the forced tenant policy and no other but that of the poster on the books, a shared one has none',
    `select format('%s.%s', schema, name) as fault from product
     where tenant and not (forced and coalesce((
         select bool_and(schema = 'ledger' and polname = 'poster' and polroles = array['mingbai_poster'::regrole::oid] or polname = 'tenant' and polpermissive and polcmd = '*' and polroles = '{0}' and pg_get_expr(polqual, polrelid) = pg_get_expr(polwithcheck, polrelid)
           and pg_get_expr(polqual, polrelid) = $$(community_id = (NULLIF(current_setting('app.community_id'::text, true), ''::text))::integer)$$)
           and bool_or(polname = 'tenant') from pg_policy where polrelid = product.oid), false))
       or not tenant and protected`,
  ),
  column: sqlRule(
    'every tenant table has community_id, a plain integer that is never null',
    `select format('%s.%s', schema, name) as fault from product where tenant and not exists (
       select from pg_attribute a where a.attrelid = product.oid and a.attname = 'community_id' and a.atttypid = 'int'::regtype and a.attnotnull)`,
  ),
  keys: sqlRule(
    'every tenant table has a primary key; community_id comes first in it and in every unique, exclusion and index',
    `select format('%s.%s has no primary key', schema, name) as fault from product
       where tenant and not exists (select from pg_index i where i.indrelid = product.oid and i.indisprimary)
     union all select i.indexrelid::regclass::text from pg_index i join product on product.oid = i.indrelid
       where tenant and pg_get_indexdef(i.indexrelid, 1, false) <> 'community_id'`,
  ),
  foreignKeys: sqlRule(
    'a foreign key between tenant tables has community_id at the same place on both sides; none comes from a shared table',
    `select format('%s of %s.%s', k.conname, source.schema, source.name) as fault
     from pg_constraint k join product source on source.oid = k.conrelid join product target on target.oid = k.confrelid
     where k.contype = 'f' and target.tenant and (not source.tenant or not exists (
       select from unnest(k.conkey, k.confkey) u(here, there)
       join pg_attribute h on h.attrelid = k.conrelid and h.attnum = u.here join pg_attribute t on t.attrelid = k.confrelid and t.attnum = u.there
       where h.attname = 'community_id' and t.attname = 'community_id'))`,
  ),
  givenIds: sqlRule(
    'no column of a tenant table is numbered by a sequence, is an identity or has an enum type',
    `select format('%s.%s.%s', schema, name, a.attname) as fault from product
       join pg_attribute a on a.attrelid = product.oid and a.attnum > 0 and not a.attisdropped join pg_type t on t.oid = a.atttypid
     where tenant and (a.attidentity <> '' or 'e' in (t.typtype, (select e.typtype from pg_type e where e.oid = t.typelem), (select e.typtype from pg_type e where e.oid = t.typbasetype))
       or exists (select from pg_depend d join pg_class s on s.oid = d.objid and s.relkind = 'S' where d.refobjid = product.oid and d.refobjsubid = a.attnum))`,
  ),
  views: sqlRule(
    'a view sees what its reader may see, and nothing is materialised past the policies',
    `select c.oid::regclass::text as fault from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('ledger', 'mingbai') and (c.relkind = 'm' or c.relkind = 'v' and not coalesce(c.reloptions, '{}') && array['security_invoker=true', 'security_invoker=on'])`,
  ),
  noClock: sqlRule(
    'no function, default or constraint of a tenant table asks a clock, chance or a sequence',
    `select name as fault from function where prosrc ~* '${CLOCK_OR_CHANCE}'
     union all select format('default of %s.%s.%s', schema, name, a.attname) from product
       join pg_attrdef d on d.adrelid = product.oid join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
       where tenant and pg_get_expr(d.adbin, d.adrelid) ~* '${CLOCK_OR_CHANCE}'
     union all select format('%s of %s.%s', k.conname, schema, name) from product join pg_constraint k on k.conrelid = product.oid
       where tenant and k.contype = 'c' and pg_get_constraintdef(k.oid) ~* '${CLOCK_OR_CHANCE}'`,
  ),
  noIsolation: sqlRule(
    'nothing relies on SERIALIZABLE, advisory locks or a tenant that a function sets',
    `select name as fault from function where prosrc ~* '${NOT_RELIED_ON}'
     union all select format('%s has %s', coalesce(r.rolname, d.datname), setting) from pg_db_role_setting s left join pg_roles r on r.oid = s.setrole left join pg_database d on d.oid = s.setdatabase,
       unnest(s.setconfig) setting where (d.datname is null or d.datname = current_database()) and (r.rolname is null or r.rolname like 'mingbai%') and setting ~ '^(default_transaction_isolation|app\\.)'`,
  ),
  definers: sqlRule(
    'what runs with the rights of its owner is the poster’s or a trigger, looks for names in one place, and is not for everybody',
    `select name as fault from function where prosecdef and not (
       (proowner = 'mingbai_poster'::regrole or prorettype = 'trigger'::regtype and proowner = 'mingbai_owner'::regrole)
       and exists (select from unnest(proconfig) c where c ~ '^search_path=(ledger|mingbai|pg_catalog), pg_temp$')
       and not exists (select from aclexplode(coalesce(proacl, acldefault('f', proowner))) where grantee = 0))`,
  ),
  rights: sqlRule(
    'the application has no right to write the books, to empty or alter a table, or to move a row to another compound; the public has none',
    `select format('%s may %s %s.%s', case grantee when 0 then 'everybody' else 'the application' end, privilege_type, schema, name) as fault from product, aclexplode(coalesce(relacl, acldefault('r', relowner)))
       where grantee = 0 or grantee = 'mingbai_app'::regrole and (privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE') or schema = 'ledger' and privilege_type <> 'SELECT')
     union all select format('the application may write %s.%s', schema, name) from product where schema = 'ledger' and has_any_column_privilege('mingbai_app', oid, 'insert, update')
     union all select format('the application may move a row of %s.%s', schema, name) from product where tenant and has_column_privilege('mingbai_app', oid, 'community_id', 'update')`,
  ),
  money: sqlRule(
    'no column has a type that loses a fen, and what holds up to 10^13 has exactly two decimals',
    `select format('%s.%s.%s', schema, name, a.attname) as fault from product join pg_attribute a on a.attrelid = product.oid and a.attnum > 0 and not a.attisdropped
     where format_type(a.atttypid, null) in ('money', 'real', 'double precision')
       or a.atttypid = 'numeric'::regtype and (a.atttypmod = -1 or ((a.atttypmod - 4) >> 16) & 65535 > 10 and format_type(a.atttypid, a.atttypmod) <> 'numeric(18,2)')`,
  ),
  ownRows: {
    title: 'a row trigger of a tenant table asks for rows of its own compound only',
    find: async (client) => {
      const { rows } = await client.query<{ name: string; prosrc: string; tables: string[] }>(`with ${PRODUCT}, ${FUNCTIONS}
        select distinct f.name, f.prosrc, (select array_agg(p.name::text) from product p where p.tenant) as tables
        from pg_trigger t join product on product.oid = t.tgrelid and product.tenant join function f on f.oid = t.tgfoid where t.tgtype & 1 = 1 and not t.tgisinternal`);
      return rows.flatMap(({ name, prosrc, tables }) => foreignReaders(prosrc, tables).map((statement) => `${name}: ${statement}`));
    },
  } satisfies CatalogRule,
} as const;

/** Statements of a function body in which a tenant table is named without its community_id, by the alias where it has one. */
function foreignReaders(body: string, tables: readonly string[]): string[] {
  const named = String.raw`\b(?:from|join|update|into|using)\s+(?:(?:ledger|mingbai)\.)?(${tables.join('|')})\b`;
  const alias = String.raw`(?:(?:\s+as)?\s+(?!(?:where|on|set|join|left|cross|for|limit|order|group|values|select|using)\b)(\w+))?`;
  const statements = body.replaceAll(/--.*$/gm, '').split(';');
  return statements.filter((statement) =>
    [...statement.matchAll(new RegExp(named + alias, 'gi'))].some(([, table, as]) => {
      const column = as ? `\\b${as}\\.community_id\\b` : `(?:\\b${String(table)}\\.|(?<![.\\w]))community_id\\b`;
      return !new RegExp(column, 'i').test(statement);
    }),
  );
}
