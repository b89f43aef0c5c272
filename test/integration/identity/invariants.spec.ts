import { entities } from '../../../src/modules/communities/index.js';
import { invariants } from '../../../src/modules/identity/index.js';
import { violations } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { contextOf } from '../communities/fixture.js';
import { identityOn } from './fixture.js';

describe('the invariants of people find, past every wall,', () => {
  let database: TestDatabase;
  let app: ReturnType<typeof identityOn>;
  beforeAll(async () => {
    database = await TestDatabase.create(entities);
    app = identityOn(database);
  });
  afterAll(() => database.destroy());

  /** As a superuser writes it who has taken the walls down. */
  const forge = (sql: string, values: unknown[] = []) =>
    database.as('postgres', async (client) => {
      await client.query('alter table mingbai.membership drop constraint if exists auditor_has_an_end; set session_replication_role = replica');
      await client.query(sql, values);
    });

  it('an auditor without an end', async () => {
    const communityId = await app.newCommunity();
    const [personId, organisationId] = [await app.newPerson(), await app.newOrganisation('AGENCY')];
    await forge(
      `insert into mingbai.membership (id, person_id, organisation_id, organisation_kind, community_id, role, from_on, created_at)
       values (9001, $1, $2, 'AGENCY', $3, 'AUDITOR', '2024-01-01', '2024-01-01')`,
      [personId, organisationId, communityId],
    );
    expect(await violations(database, communityId, invariants)).toEqual([expect.stringContaining("the auditor's part from 2024-01-01 ends never")]);
    await forge(`update mingbai.membership set to_on = '2099-12-31', ended_by = $1, ended_at = '2024-01-01' where id = 9001`, [personId]);
    expect(await violations(database, communityId, invariants)).toEqual([expect.stringContaining('ends 2099-12-31')]);
  });

  it('a cashier whom one body appointed alone', async () => {
    const communityId = await app.newCommunity();
    const [inviter, cashier, organisationId] = [await app.newPerson(), await app.newPerson(), await app.newOrganisation('COMMUNITY')];
    await forge(
      `insert into mingbai.invitation (id, token_hash, community_id, organisation_id, role, from_on, invited_by, invited_for, invited_at, expires_at, used_at, used_by)
       values (9002, sha256('forged'), $1, $2, 'CASHIER', '2024-01-01', $3, $2, '2024-01-01', '2024-01-02', '2024-01-01', $4)`,
      [communityId, organisationId, inviter, cashier],
    );
    await forge(
      `insert into mingbai.membership (id, person_id, organisation_id, organisation_kind, community_id, role, from_on, created_at, invitation_id)
       values (9002, $1, $2, 'COMMUNITY', $3, 'CASHIER', '2024-01-01', '2024-01-01', 9002)`,
      [cashier, organisationId, communityId],
    );
    expect(await violations(database, communityId, invariants)).toEqual([
      expect.stringContaining('membership 9002: the CASHIER by invitation 9002 was confirmed by nobody else'),
    ]);
    await forge(
      `insert into mingbai.appointment_objection (community_id, invitation_id, organisation_id, person_id, role, reason, at)
       values ($1, 9002, $2, $3, 'COMMUNITY', 'as if it were another body', '2024-01-02')`,
      [communityId, organisationId, inviter],
    );
    expect(await violations(database, communityId, invariants)).toContainEqual(expect.stringContaining('objects to its own appointment'));
    await forge('delete from mingbai.appointment_objection where invitation_id = 9002');
    await forge(`update mingbai.membership set to_on = '2099-12-31', ended_by = $1, ended_at = '2024-01-01' where id = 9002`, [inviter]);
    expect(await violations(database, communityId, invariants)).toHaveLength(1);
    await forge(`update mingbai.membership set to_on = '2024-01-31' where id = 9002`);
    expect(await violations(database, communityId, invariants)).toEqual([]);
  });

  it('who sees a unit without having joined', async () => {
    const communityId = await app.newCommunity();
    const file = new TextEncoder().encode('code,building,label,kind,area,owner\n01-101,1幢,1幢101室,FLAT,88.50,夏阿玉');
    await app.importUnits.execute(contextOf(communityId, { roles: ['COMMUNITY'] }), { file, dryRun: false });
    const personId = await app.newPerson();
    await forge(
      `insert into mingbai.unit_member (community_id, owner_id, person_id, code_mac, joined_at)
       select community_id, id, $2, sha256('forged'), '2024-01-01' from mingbai.unit_owner where community_id = $1`,
      [communityId, personId],
    );
    expect(await violations(database, communityId, invariants)).toEqual([expect.stringContaining(`person ${personId} sees the unit of owner`)]);
  });
});
