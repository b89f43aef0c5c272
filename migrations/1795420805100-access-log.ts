import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who was refused what, and who saw whole names or originals of papers, and why: so far both were forgotten as soon as they were answered. The log holds no name and
 * nothing of what was sent, and only grows.
 */
export class AccessLog1795420805100 implements MigrationInterface {
  readonly name = 'AccessLog1795420805100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(table);
    await runner.query(trigger);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.access_log', 'select, insert')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const table = `
  create table mingbai.access_log (
    community_id int not null, id uuid not null, at timestamptz not null,
    person_id bigint not null, organisation_id bigint, roles text[] not null,
    kind text not null check (kind in ('REFUSED', 'REVEAL', 'ORIGINAL')),
    permission text check (permission ~ '^[a-z-]+[.][a-z-]+$'),
    method text not null check (method in ('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CLI')),
    route text not null check (length(route) between 1 and 200 and route !~ '[?[:cntrl:]]'),
    subject text check (subject ~ '^[A-Za-z0-9._:/-]{1,80}$'),
    code text check (code ~ '^[A-Z0-9_]{3,60}$'),
    reason text check (length(reason) between 5 and 200 and reason !~ '[[:cntrl:]]'),
    request_id uuid not null,
    primary key (community_id, id),
    constraint refused_says_by_which_rule check ((kind = 'REFUSED') = (code is not null)),
    constraint without_a_part_nothing_is_seen check ((organisation_id is null) = (roles = '{}') and (organisation_id is not null or kind = 'REFUSED')));
  create index access_log_of on mingbai.access_log (community_id, person_id, id);`;

const trigger = `create trigger append_only before update or delete or truncate on mingbai.access_log for each statement execute function mingbai.refuse_change()`;
