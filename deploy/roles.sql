-- Roles, schemas and the one privileged helper of Mingbai. Run once in the product's own empty database, as superuser:
--   createdb mingbai && psql -d mingbai -f deploy/roles.sql && psql -d mingbai -c '\password mingbai_owner' -c '\password mingbai_app'
-- It may be run again; roles are cluster-wide, so two databases of one cluster share them.
-- The owner of the database may set its search_path; a superuser who runs this file must not look there.
set search_path = pg_catalog, pg_temp;

do $$ begin
  if not exists (select from pg_roles where rolname = 'mingbai_owner') then
    create role mingbai_owner login nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
  end if;
  if not exists (select from pg_roles where rolname = 'mingbai_poster') then
    create role mingbai_poster nologin nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
  end if;
  if not exists (select from pg_roles where rolname = 'mingbai_app') then
    create role mingbai_app login nosuperuser nocreatedb nocreaterole noreplication nobypassrls noinherit;
  end if;
  -- PgBouncer in transaction mode refuses these at start-up, so they belong to the role.
  alter role mingbai_app set statement_timeout = '60s';
  alter role mingbai_app set lock_timeout = '20s';
  alter role mingbai_app set idle_in_transaction_session_timeout = '60s';
  alter role mingbai_app set lc_messages = 'C'; -- a broken constraint is recognised by its name in the message
  execute format('alter database %I owner to mingbai_owner', current_database());
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to mingbai_app', current_database());
end $$;

revoke all on schema public from public;
create schema if not exists ledger authorization mingbai_owner;
create schema if not exists mingbai authorization mingbai_owner;
grant usage on schema ledger to mingbai_poster, mingbai_app;
grant usage on schema mingbai to mingbai_poster, mingbai_app;

-- mingbai_poster has no members, so that nobody can become it; yet migrations, which run as mingbai_owner, must hand it the
-- posting functions. This helper does that and nothing else: functions of schema ledger, between these two roles.
create schema if not exists mingbai_admin;
revoke all on schema mingbai_admin from public;
grant usage on schema mingbai_admin to mingbai_owner;
create or replace function mingbai_admin.give_function(p_function regprocedure, p_role text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare found_function record;
begin
  select n.nspname as schema_name, r.rolname as owner_name into found_function
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_roles r on r.oid = p.proowner where p.oid = p_function;
  if found_function.schema_name <> 'ledger' or found_function.owner_name not in ('mingbai_owner', 'mingbai_poster') or p_role not in ('mingbai_owner', 'mingbai_poster') then
    raise exception '% may not be given to %', p_function, p_role using errcode = 'insufficient_privilege';
  end if;
  execute format('alter function %s owner to %I', p_function, p_role);
end $$;
revoke all on function mingbai_admin.give_function(regprocedure, text) from public;
grant execute on function mingbai_admin.give_function(regprocedure, text) to mingbai_owner;
