import type { Client } from 'pg';
import { sha256Hex } from '../../../src/kernel/index.js';
import { disbursementStates, mayBecome } from '../../../src/modules/disbursements/index.js';
import { demoTerms } from '../contracts/fixture.js';
import { untilBlocked } from '../communities/fixture.js';
import { openStage, type PayoutScene } from './fixture.js';

/** What the database itself refuses, to the application's role and to the owner of the tables, whatever the code does. */
describe('the walls around payouts', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: PayoutScene;
  let id: number;

  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    scene = await stage.newScene();
    await scene.month('2024-01');
    scene.at('2024-02-18', '14:00');
    id = (await scene.submit('40398.59')).id;
  });

  const inCompound = <T>(role: 'mingbai_app' | 'mingbai_owner', work: (client: Client) => Promise<T>) =>
    scene.database.as(role, async (client) => {
      await client.query(`begin; set local app.community_id = '${scene.communityId}'`);
      const result = await work(client);
      await client.query('commit');
      return result;
    });
  /** The message with which a statement is refused to both roles. */
  const refusedTo = async (role: 'mingbai_app' | 'mingbai_owner', sql: string): Promise<string> =>
    inCompound(role, (client) => client.query(sql)).then(
      () => 'not refused',
      (error: Error) => error.message,
    );
  const here = () => `community_id = ${scene.communityId}`;
  const bothRoles = ['mingbai_app', 'mingbai_owner'] as const;
  const approval = (values: { organisation: number; person: number; slot: string; role?: string; at?: string; hash?: string }) =>
    `insert into mingbai.approval (community_id, id, disbursement_id, payload_sha256, slot, organisation_id, person_id, role, decision, at)
     select ${scene.communityId}, (select coalesce(max(id), 900000) + 1 from mingbai.approval where ${here()} and id >= 900000), d.id,
       ${values.hash ? `'${values.hash}'` : 'd.payload_sha256'}, '${values.slot}', ${values.organisation}, ${values.person}, '${values.role ?? 'CENTRE'}', 'APPROVE', '${values.at ?? '2024-02-18T15:00+08:00'}'
     from mingbai.disbursement d where ${here()} and d.id = ${id}`;
  const withdrawal = () =>
    `insert into mingbai.approval_withdrawal (community_id, id, approval_id, ground, organisation_id, person_id, reason, at)
     select community_id, 900002, id, 'TAKEN_BACK', organisation_id, person_id, 'changed my mind', now() from mingbai.approval where ${here()} limit 1`;
  /** The payout once more, as a draft under the next number, with what a test changes about it. */
  const another = async (change: Record<string, string>): Promise<string> => {
    const { fields } = await inCompound('mingbai_app', (client) => client.query('select * from mingbai.disbursement limit 0'));
    const values: Record<string, string> = { id: '900001', number_no: '2', number: `'BF2024-0002'`, state: `'DRAFT'`, version: '1', ...change };
    const names = fields.map(({ name }) => name).filter((name) => name !== 'plain_invoice_no');
    return `insert into mingbai.disbursement (${names.join(', ')}) select ${names.map((name) => values[name] ?? name).join(', ')} from mingbai.disbursement where ${here()} and id = ${id}`;
  };

  it.each([
    'disbursement_paper',
    'disbursement_payload',
    'disbursement_step',
    'gate_result',
    'approval',
    'approval_withdrawal',
    'payment_list',
    'payment_line',
    'payment_format_choice',
    'payment_status_file',
    'payment_status',
    'disbursement_settlement',
    'disbursement_return',
  ])('evidence only grows: no row of %s is changed or deleted', async (table) => {
    expect(await refusedTo('mingbai_owner', `update mingbai.${table} set community_id = community_id`)).toContain('its rows are evidence and only grow');
    expect(await refusedTo('mingbai_owner', `delete from mingbai.${table}`)).toContain('its rows are evidence and only grow');
    expect(await refusedTo('mingbai_owner', `truncate mingbai.${table} cascade`)).toContain('its rows are evidence and only grow');
    expect(await refusedTo('mingbai_app', `update mingbai.${table} set community_id = community_id`)).toContain('permission denied');
  });

  it('a payout is never deleted', async () => {
    expect(await refusedTo('mingbai_app', `delete from mingbai.disbursement`)).toContain('permission denied');
    expect(await refusedTo('mingbai_owner', `delete from mingbai.disbursement`)).toContain('its rows are evidence and only grow');
  });

  it.each([
    'amount = 1.00',
    "payee_account_no = '9903000000000099'",
    'payee_version = 2',
    "payload_sha256 = repeat('a', 64)",
    "required_slots = array['OWNER_SIDE']",
    'submitted_by = 99',
    'revision = 2',
  ])('what was submitted stays: no %s', async (change) => {
    expect(await refusedTo('mingbai_app', `update mingbai.disbursement set ${change}, version = version + 1 where ${here()}`)).toContain(
      'what was submitted stays',
    );
  });

  it.each(["number = 'BF2024-0009', number_no = 9", 'firm_id = 99', "period = '2024-02'"])('number and source stay: no %s', async (change) => {
    const sql = `update mingbai.disbursement set ${change}, version = version + 1 where ${here()}`;
    expect(await refusedTo('mingbai_owner', sql)).toContain('never change');
    expect(await refusedTo('mingbai_app', sql)).toContain('permission denied');
  });

  it('a payout that has ended changes no more', async () => {
    await scene.cancel('firm', id);
    expect(await refusedTo('mingbai_app', `update mingbai.disbursement set state = 'APPROVED', version = version + 1 where ${here()}`)).toContain(
      'changes no more',
    );
  });

  it('is not approved while a slot of its policy lacks an approval of its payload', async () => {
    await scene.decide('community', id);
    expect(await refusedTo('mingbai_app', `update mingbai.disbursement set state = 'APPROVED', version = version + 1 where ${here()}`)).toContain(
      'lacks an approval',
    );
  });

  it('is never approved by one body alone, even where its contract is from before that rule and names no other', async () => {
    await scene.decide('community', id);
    const weak = `jsonb_set(jsonb_set(terms, '{approvalPolicy,small}', '["OWNER_SIDE"]'), '{approvalPolicy,large}', '["OWNER_SIDE"]')`;
    await scene.database.as('postgres', async (client) => {
      await client.query(`begin; set local session_replication_role = replica; update mingbai.disbursement set required_slots = array['OWNER_SIDE'] where ${here()};
        alter table mingbai.contract_version drop constraint two_bodies_approve; update mingbai.contract_version set terms = ${weak} where ${here()};
        alter table mingbai.contract_version add constraint two_bodies_approve check (mingbai.two_bodies_approve(terms -> 'approvalPolicy')) not valid; commit`);
    });
    const draft = await another({ required_slots: `array['OWNER_SIDE']` });
    for (const role of bothRoles) {
      expect(await refusedTo(role, `update mingbai.disbursement set state = 'APPROVED', version = version + 1 where ${here()}`)).toContain(
        'two_bodies_approve',
      );
      expect(await refusedTo(role, `${draft}; update mingbai.disbursement set state = 'SUBMITTED', version = 2 where id = 900001`)).toContain(
        'two_bodies_approve',
      );
    }
    await scene.cancel('firm', id);
    await expect(scene.submit('40398.59')).rejects.toMatchObject({ code: 'DISBURSEMENT_ONE_BODY', details: { slots: 'OWNER_SIDE', min: 2 } });
  });

  it('is approved by as many slots as its contract says are enough, never without the owner side, and the number stays as it was submitted', async () => {
    expect(await refusedTo('mingbai_app', `update mingbai.disbursement set required_count = 2, version = version + 1 where ${here()}`)).toContain(
      'what was submitted stays',
    );
    expect(
      await refusedTo(
        'mingbai_owner',
        `update mingbai.disbursement set state = 'DRAFT', version = version + 1 where ${here()}; update mingbai.disbursement set required_count = 1, version = version + 1 where ${here()}`,
      ),
    ).toContain('enough_are_two_with_the_owners');
    scene = await stage.newScene({
      terms: { ...demoTerms, approvalPolicy: { ...demoTerms.approvalPolicy, small: demoTerms.approvalPolicy.large, smallCount: 2, largeCount: 2 } },
    });
    await scene.month('2024-01');
    scene.at('2024-02-18', '14:00');
    id = (await scene.submit('40398.59')).id;
    expect(await scene.detail(id)).toMatchObject({ requiredCount: 2, requiredSlots: ['OWNER_SIDE', 'REGULATOR', 'SUPERVISOR'] });
    for (const who of ['street', 'centre'] as const) await scene.decide(who, id);
    const approve = `update mingbai.disbursement set state = 'APPROVED', version = version + 1 where ${here()}`;
    for (const role of bothRoles) expect(await refusedTo(role, approve)).toContain('lacks an approval');
    await scene.decide('community', id);
    expect((await scene.detail(id)).state).toBe('APPROVED');
    expect(await scene.violations()).toEqual([]);
    await scene.database.as('postgres', async (client) => {
      await client.query(`begin; set local session_replication_role = replica; update mingbai.disbursement set required_count = null where ${here()}; commit`);
    });
    expect((await scene.violations()).join()).toContain('its policy asks for 2 of OWNER_SIDE,REGULATOR,SUPERVISOR, the payout for all');
  });

  it.each(bothRoles)('%s does not tell the bank to pay while an approval is taken back', async (role) => {
    await scene.approveAll(id);
    expect(await refusedTo('mingbai_app', withdrawal())).toBe('not refused');
    expect(await refusedTo(role, `update mingbai.disbursement set state = 'INSTRUCTED', version = version + 1 where ${here()}`)).toContain('lacks an approval');
  });

  it.each([
    { state: `'APPROVED'` },
    { state: `'INSTRUCTED'` },
    { state: `'SETTLED'` },
    { version: '2' },
    { revision: '2' },
    { holds: '1' },
    { instructions: '1' },
    { releases: '1' },
    { returns: '1' },
  ])('is born a draft of which nothing has happened: not %j', async (change) => {
    for (const role of bothRoles) expect(await refusedTo(role, await another(change))).toContain('is not born a draft');
    expect(await refusedTo('mingbai_app', await another({}))).toBe('not refused');
  });

  it('goes from state to state as the code’s own table says, and in no other way', async () => {
    await scene.approveAll(id);
    const pairs = disbursementStates.flatMap((from) => disbursementStates.filter((to) => to !== from).map((to) => [from, to] as const));
    const differing = await scene.database.as('postgres', async (client) => {
      const found: string[] = [];
      for (const [from, to] of pairs) {
        await client.query(
          `begin; set local session_replication_role = replica; update mingbai.disbursement set state = '${from}', returns = ${to === 'CLOSED_UNPAID' ? 1 : 0} where ${here()};
           ${evidenceFor(to)} set local session_replication_role = origin`,
        );
        const allowed = await client
          .query(`update mingbai.disbursement set state = '${to}', returns = returns + ${to === 'RETURNED' ? 1 : 0}, version = version + 1 where ${here()}`)
          .then(
            () => true,
            () => false,
          );
        await client.query('rollback');
        if (allowed !== mayBecome(from, to)) found.push(`${from} > ${to}`);
      }
      return found;
    });
    expect(differing).toEqual([]);
  });

  /** What the bank's lines must say before a payout is paid, or came back. */
  const evidenceFor = (to: string): string => {
    const row = (table: string, more: string, values: string) =>
      `insert into mingbai.${table} (community_id, id, disbursement_id, ${more} bank_line_id, booked_on, amount, entry_seq, at)
       values (${scene.communityId}, 900100, ${id}, ${values} 1, '2024-02-20', 40398.59, 1, now());`;
    const settlement = row('disbursement_settlement', '', '');
    if (to === 'SETTLED') return settlement;
    return to === 'RETURNED' ? settlement + row('disbursement_return', 'settlement_id,', '900100,') : '';
  };

  it('is paid, and comes back, by a line of the bank alone', async () => {
    await scene.approveAll(id);
    scene.clock.advanceMinutes(10);
    await scene.instruct(id);
    const paid = `update mingbai.disbursement set state = 'SETTLED', version = version + 1 where ${here()}`;
    for (const role of bothRoles) expect(await refusedTo(role, paid)).toContain('is not SETTLED by a line of the bank');
    await scene.database.as('postgres', (client) =>
      client.query(
        `begin; set local session_replication_role = replica; ${evidenceFor('SETTLED')} update mingbai.disbursement set state = 'SETTLED' where ${here()}; commit`,
      ),
    );
    const back = `update mingbai.disbursement set state = 'RETURNED', returns = 1, version = version + 1 where ${here()}`;
    for (const role of bothRoles) expect(await refusedTo(role, back)).toContain('is not RETURNED by a line of the bank');
    expect(await refusedTo('mingbai_app', `update mingbai.disbursement set returns = 1, version = version + 1 where ${here()}`)).toContain('changes no more');
    const again = `insert into mingbai.disbursement_settlement (community_id, id, disbursement_id, bank_line_id, booked_on, amount, entry_seq, at)
      select ${scene.communityId}, 900101, ${id}, min(l.id), '2024-02-21', 40398.59, 2, now() from mingbai.bank_line l where l.community_id = ${scene.communityId}`;
    for (const role of bothRoles) expect(await refusedTo(role, again)).toContain('is settled already and did not come back');
  });

  it('never came back without a line, and ends unpaid only after it came back', async () => {
    expect(await refusedTo('mingbai_app', `update mingbai.disbursement set returns = 1, version = version + 1 where ${here()}`)).toContain('did not come back');
    expect(await refusedTo('mingbai_app', `update mingbai.disbursement set state = 'CLOSED_UNPAID', version = version + 1 where ${here()}`)).toContain(
      'does not end',
    );
  });

  it.each<[string, Record<string, string>]>([
    ['source_of_its_kind', { fund: `'COM'` }],
    ['source_of_its_kind', { source_code: `'2302'` }],
    ['earned_by_the_firm', { source_holder_id: '99' }],
    ['earned_by_the_firm', { submitted_for: '99' }],
    ['account_of_its_kind', { payee_account_id: 'null', payee_version: 'null', payee_id: 'null' }],
    ['disbursement_check', { claim_id: '5', claim_number: `'X'`, claim_words: `''` }],
    ['disbursement_check', { kind: `'COST'`, fund: `'COM'`, source_code: `'2104'`, period: 'null' }],
  ])('a payout is paid out of the account of its kind, to an account of its kind (%s)', async (constraint, change) => {
    for (const role of bothRoles) expect(await refusedTo(role, await another(change))).toContain(constraint);
  });

  it('no payment is instructed by somebody who asked for it or approved it', async () => {
    await scene.approveAll(id);
    const by = (person: number) =>
      `insert into mingbai.payment_list (community_id, id, format, message_id, bank_account_id, sha256, bytes, total, instructed_by, instructed_at) values (${scene.communityId}, 900007, 'LIST_CSV', 'X1', (select min(id) from mingbai.bank_account where ${here()}), '${sha256Hex('abc')}', 'abc', 1, ${person}, now());
       insert into mingbai.payment_line (community_id, id, list_id, disbursement_id, attempt, amount) values (${scene.communityId}, 900008, 900007, ${id}, 1, 40398.59)`;
    for (const who of ['firm', 'community', 'centre'] as const)
      expect(await refusedTo('mingbai_app', by(scene.people[who].personId))).toContain('asked for it or approved it');
    expect(await refusedTo('mingbai_app', by(scene.people.cashier.personId))).toBe('not refused');
  });

  it.each(bothRoles)('%s cannot say that more or fewer entries were posted for a payout than one a step', async (role) => {
    for (const change of ['holds = holds + 2', 'instructions = instructions - 1', 'releases = releases + 2'])
      expect(await refusedTo(role, `update mingbai.disbursement set version = version + 1, ${change} where ${here()}`)).toContain('are counted one by one');
  });

  it('a version is never taken back', async () => {
    expect(await refusedTo('mingbai_app', `update mingbai.disbursement set state = 'CANCELLED' where ${here()}`)).toContain('is past version');
  });

  it.each([
    ['0.00', 'amount > 0'],
    ['-1.00', 'amount > 0'],
    ['10000000000000.00', 'amount < 1e13'],
  ])('no payout of %s (%s)', async (amount) => {
    expect(await refusedTo('mingbai_app', await another({ amount }))).toContain('disbursement_amount_check');
  });

  it('no approval by the submitter or the firm, of another payload, or for a slot that is not needed', async () => {
    const { people, bodies } = scene;
    expect(await refusedTo('mingbai_app', approval({ organisation: bodies.centre, person: people.firm.personId, slot: 'REGULATOR' }))).toContain(
      'decide nothing',
    );
    expect(await refusedTo('mingbai_app', approval({ organisation: bodies.firm, person: people.centre.personId, slot: 'REGULATOR' }))).toContain(
      'decide nothing',
    );
    const stale = approval({ organisation: bodies.centre, person: people.centre.personId, slot: 'REGULATOR', hash: 'a'.repeat(64) });
    expect(await refusedTo('mingbai_app', stale)).toContain('another payload');
    const { id: small } = await stageSmall();
    const unneeded = approval({ organisation: bodies.street, person: people.street.personId, slot: 'SUPERVISOR' }).replace(`d.id = ${id}`, `d.id = ${small}`);
    expect(await refusedTo('mingbai_app', unneeded)).toContain('needs no approval by SUPERVISOR');
  });

  it.each(bothRoles)('no approval, by %s, of somebody who has no part of that day that fills the slot', async (role) => {
    const { people, bodies } = scene;
    const centre = { organisation: bodies.centre, person: people.centre.personId, slot: 'REGULATOR', role: 'CENTRE' };
    const street = { organisation: bodies.street, person: people.street.personId, slot: 'SUPERVISOR', role: 'STREET' };
    const attempts = [
      { ...centre, person: 999_999 },
      { ...centre, organisation: 999_999 },
      { ...centre, organisation: bodies.street },
      { ...centre, role: 'STREET' },
      { ...centre, slot: 'SUPERVISOR' },
      { ...centre, slot: 'OWNER_SIDE' },
      { ...street, slot: 'REGULATOR' },
      { ...street, slot: 'OWNER_SIDE' },
      { organisation: bodies.agency, person: people.cashier.personId, slot: 'REGULATOR', role: 'CASHIER' },
      { ...centre, at: '2023-12-31T23:59+08:00' },
    ];
    for (const attempt of attempts) expect(await refusedTo(role, approval(attempt))).toContain('no part of that day');
    const ended = `to_on = '2024-02-17', ended_by = person_id, ended_at = '2024-02-16T12:00+08:00'`;
    expect(await refusedTo('mingbai_app', `update mingbai.membership set ${ended} where person_id in (${centre.person}, ${street.person})`)).toBe(
      'not refused',
    );
    expect(await refusedTo(role, approval({ ...centre, at: '2024-02-18T00:00+08:00' }))).toContain('no part of that day');
    expect(await refusedTo(role, approval({ ...centre, at: '2024-02-17T23:59+08:00' }))).toBe('not refused');
  });

  it('no second approval of one person, one organisation or one slot while the first stands', async () => {
    await scene.decide('community', id);
    const { people, bodies } = scene;
    const attempt = (organisation: number, person: number, slot: string) => refusedTo('mingbai_app', approval({ organisation, person, slot }));
    expect(await attempt(bodies.centre, people.community.personId, 'REGULATOR')).toContain('this person has approved');
    expect(await attempt(bodies.community, people.colleague.personId, 'REGULATOR')).toContain('this organisation has approved');
    expect(await attempt(bodies.centre, people.centre.personId, 'OWNER_SIDE')).toContain('this slot has approved');
    await scene.withdraw('community', id);
    const colleague = approval({ organisation: bodies.community, person: people.colleague.personId, slot: 'OWNER_SIDE', role: 'COMMUNITY' });
    expect(await refusedTo('mingbai_app', colleague)).toBe('not refused');
  });

  it('no approval by who registered the account of the firm to which it goes', async () => {
    const { people, bodies } = scene;
    const registrar = approval({ organisation: bodies.community, person: people.registrar.personId, slot: 'OWNER_SIDE', role: 'COMMUNITY' });
    expect(await refusedTo('mingbai_app', registrar)).toContain('who registered the account');
  });

  it('of two approvals for a slot in two sessions that forgot the lock of the book, one waits and is refused', async () => {
    const { people, bodies } = scene;
    let blocked: Promise<string> | undefined;
    await inCompound('mingbai_app', async (client) => {
      await client.query(approval({ organisation: bodies.centre, person: people.centre.personId, slot: 'REGULATOR' }));
      blocked = refusedTo(
        'mingbai_app',
        approval({ organisation: bodies.street, person: people.street.personId, slot: 'REGULATOR' }).replace('+ 1 from', '+ 2 from'),
      );
      await untilBlocked(scene.database);
    });
    expect(await blocked).toContain('this slot has approved');
  });

  it('no approval of a payout that is not for decision, and none taken back once the bank has been told to pay', async () => {
    await scene.approveAll(id);
    const { people, bodies } = scene;
    expect(await refusedTo('mingbai_app', approval({ organisation: bodies.agency, person: people.cashier.personId, slot: 'REGULATOR' }))).toContain(
      'not for decision',
    );
    scene.clock.advanceMinutes(10);
    await scene.instruct(id);
    expect(await refusedTo('mingbai_app', withdrawal())).toContain('its approvals stand');
  });

  it('no settlement or instruction of another amount than the approved one, and no file that is not its hash', async () => {
    const list = (sha256: string) =>
      `insert into mingbai.payment_list (community_id, id, format, message_id, bank_account_id, sha256, bytes, total, instructed_by, instructed_at) values (${scene.communityId}, 900003, 'LIST_CSV', 'X1', (select min(id) from mingbai.bank_account where ${here()}), '${sha256}', 'abc', 1, 1, now())`;
    expect(await refusedTo('mingbai_app', list('a'.repeat(64)))).toContain('payment_list_check');
    const line = `insert into mingbai.payment_line (community_id, id, list_id, disbursement_id, attempt, amount) values (${scene.communityId}, 900004, 900003, ${id}, 1, 40398.58)`;
    expect(await refusedTo('mingbai_app', `${list(sha256Hex('abc'))}; ${line}`)).toContain('instructed_is_approved');
    const settlement = `insert into mingbai.disbursement_settlement (community_id, id, disbursement_id, bank_line_id, booked_on, amount, entry_seq, at)
      select ${scene.communityId}, 900005, ${id}, min(l.id), '2024-02-20', 40398.58, 1, now() from mingbai.bank_line l where l.community_id = ${scene.communityId}`;
    expect(await refusedTo('mingbai_app', settlement)).toContain('settled_is_approved');
  });

  it('no payload that is not its hash', async () => {
    const sql = `insert into mingbai.disbursement_payload (community_id, id, disbursement_id, revision, sha256, text, submitted_at)
      values (${scene.communityId}, 900006, ${id}, 9, '${'a'.repeat(64)}', '{}', now())`;
    expect(await refusedTo('mingbai_app', sql)).toContain('disbursement_payload_check');
  });

  it('no row of another compound is seen or written', async () => {
    const other = await stage.newScene();
    const count = await scene.database.as('mingbai_app', async (client) => {
      await client.query(`begin; set local app.community_id = '${other.communityId}'`);
      return (await client.query('select from mingbai.disbursement')).rowCount;
    });
    expect(count).toBe(0);
    expect(await refusedTo('mingbai_app', `update mingbai.disbursement set community_id = ${other.communityId}, version = version + 1`)).not.toBe(
      'not refused',
    );
  });

  async function stageSmall(): Promise<{ id: number }> {
    await scene.cancel('firm', id);
    return scene.submit('100.00');
  }
});
