import { businessDate, Money, quarter } from '../../../src/kernel/index.js';
import {
  AnswerPenaltyUndo,
  AskPenaltyUndo,
  FirmDueQueries,
  FirmDues,
  ImposePenalty,
  invariants as entitlementInvariants,
  RecordTaking,
  UndoFirmDueWriteOff,
  WriteOffFirmDue,
  type FirmDueKind,
} from '../../../src/modules/entitlements/index.js';
import { entities as evidenceEntities } from '../../../src/modules/evidence/index.js';
import { invariants as feeInvariants, MoneyTakenByFirm } from '../../../src/modules/fees/index.js';
import { invariants as ledgerInvariants, transfer } from '../../../src/modules/ledger/index.js';
import { entities as resolutionEntities, invariants as resolutionInvariants } from '../../../src/modules/resolutions/index.js';
import { violations } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';
import { contextIn, demoTerms } from '../contracts/fixture.js';
import { resolutionsOn } from '../resolutions/fixture.js';
import { entities, entitlementsOn, moneyOn, type EntitlementApp, type MoneyScene } from './fixture.js';

const yuan = (text: string): Money => Money.parse(text);

describe('what the firm owes and will not pay (P33)', () => {
  let database: TestDatabase;
  let app: EntitlementApp;
  let scene: MoneyScene;
  let on: ReturnType<typeof commandsOn>;
  let due: number;
  let decisions: ReturnType<typeof resolutionsOn>;

  const commandsOn = () => {
    const { unitOfWork, clock } = database;
    const [queries, taken] = [new FirmDueQueries(), new MoneyTakenByFirm(app.ledger, app.fees)];
    const dues = new FirmDues(app.ledger, queries, taken, app.books);
    return {
      queries,
      dues,
      penalise: new ImposePenalty(unitOfWork, clock, app.ledger, app.books, app.contracts, app.assessments, app.entitlements, queries, app.substitutions),
      askUndo: new AskPenaltyUndo(unitOfWork, clock, app.ledger, queries, app.substitutions),
      answerUndo: new AnswerPenaltyUndo(unitOfWork, clock, app.ledger, queries, app.substitutions),
      take: new RecordTaking(unitOfWork, clock, app.ledger, app.units, app.contracts, taken),
      writeOff: new WriteOffFirmDue(unitOfWork, clock, app.ledger, dues, decisions.resolutions),
      undo: new UndoFirmDueWriteOff(unitOfWork, clock, app.ledger, dues, decisions.resolutions),
    };
  };

  beforeAll(async () => {
    database = await TestDatabase.create([...new Set([...evidenceEntities, ...resolutionEntities, ...entities])]);
    app = entitlementsOn(database);
    decisions = resolutionsOn(database);
  });
  beforeEach(async () => {
    scene = await moneyOn(database, app, { terms: { ...demoTerms, firmDischarges: true } });
    on = commandsOn();
    await scene.wholeMonth('2024-01');
    scene.at('2024-02-05');
    await app.recordSubstitution.execute(contextIn(scene.communityId, scene.street, 'STREET'), {
      ground: 'NO_COMMITTEE',
      legalBasis: '第二十三条',
      organisationId: scene.community.organisationId,
      from: businessDate('2024-02-05'),
      to: null,
    });
    const taking = { unit: '01-101', amount: yuan('1000.00'), takenOn: businessDate('2024-02-03'), reason: 'paid by the QR code', document: 'screenshot' };
    due = (await on.take.execute(as('BOOKKEEPER'), taking)).value.id;
  });
  afterEach(async () => expect(await found()).toEqual([]));
  afterAll(async () => {
    decisions.removeFiles();
    await database.destroy();
  });

  const found = () => violations(database, scene.communityId, [...ledgerInvariants, ...feeInvariants, ...entitlementInvariants, ...resolutionInvariants]);
  const as = (role: 'BOOKKEEPER' | 'COMMUNITY') => contextIn(scene.communityId, scene.community, role);
  const decide = (change: Parameters<typeof decisions.decide>[1] = {}) =>
    decisions.decide(as('COMMUNITY'), {
      kind: 'WAIVER',
      title: '核销物业公司欠款',
      decidedOn: businessDate('2024-02-05'),
      from: businessDate('2024-02-05'),
      ...change,
    });
  const writeOff = (resolution: string, amount: string, { kind = 'TAKEN' as FirmDueKind, id = due, by = as('BOOKKEEPER') } = {}) =>
    on.writeOff.execute(by, { clears: [{ kind, id, amount: yuan(amount) }], resolution });
  const back = (clearingId: number, resolution: string, { reason = 'the firm found the money', by = as('BOOKKEEPER') } = {}) =>
    on.undo.execute(by, { clearingId, resolution, reason });
  const collected = async () => (await scene.read((tx) => app.fees.collected(tx, scene.month('2024-02')))).toString();
  const open = async () => (await scene.read((tx) => on.queries.dues(tx, { openOnly: true }))).map((one) => one.open.toString());
  const refused = async (work: () => Promise<unknown>) => {
    const before = await open();
    const refusal = await refusedBy(work());
    expect([await open(), await scene.svc('5003')]).toEqual([before, '0.00']);
    return refusal;
  };

  it('is written off by resolution, up to what is open, and does not count as collected', async () => {
    const resolution = await decide({ limit: yuan('1000.00') });
    expect((await writeOff(resolution, '400.00')).value).toMatchObject({ amount: '400.00' });
    expect([await open(), await scene.svc('1104'), await scene.svc('5003')]).toEqual([['600.00'], '600.00', '400.00']);
    expect(await collected()).toBe('0.00');
    const [view] = await scene.read((tx) => on.queries.dues(tx));
    expect([view?.amount, view?.paid, view?.setOff, view?.writtenOff, view?.open].map(String)).toEqual(['1000.00', '0.00', '0.00', '400.00', '600.00']);
    const { dueFromFirm } = await scene.read((tx) => app.entitlements.claims(tx, businessDate('2024-02-29')));
    expect(dueFromFirm.toString()).toBe('600.00');
    await writeOff(resolution, '600.00');
    expect([await open(), await scene.svc('1104')]).toEqual([[], '0.00']);
  });

  it('is not written off without a resolution to waive, beyond its limit, beyond what is open, or for no due', async () => {
    expect((await refused(() => writeOff('JY2024-009', '1.00'))).code).toBe('RESOLUTION_UNKNOWN');
    expect((await refused(async () => writeOff(await decide({ kind: 'SPENDING' }), '1.00'))).code).toBe('RESOLUTION_KIND_DIFFERS');
    const small = await decide({ limit: yuan('99.99') });
    expect((await refused(() => writeOff(small, '100.00'))).code).toBe('RESOLUTION_LIMIT_EXCEEDED');
    const large = await decide({ limit: null });
    expect((await refused(() => writeOff(large, '1000.01'))).code).toBe('FIRM_DUE_NOT_OPEN');
    expect((await refused(() => writeOff(large, '0.00'))).code).toBe('FIRM_DUE_NOT_OPEN');
    expect((await refused(() => writeOff(large, '1.00', { id: 999_999 }))).code).toBe('FIRM_DUE_UNKNOWN');
    expect((await refused(() => writeOff(large, '1.00', { by: as('COMMUNITY') }))).code).toBe('NOT_ALLOWED');
  });

  it('spends the limit once: the next write-off has only what is left', async () => {
    const resolution = await decide({ limit: yuan('500.00') });
    await writeOff(resolution, '400.00');
    expect((await refusedBy(writeOff(resolution, '100.01'))).code).toBe('RESOLUTION_LIMIT_EXCEEDED');
    expect(await open()).toEqual(['600.00']);
    await database.as('postgres', async (client) => {
      await client.query('set session_replication_role = replica');
      await client.query('update mingbai.resolution set limit_amount = 399.99 where community_id = $1', [scene.communityId]);
    });
    expect((await found()).join()).toContain('400.00 waived or written off');
    await database.as('postgres', async (client) => {
      await client.query('set session_replication_role = replica');
      await client.query('update mingbai.resolution set limit_amount = 500.00 where community_id = $1', [scene.communityId]);
    });
  });

  it('of an owner’s money counts as collected by what is paid and set off of it, whatever is given up of the rest', async () => {
    const resolution = await decide();
    const part = (amount: string) => [{ kind: 'TAKEN' as const, id: due, amount: yuan(amount) }];
    const posting = { by: scene.community.personId, at: database.clock.now() };
    const inBook = <T>(work: Parameters<typeof scene.run<T>>[0]) => scene.run<T>(async (tx) => (await app.ledger.lock(tx), work(tx)));
    await writeOff(resolution, '300.00');
    const paid = await inBook((tx) =>
      on.dues.pay(tx, posting, { clears: part('500.00'), bankLineId: 77, bankAccountId: scene.bankAccountId, on: businessDate('2024-02-05') }),
    );
    await inBook((tx) => on.dues.setOff(tx, posting, { clears: part('150.00'), on: businessDate('2024-02-05') }));
    const bridge = await scene.read((tx) => app.fees.bridge(tx, { from: scene.month('2024-02'), through: businessDate('2024-02-29') }));
    expect([bridge.clearedByFirm, bridge.collected].map(String)).toEqual(['650.00', '650.00']);
    const figures = async () => {
      const [view] = await scene.read((tx) => on.queries.dues(tx));
      return [view?.paid, view?.setOff, view?.writtenOff, view?.open].map(String);
    };
    expect(await figures()).toEqual(['500.00', '150.00', '300.00', '50.00']);
    await inBook((tx) => on.dues.undo(tx, posting, paid.clearingId));
    expect([await figures(), await collected()]).toEqual([['0.00', '150.00', '300.00', '550.00'], '150.00']);
  });

  describe('is taken back', () => {
    let resolution: string;
    let clearingId: number;
    beforeEach(async () => {
      resolution = await decide({ limit: yuan('400.00') });
      clearingId = (await writeOff(resolution, '400.00')).value.clearingId;
    });
    const revoke = (change: Parameters<typeof decisions.decide>[1] = {}) => decide({ title: '撤销核销', ...change });
    const untouched = async (work: () => Promise<unknown>) => {
      const before = [await open(), await scene.svc('5003'), await scene.read((tx) => on.queries.writeOffs(tx))];
      const refusal = await refusedBy(work());
      expect([await open(), await scene.svc('5003'), await scene.read((tx) => on.queries.writeOffs(tx))]).toEqual(before);
      return refusal;
    };

    it('by another resolution, on its own day: the firm owes it again, the paper of both stays, the first one is spent, and nothing was collected', async () => {
      const other = await revoke({ limit: yuan('400.00') });
      const { value } = await back(clearingId, other);
      expect(value).toMatchObject({ clearingId, amount: '400.00' });
      expect([await open(), await scene.svc('1104'), await scene.svc('5003'), await collected()]).toEqual([['1000.00'], '1000.00', '0.00', '0.00']);
      const [kept] = await scene.read((tx) => on.queries.writeOffs(tx));
      expect(kept).toMatchObject({ clearingId, kind: 'TAKEN', label: '2024-02-03', on: '2024-02-05', resolution });
      expect(kept?.undone).toEqual({ entrySeq: value.entrySeq, resolution: other, reason: 'the firm found the money' });
      expect((await scene.read((tx) => app.entitlements.claims(tx, businessDate('2024-02-29')))).dueFromFirm.toString()).toBe('1000.00');
      // what taking back spent counts in the invariant as it counts in the command
      const limit = async (amount: string) =>
        database.as('postgres', async (client) => {
          await client.query('set session_replication_role = replica');
          await client.query(`update mingbai.resolution set limit_amount = ${amount} where community_id = $1 and number = $2`, [scene.communityId, other]);
        });
      await limit('399.99');
      expect((await found()).join()).toContain(`resolution ${other} of 399.99 (WAIVER): 400.00 waived or written off`);
      await limit('400.00');
      // the owners' last word counts: what they took back is not given up again by the resolution before
      expect((await refusedBy(writeOff(resolution, '400.00'))).code).toBe('RESOLUTION_LIMIT_EXCEEDED');
      expect((await refusedBy(writeOff(other, '0.01'))).code).toBe('RESOLUTION_LIMIT_EXCEEDED');
      await writeOff(await decide({ limit: yuan('400.00') }), '400.00');
      expect(await open()).toEqual(['600.00']);
    });

    it('once, and no other clearing: not what was paid, not an id that is none, not a part of it', async () => {
      const other = await revoke();
      expect(await untouched(() => back(999_999, other))).toEqual({ code: 'FIRM_WRITE_OFF_UNKNOWN', details: { writeOff: 999_999 } });
      const posting = { by: scene.community.personId, at: database.clock.now() };
      const clears = [{ kind: 'TAKEN' as const, id: due, amount: yuan('100.00') }];
      const paid = await scene.run(
        async (tx) => (
          await app.ledger.lock(tx),
          on.dues.pay(tx, posting, { clears, bankLineId: 77, bankAccountId: scene.bankAccountId, on: businessDate('2024-02-05') })
        ),
      );
      expect((await untouched(() => back(paid.clearingId, other))).code).toBe('FIRM_WRITE_OFF_UNKNOWN');
      const { value } = await back(clearingId, other);
      expect(await untouched(() => back(clearingId, other))).toEqual({
        code: 'FIRM_WRITE_OFF_UNDONE',
        details: { writeOff: clearingId, entry: value.entrySeq },
      });
    });

    it('not as a payment of the bank is: that would take back what it never counted as collected', async () => {
      const posting = { by: scene.community.personId, at: database.clock.now() };
      const undo = () => scene.run(async (tx) => (await app.ledger.lock(tx), on.dues.undo(tx, posting, clearingId)));
      expect(await untouched(undo)).toEqual({ code: 'FIRM_CLEARING_MISSING', details: { clearing: clearingId } });
      expect(await collected()).toBe('0.00');
    });

    it('not by the same resolution, one of another kind, one that is not in force or whose limit is less, none, or by anybody else', async () => {
      expect(await untouched(() => back(clearingId, resolution))).toEqual({ code: 'FIRM_WRITE_OFF_SAME_RESOLUTION', details: { resolution } });
      expect((await untouched(async () => back(clearingId, await revoke({ kind: 'SPENDING' })))).code).toBe('RESOLUTION_KIND_DIFFERS');
      expect((await untouched(async () => back(clearingId, await revoke({ from: businessDate('2024-02-06') })))).code).toBe('RESOLUTION_NOT_IN_FORCE');
      expect((await untouched(async () => back(clearingId, await revoke({ limit: yuan('399.99') })))).code).toBe('RESOLUTION_LIMIT_EXCEEDED');
      expect((await untouched(() => back(clearingId, 'JY2024-099'))).code).toBe('RESOLUTION_UNKNOWN');
      const other = await revoke();
      expect((await untouched(() => back(clearingId, other, { by: as('COMMUNITY') }))).code).toBe('NOT_ALLOWED');
      await expect(back(clearingId, other, { reason: 'why' })).rejects.toThrow(/reason_check/);
      expect(await open()).toEqual(['600.00']);
    });

    it('not once its month is closed', async () => {
      await scene.entitle('2024-02');
      await scene.close('2024-02');
      const other = await revoke();
      expect(await untouched(() => back(clearingId, other))).toEqual({
        code: 'FIRM_WRITE_OFF_CLOSED',
        details: { on: '2024-02-05', month: '2024-02', closedThrough: '2024-02-29' },
      });
    });

    it('is refused by the database itself without its paper, and with one that names no write-off or the same resolution', async () => {
      const [posted] = await scene.read((tx) => on.queries.writeOffs(tx));
      const entrySeq = posted?.entrySeq ?? 0;
      const inApp = (sql: string) =>
        database.as('mingbai_app', async (client) => {
          await client.query(`begin; set local app.community_id = '${scene.communityId}'`);
          try {
            await client.query(sql);
          } finally {
            await client.query('rollback');
          }
        });
      await expect(inApp(`update mingbai.firm_clearing set undone_seq = ${entrySeq} where entry_seq = ${entrySeq}`)).rejects.toThrow(/resolution of its own/);
      const paper = (id: number, resolutionNo: string) =>
        inApp(`insert into mingbai.firm_write_off_undo (community_id, id, clearing_id, undo_seq, resolution_id, reason, recorded_by, recorded_at)
          select ${scene.communityId}, 999999, ${id}, ${entrySeq}, r.id, 'no reason', 1, now() from mingbai.resolution r where r.number = '${resolutionNo}'`);
      const other = await revoke();
      await expect(paper(clearingId, other)).rejects.toThrow(/no write-off that entry/);
      await expect(paper(clearingId, resolution)).rejects.toThrow(/no write-off that entry/);
      await expect(paper(999_998, other)).rejects.toThrow(/no write-off that entry|foreign key/);
      await back(clearingId, other);
      await expect(inApp("update mingbai.firm_write_off_undo set reason = 'other words'")).rejects.toThrow(/permission denied/);
    });

    it.each([
      `delete from mingbai.firm_write_off_undo where community_id = $c`,
      `update mingbai.firm_write_off_undo u set resolution_id = (select c.resolution_id from mingbai.firm_clearing c where c.community_id = $c and c.id = u.clearing_id) where u.community_id = $c`,
    ])('and its check finds: %s', async (sql) => {
      await back(clearingId, await revoke());
      const forge = (text: string) =>
        database.as('postgres', async (client) => {
          await client.query('set session_replication_role = replica');
          const { rows } = await client.query(`select * from mingbai.firm_write_off_undo where community_id = ${scene.communityId}`);
          await client.query(text.replaceAll('$c', String(scene.communityId)));
          return rows as { resolution_id: number; id: number; clearing_id: number; undo_seq: number; recorded_by: number; recorded_at: Date; reason: string }[];
        });
      const [row] = await forge(sql);
      expect((await found()).map((violation) => violation.split(':')[0])).toContain(
        'P33 a write-off of what the firm owes is taken back whole, by a resolution of its own and by its own paper',
      );
      await database.as('postgres', async (client) => {
        await client.query('set session_replication_role = replica');
        await client.query('delete from mingbai.firm_write_off_undo where community_id = $1', [scene.communityId]);
        const { id, clearing_id, undo_seq, resolution_id, reason, recorded_by, recorded_at } = row ?? {};
        await client.query('insert into mingbai.firm_write_off_undo values ($1, $2, $3, $4, $5, $6, $7, $8)', [
          scene.communityId,
          id,
          clearing_id,
          undo_seq,
          resolution_id,
          reason,
          recorded_by,
          recorded_at,
        ]);
      });
    });
  });

  describe('beside a penalty', () => {
    let penalty: number;
    /** All that the firm has earned is held for a payout, so that it owes the whole penalty of 200.00. */
    beforeEach(async () => {
      const firm = { type: 'firm' as const, id: scene.firm.organisationId };
      const hold = {
        rule: 'P13' as const,
        effectiveOn: businessDate('2024-02-05'),
        source: { type: 'disbursement' as const, id: 9 },
        description: 'hold',
        transfers: transfer('SVC', yuan(await scene.svc('2101')), { code: '2101', holder: firm }, { code: '2111', holder: { type: 'disbursement', id: 9 } }),
      };
      await scene.run((tx) => app.ledger.post(tx, scene.posting(), [hold]));
      const imposed = { quarter: quarter('2024-Q1'), amount: yuan('200.00'), reason: 'no guard at night', document: 'notice 3' };
      const { value } = await on.penalise.execute(as('COMMUNITY'), imposed);
      expect(value).toMatchObject({ amount: '200.00', fromPayable: '0.00' });
      penalty = value.id;
    });
    const takeBack = async () => {
      const { id } = (await on.askUndo.execute(as('COMMUNITY'), { penaltyId: penalty, reason: 'the guard was there' })).value;
      await on.answerUndo.execute(contextIn(scene.communityId, scene.centre, 'CENTRE'), { id, decision: 'CONFIRM', reason: null });
    };
    const part = (kind: FirmDueKind, amount: string) => ({ kind, id: kind === 'TAKEN' ? due : penalty, amount: yuan(amount) });

    it('is not written off in one entry with it; each by itself, and taking the penalty back leaves the other to be taken up again', async () => {
      const resolution = await decide();
      for (const clears of [
        [part('TAKEN', '300.00'), part('PENALTY', '200.00')],
        [part('PENALTY', '200.00'), part('TAKEN', '300.00')],
      ])
        expect(await refused(() => on.writeOff.execute(as('BOOKKEEPER'), { clears, resolution }))).toEqual({
          code: 'FIRM_WRITE_OFF_PENALTY_BESIDE',
          details: {
            penalty: `PENALTY 2024-Q1 (${penalty})`,
            amount: '200.00',
            other: expect.stringMatching(`^TAKEN .*\\(${due}\\)$`) as string,
            otherAmount: '300.00',
          },
        });
      const other = (await writeOff(resolution, '300.00')).value.clearingId;
      await writeOff(resolution, '200.00', { kind: 'PENALTY', id: penalty });
      expect(await open()).toEqual(['700.00']);
      await takeBack();
      await back(other, await decide({ title: '撤销核销' }));
      expect([await open(), await scene.svc('5003')]).toEqual([['1000.00'], '0.00']);
    });

    it.each<[FirmDueKind, FirmDueKind]>([
      ['PENALTY', 'TAKEN'],
      ['TAKEN', 'PENALTY'],
    ])('is refused by the database itself where an entry gives up a %s and then a %s', async (first, second) => {
      const { entrySeq } = (await writeOff(await decide(), '50.00', { kind: first, id: part(first, '50.00').id })).value;
      const attempt = scene.run((tx) =>
        tx.query(
          `insert into mingbai.firm_clearing (community_id, id, kind, due_kind, due_id, amount, effective_on, entry_seq, recorded_at, resolution_id)
           select community_id, 999999, kind, $3, $4, amount, effective_on, entry_seq, recorded_at, resolution_id from mingbai.firm_clearing where community_id = $1 and entry_seq = $2`,
          [tx.communityId, entrySeq, second, part(second, '50.00').id],
        ),
      );
      await expect(attempt).rejects.toThrow(`entry ${entrySeq} gives up a penalty beside another due`);
    });

    it('is found by the check of the books where what was given up of it is owed to the firm when it is taken back', async () => {
      const posting = { by: scene.community.personId, at: database.clock.now() };
      const paid = { clears: [part('PENALTY', '120.00')], bankLineId: 77, bankAccountId: scene.bankAccountId, on: businessDate('2024-02-05') };
      await scene.run(async (tx) => (await app.ledger.lock(tx), on.dues.pay(tx, posting, paid)));
      await writeOff(await decide(), '30.00', { kind: 'PENALTY', id: penalty });
      await takeBack();
      const credit = (from: string, to: string) =>
        database.as('postgres', (client) =>
          client.query(`begin; set local session_replication_role = replica;
            update ledger.transfer x set credit_account = a.id from ledger.entry e, ledger.account b, ledger.account a where e.community_id = ${scene.communityId} and e.rule = 'P18u'
              and x.community_id = e.community_id and x.entry_seq = e.seq and x.amount = 30.00 and b.community_id = e.community_id and b.id = x.credit_account and b.code = '${from}'
              and a.community_id = e.community_id and a.code = '${to}' and a.fund = b.fund; commit`),
        );
      await credit('5003', '2101');
      expect((await found()).join('\n')).toContain(`penalty ${penalty} is taken back: of 120.00 made good and 30.00 given up, entry`);
      await credit('2101', '5003');
    });
  });

  it.each(['null', '999998'])('is refused by the database itself under resolution %s', async (resolution) => {
    const attempt = database.as('mingbai_app', async (client) => {
      await client.query(`begin; set local app.community_id = '${scene.communityId}'`);
      try {
        await client.query(`insert into mingbai.firm_clearing (community_id, id, kind, due_kind, due_id, amount, effective_on, entry_seq, recorded_at, resolution_id)
          values (${scene.communityId}, 999999, 'WRITTEN_OFF', 'TAKEN', ${due}, 1.00, '2024-02-05', 1, now(), ${resolution})`);
      } finally {
        await client.query('rollback');
      }
    });
    await expect(attempt).rejects.toThrow(/written_off_by_resolution|firm_clearing_resolution/);
  });
});
