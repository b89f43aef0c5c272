import { businessDate, Money, quarter, type BusinessDate } from '../../../src/kernel/index.js';
import {
  AnswerPenaltyUndo,
  AskPenaltyUndo,
  FirmDueQueries,
  FirmDues,
  ImposePenalty,
  invariants as entitlementInvariants,
  OffsetFirmDue,
  RecordTaking,
  type FirmClearingPart,
} from '../../../src/modules/entitlements/index.js';
import { journalForPenaltyCredit } from '../../../src/modules/entitlements/domain/firm-due-journals.js';
import { invariants as feeInvariants, MoneyTakenByFirm } from '../../../src/modules/fees/index.js';
import { invariants as ledgerInvariants, transfer } from '../../../src/modules/ledger/index.js';
import type { CommandContext } from '../../../src/platform/database/index.js';
import { violations } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';
import { contextIn, demoTerms } from '../contracts/fixture.js';
import { entities, entitlementsOn, moneyOn, type EntitlementApp, type MoneyScene } from './fixture.js';

const Q1 = quarter('2024-Q1');
const yuan = (text: string): Money => Money.parse(text);

describe('what the firm owes', () => {
  let database: TestDatabase;
  let app: EntitlementApp;
  let scene: MoneyScene;
  let dues: ReturnType<typeof duesOn>;

  const duesOn = () => {
    const { unitOfWork, clock } = database;
    const [queries, taken] = [new FirmDueQueries(), new MoneyTakenByFirm(app.ledger, app.fees)];
    const service = new FirmDues(app.ledger, queries, taken, app.books);
    return {
      queries,
      service,
      penalise: new ImposePenalty(unitOfWork, clock, app.ledger, app.books, app.contracts, app.assessments, app.entitlements, queries, app.substitutions),
      take: new RecordTaking(unitOfWork, clock, app.ledger, app.units, app.contracts, taken),
      askUndo: new AskPenaltyUndo(unitOfWork, clock, app.ledger, queries, app.substitutions),
      answerUndo: new AnswerPenaltyUndo(unitOfWork, clock, app.ledger, queries, app.substitutions),
      offset: new OffsetFirmDue(unitOfWork, clock, app.ledger, app.books, queries, service, app.substitutions),
    };
  };
  const fines = [
    { code: 'NO_GUARD', name: '夜间无人值守', amount: '500.00' },
    { code: 'FIRE', name: '消防通道堵塞', amount: '8000.00' },
  ];
  const begin = async (firmDischarges: boolean, to = '2026-12-31') => {
    scene = await moneyOn(database, app, { to: businessDate(to), terms: { ...demoTerms, firmDischarges, fines } });
    dues = duesOn();
    await scene.wholeMonth('2024-01');
    scene.at('2024-02-05');
    await app.recordSubstitution.execute(contextIn(scene.communityId, scene.street, 'STREET'), {
      ground: 'NO_COMMITTEE',
      legalBasis: '第二十三条',
      organisationId: scene.community.organisationId,
      from: businessDate('2024-02-05'),
      to: null,
    });
  };

  beforeAll(async () => {
    database = await TestDatabase.create(entities);
    app = entitlementsOn(database);
  });
  beforeEach(() => begin(true));
  afterEach(async () => expect(await violations(database, scene.communityId, [...ledgerInvariants, ...feeInvariants, ...entitlementInvariants])).toEqual([]));
  afterAll(() => database.destroy());

  const as = (role: 'BOOKKEEPER' | 'COMMUNITY') => contextIn(scene.communityId, scene.community, role);
  const penalise = (amount: string) =>
    dues.penalise.execute(as('COMMUNITY'), { quarter: Q1, amount: yuan(amount), reason: 'no guard at night', document: 'notice 3' });
  const fine = (event: string, { on, amount, by = as('COMMUNITY') }: { on?: string; amount?: string; by?: CommandContext } = {}) =>
    dues.penalise.execute(by, {
      quarter: Q1,
      event,
      eventOn: on === undefined ? undefined : businessDate(on),
      amount: amount === undefined ? undefined : yuan(amount),
      reason: 'no guard at night',
      document: 'notice 4',
    });
  const centre = () => contextIn(scene.communityId, scene.centre, 'CENTRE');
  const closeQuarter = async () => {
    await scene.wholeMonth('2024-02');
    await scene.wholeMonth('2024-03');
    scene.at('2024-04-08');
  };
  /** A copy of the first penalty past the command, as the application’s own role. */
  const forged = (columns: string, values: string) =>
    scene.run((tx) =>
      tx.query(
        `insert into mingbai.firm_due (community_id, id, kind, firm_id, contract_version_id, quarter, from_payable, happened_on, effective_on, reason, document, entry_seq, recorded_by, recorded_at, ${columns})
         select community_id, 900001, kind, firm_id, contract_version_id, quarter, 0, happened_on, effective_on, reason, document, entry_seq, recorded_by, recorded_at, ${values}
         from mingbai.firm_due where community_id = $1 order by id limit 1`,
        [tx.communityId],
      ),
    );
  const tamper = (sql: string) =>
    database.as('postgres', (client) =>
      client.query(`begin; set local session_replication_role = replica; update mingbai.firm_due set ${sql} where community_id = ${scene.communityId}; commit`),
    );
  /** As a fine was written before it said its day. */
  const asOfBefore = () =>
    database.as('postgres', (client) =>
      client.query(`begin; set local session_replication_role = replica;
        do $$ declare rule text := (select pg_get_constraintdef(oid) from pg_constraint where conname = 'a_fine_says_its_day'); begin
          alter table mingbai.firm_due drop constraint a_fine_says_its_day;
          update mingbai.firm_due set event_on = null where community_id = ${scene.communityId};
          execute 'alter table mingbai.firm_due add constraint a_fine_says_its_day ' || rule;
        end $$; commit`),
    );
  const take = (amount: string, rest: { takenOn?: string; unit?: string } = {}) =>
    dues.take.execute(as('BOOKKEEPER'), {
      unit: rest.unit ?? '01-101',
      amount: yuan(amount),
      takenOn: businessDate(rest.takenOn ?? '2024-02-03'),
      reason: 'paid by the QR code of the firm',
      document: 'screenshot of the owner',
    });
  const pay = (clears: readonly FirmClearingPart[], on = '2024-02-05', bankLineId = 77) =>
    scene.run(
      async (tx) => (
        await app.ledger.lock(tx),
        dues.service.pay(tx, scene.posting(), { clears, bankLineId, bankAccountId: scene.bankAccountId, on: businessDate(on) })
      ),
    );
  const open = async () =>
    (await scene.read((tx) => dues.queries.dues(tx, { openOnly: true }))).map(({ kind, label, open: left }) => `${kind} ${label} ${left.toString()}`);
  const collected = async (text: string) => (await scene.read((tx) => app.fees.collected(tx, scene.month(text)))).toString();
  const claims = async (on: BusinessDate) => {
    const { payable, dueFromFirm } = await scene.read((tx) => app.entitlements.claims(tx, on));
    expect([payable.toString(), dueFromFirm.toString()]).toEqual([await scene.svc('2101'), await scene.svc('1104')]);
  };
  const footprint = () =>
    scene.read(async (tx) => [await tx.query('select last_seq from ledger.book where community_id = $1', [tx.communityId]), await open()]);
  const refused = async (work: () => Promise<unknown>) => {
    const before = await footprint();
    const refusal = await refusedBy(work());
    expect(await footprint()).toEqual(before);
    return refusal;
  };

  describe('for an owner’s money that it took (P24)', () => {
    it('settles the owner’s bills, and counts as collected only when the firm has paid it in', async () => {
      const { value } = await take('1000.00');
      expect(value).toMatchObject({ amount: '1000.00', fromPayable: '0.00', effectiveOn: '2024-02-03' });
      expect([await scene.svc('1104'), await collected('2024-02'), await open()]).toEqual(['1000.00', '0.00', ['TAKEN 2024-02-03 1000.00']]);
      const part = { kind: 'TAKEN' as const, id: value.id, amount: yuan('400.00') };
      const first = await pay([part]);
      expect([first.amount.toString(), await collected('2024-02'), await open()]).toEqual(['400.00', '400.00', ['TAKEN 2024-02-03 600.00']]);
      const bridge = await scene.read((tx) => app.fees.bridge(tx, { from: scene.month('2024-02'), through: businessDate('2024-02-29') }));
      expect([bridge.received, bridge.clearedByFirm, bridge.collected].map(String)).toEqual(['0.00', '400.00', '400.00']);
      await claims(businessDate('2024-02-29'));
      const undone = await scene.run(async (tx) => (await app.ledger.lock(tx), dues.service.undo(tx, scene.posting(), first.clearingId)));
      expect(undone.entrySeq).toBe(first.entrySeq);
      expect([await collected('2024-02'), await open()]).toEqual(['0.00', ['TAKEN 2024-02-03 1000.00']]);
      expect((await refused(() => scene.run((tx) => dues.service.undo(tx, scene.posting(), first.clearingId)))).code).toBe('FIRM_CLEARING_MISSING');
      await dues.offset.execute(as('COMMUNITY'), { clears: [{ ...part, amount: yuan('1000.00') }] });
      expect([await collected('2024-02'), await open(), await scene.svc('1104')]).toEqual(['1000.00', [], '0.00']);
      await claims(businessDate('2024-02-29'));
    });

    it('is refused where the contract does not discharge the owner', async () => {
      await begin(false);
      expect((await refused(() => take('1000.00'))).code).toBe('FIRM_TAKEN_NOT_DISCHARGED');
    });

    it('is refused for more than the unit owes, nothing, a day ahead, an unknown unit, and to others', async () => {
      expect(await refused(() => take('6145.57'))).toEqual({ code: 'FIRM_TAKEN_TOO_MUCH', details: { open: '6145.56', taken: '6145.57' } });
      expect((await refused(() => take('0.00'))).code).toBe('FIRM_TAKEN_TOO_MUCH');
      expect((await refused(() => take('1.00', { takenOn: '2024-02-06' }))).code).toBe('FIRM_TAKEN_DAY');
      expect((await refused(() => take('1.00', { unit: '99-999' }))).code).toBe('FEES_UNIT_UNKNOWN');
      const request = { unit: '01-101', amount: yuan('1.00'), takenOn: businessDate('2024-02-03'), reason: 'paid the firm', document: 'x' };
      expect((await refusedBy(dues.take.execute(as('COMMUNITY'), request))).code).toBe('NOT_ALLOWED');
    });
  });

  describe('as a fine for an event (P18)', () => {
    it('is what the contract fixes for it, and nothing else', async () => {
      await closeQuarter();
      expect((await fine('NO_GUARD', { on: '2024-02-10' })).value).toMatchObject({ stated: '500.00', amount: '500.00' });
      expect((await fine('NO_GUARD', { on: '2024-02-11', amount: '500.00' })).value.stated).toBe('500.00');
      const other = { on: '2024-02-12', amount: '400.00' };
      expect(await refused(() => fine('NO_GUARD', other))).toMatchObject({ code: 'FIRM_FINE_AMOUNT', details: { fine: '500.00', asked: '400.00' } });
      expect(await refused(() => fine('NO_LIGHT', { on: '2024-02-12' }))).toMatchObject({
        code: 'FIRM_FINE_UNKNOWN',
        details: { event: 'NO_LIGHT', events: 'NO_GUARD, FIRE' },
      });
      const nothing = { quarter: Q1, reason: 'no guard at night', document: 'notice 5' };
      expect((await refused(() => dues.penalise.execute(as('COMMUNITY'), nothing))).code).toBe('FIRM_FINE_AMOUNT');
      const columns = 'event, event_on, stated, amount';
      await expect(forged(columns, `'NO_GUARD', '2024-02-12', 600, 600`)).rejects.toThrow('no fine of 600');
      await expect(forged(columns, `'NO_LIGHT', '2024-02-12', 500, 500`)).rejects.toThrow('for NO_LIGHT');
      await tamper(`event = 'NO_LIGHT'`);
      expect((await violations(database, scene.communityId, entitlementInvariants)).join()).toContain('P18 a fine for an event');
      await tamper(`event = 'NO_GUARD'`);
    });

    it('says the day of the event, in its quarter', async () => {
      await closeQuarter();
      for (const on of [undefined, '2023-12-31', '2024-04-01']) {
        const details = { field: 'eventOn', event: 'NO_GUARD', quarter: '2024-Q1', from: '2024-01-01', to: '2024-03-31', given: on ?? '–' };
        expect(await refused(() => fine('NO_GUARD', on === undefined ? {} : { on }))).toEqual({ code: 'FIRM_FINE_DAY', details });
      }
      const dayAlone = { quarter: Q1, amount: yuan('1.00'), eventOn: businessDate('2024-02-10'), reason: 'no guard at night', document: 'x' };
      expect((await refused(() => dues.penalise.execute(as('COMMUNITY'), dayAlone))).code).toBe('FIRM_FINE_DAY');
      await fine('NO_GUARD', { on: '2024-01-01' });
      await expect(forged('event, event_on, stated, amount', `'NO_GUARD', null, 500, 500`)).rejects.toThrow('a_fine_says_its_day');
      await expect(forged('event, event_on, stated, amount', `'NO_GUARD', '2024-04-01', 500, 500`)).rejects.toThrow('a_fine_is_of_its_quarter');
    });

    it('is imposed once for an event and a day, whoever imposes it: the second is refused and names the first, and another day is another fine', async () => {
      await closeQuarter();
      const first = (await fine('NO_GUARD', { on: '2024-02-10' })).value;
      expect(await refused(() => fine('NO_GUARD', { on: '2024-02-10', by: centre() }))).toEqual({
        code: 'FIRM_FINE_TWICE',
        details: { field: 'eventOn', event: 'NO_GUARD', on: '2024-02-10', first: first.id, amount: '500.00', document: 'notice 4' },
      });
      await expect(forged('event, event_on, stated, amount', `'NO_GUARD', '2024-02-10', 500, 500`)).rejects.toThrow('one_fine_an_event_and_day');
      expect((await fine('NO_GUARD', { on: '2024-02-11', by: centre() })).value.amount).toBe('500.00');
      expect((await fine('FIRE', { on: '2024-02-10' })).value.amount).toBe('8000.00');
    });

    it('of before, which does not say its day, may be that of any day of its quarter: the event is not fined again until it is taken back, which it can be', async () => {
      await closeQuarter();
      const { id } = (await fine('NO_GUARD', { on: '2024-02-10' })).value;
      await asOfBefore();
      for (const on of ['2024-02-10', '2024-02-11'])
        expect(await refused(() => fine('NO_GUARD', { on, by: centre() }))).toEqual({
          code: 'FIRM_FINE_UNDATED',
          details: { field: 'eventOn', event: 'NO_GUARD', quarter: '2024-Q1', on, first: id, amount: '500.00', document: 'notice 4' },
        });
      await expect(forged('event, event_on, stated, amount', `'NO_GUARD', '2024-02-10', 500, 500`)).rejects.toThrow(
        `fine ${id} for NO_GUARD of 2024-Q1 does not say its day`,
      );
      expect((await fine('FIRE', { on: '2024-02-10' })).value.amount).toBe('8000.00');
      const asked = (await dues.askUndo.execute(as('COMMUNITY'), { penaltyId: id, reason: 'it does not say its day' })).value;
      expect((await dues.answerUndo.execute(centre(), { id: asked.id, decision: 'CONFIRM', reason: null })).value.state).toBe('CONFIRMED');
      expect((await fine('NO_GUARD', { on: '2024-02-11' })).value.amount).toBe('500.00');
      await claims(businessDate('2024-04-30'));
    });

    it('waits until its quarter is closed, and counts up to the cap of the whole quarter, to the fen', async () => {
      expect(await refused(() => fine('FIRE', { on: '2024-01-20' }))).toEqual({
        code: 'FIRM_FINE_QUARTER_OPEN',
        details: { field: 'quarter', quarter: '2024-Q1', to: '2024-03-31', closedThrough: '2024-01-31' },
      });
      await penalise('1000.00');
      await expect(forged('event, event_on, stated, amount', `'FIRE', '2024-01-20', 8000, 4000`)).rejects.toThrow('wait until it is closed');
      await closeQuarter();
      // a tenth of 151,238.95 is 15,123.90
      expect((await fine('FIRE', { on: '2024-01-20' })).value).toMatchObject({ stated: '8000.00', amount: '8000.00' });
      await expect(forged('event, event_on, stated, amount', `'FIRE', '2024-03-02', 8000, 6123.91`)).rejects.toThrow(
        'come to 15123.91, and 15123.90 count at most',
      );
      expect((await fine('FIRE', { on: '2024-03-02' })).value).toMatchObject({ stated: '8000.00', amount: '6123.90' });
      expect(await refused(() => fine('NO_GUARD', { on: '2024-03-02' }))).toMatchObject({
        code: 'FIRM_PENALTY_CAPPED',
        details: { earned: '151238.95', earlier: '15123.90', asked: '500.00' },
      });
      await claims(businessDate('2024-04-30'));
    });

    it('is listed with its event and its day, though all of it was taken off what the firm had earned', async () => {
      await closeQuarter();
      await fine('NO_GUARD', { on: '2024-02-10' });
      const [view] = await scene.read((tx) => dues.queries.dues(tx));
      expect(view).toMatchObject({ kind: 'PENALTY', event: 'NO_GUARD', eventOn: '2024-02-10', document: 'notice 4' });
      expect([view?.amount, view?.takenOff, view?.open].map(String)).toEqual(['500.00', '500.00', '0.00']);
      expect([await open(), await scene.read((tx) => dues.queries.moves(tx, businessDate('2024-04-30')))]).toEqual([[], []]);
    });
  });

  describe('as a penalty (P18)', () => {
    it('is taken off what it has earned, and the rest it owes', async () => {
      // January earned 50,498.24, of which 40,398.59 is payable; fines are at most a tenth of the entitlement
      expect((await penalise('5000.00')).value).toMatchObject({ stated: '5000.00', amount: '5000.00', fromPayable: '5000.00' });
      expect([await scene.svc('2101'), await open()]).toEqual(['35398.59', []]);
      await claims(businessDate('2024-02-29'));
    });

    it('by an amount is by the terms of its quarter, also where the contract ended in the second month', async () => {
      await begin(true, '2024-02-29');
      expect((await penalise('800.00')).value).toMatchObject({ stated: '800.00', amount: '800.00' });
      const none = dues.penalise.execute(as('COMMUNITY'), { quarter: quarter('2023-Q4'), amount: yuan('1.00'), reason: 'none', document: 'none' });
      expect(await refusedBy(none)).toMatchObject({ code: 'CONTRACT_NONE', details: { period: '2023-Q4' } });
    });

    it('counts up to the cap of the quarter, over all of them', async () => {
      expect((await penalise('5000.00')).value.amount).toBe('5000.00');
      expect((await penalise('100.00')).value).toMatchObject({ stated: '100.00', amount: '49.82' });
      expect(await refused(() => penalise('1.00'))).toEqual({
        code: 'FIRM_PENALTY_CAPPED',
        details: { quarter: '2024-Q1', earned: '50498.24', cap: '0.1', earlier: '5049.82', asked: '1.00' },
      });
    });

    it('above the cap that got past the walls is found, and is refused by the database before', async () => {
      await penalise('5000.00');
      await expect(forged('stated, amount', '50, 49.83')).rejects.toThrow('fines of 2024-Q1 come to 5049.83, and 5049.82 count at most');
      await tamper('stated = 5049.83, amount = 5049.83');
      expect((await violations(database, scene.communityId, entitlementInvariants)).join('\n')).toMatch(
        /P18 the fines of a quarter are within the cap.*come to 5049\.83, 5049\.82 count at most/,
      );
      await tamper('stated = 5000, amount = 5000');
    });

    it('is refused for nothing, and to the bookkeeper', async () => {
      expect((await refused(() => penalise('0.00'))).code).toBe('FIRM_PENALTY_CAPPED');
      const request = { quarter: Q1, amount: yuan('1.00'), reason: 'no guard at night', document: 'x' };
      expect((await refusedBy(dues.penalise.execute(as('BOOKKEEPER'), request))).code).toBe('NOT_ALLOWED');
    });

    it('is imposed and set off by who speaks for the owners on the day or by the centre, and by no other body of the same kind', async () => {
      const stranger = contextIn(scene.communityId, { ...scene.community, organisationId: scene.street.organisationId }, 'COMMUNITY');
      const request = { quarter: Q1, amount: yuan('1.00'), reason: 'no guard at night', document: 'x' };
      expect((await refused(() => dues.penalise.execute(stranger, request))).code).toBe('OWNER_SIDE_OR_CENTRE_ONLY');
      expect((await dues.penalise.execute(contextIn(scene.communityId, scene.centre, 'CENTRE'), request)).value.amount).toBe('1.00');
      const { value } = await take('600.00');
      const clears = [{ kind: 'TAKEN' as const, id: value.id, amount: yuan('1.00') }];
      expect((await refused(() => dues.offset.execute(stranger, { clears }))).code).toBe('OWNER_SIDE_OR_CENTRE_ONLY');
    });
  });

  describe('as a penalty that is taken back (P18 reversed)', () => {
    const ask = (penaltyId: number, by = as('COMMUNITY'), reason = 'the guard was there, see film') => dues.askUndo.execute(by, { penaltyId, reason });
    const confirm = (id: number, by = centre()) => dues.answerUndo.execute(by, { id, decision: 'CONFIRM', reason: null });
    const refuse = (id: number, by = centre(), reason = 'the film shows another night') => dues.answerUndo.execute(by, { id, decision: 'REFUSE', reason });
    const parts = async () =>
      (await scene.read((tx) => dues.queries.dues(tx))).map(({ amount, takenOff, takenBack, open: left }) => [amount, takenOff, takenBack, left].map(String));
    const fines = async () => (await scene.read((tx) => dues.queries.penalties(tx, Q1))).toString();

    it('is asked for by one body and confirmed by another, and the firm is owed as before; the event may be fined again', async () => {
      await closeQuarter();
      const before = await scene.svc('2101');
      const { id } = (await fine('NO_GUARD', { on: '2024-02-10' })).value;
      const asked = (await ask(id)).value;
      expect(asked).toMatchObject({ penaltyId: id, amount: '500.00', state: 'ASKED', entrySeq: null });
      expect(await refused(() => confirm(asked.id, as('COMMUNITY')))).toEqual({ code: 'FIRM_PENALTY_UNDO_OWN', details: { penalty: id } });
      expect(await refused(() => ask(id, centre()))).toMatchObject({ code: 'FIRM_PENALTY_UNDO_WAITS', details: { penalty: id, undo: asked.id } });
      expect((await fine('NO_GUARD', { on: '2024-02-11' })).value.amount).toBe('500.00');
      expect((await confirm(asked.id)).value).toMatchObject({ state: 'CONFIRMED', entrySeq: expect.any(Number) as number });
      expect(
        yuan(before)
          .minus(yuan(await scene.svc('2101')))
          .toString(),
      ).toBe('500.00');
      expect([await parts(), await fines()]).toEqual([
        [
          ['500.00', '0.00', '500.00', '0.00'],
          ['500.00', '500.00', '0.00', '0.00'],
        ],
        '500.00',
      ]);
      await claims(businessDate('2024-04-30'));
      expect(await refused(() => ask(id))).toEqual({ code: 'FIRM_PENALTY_UNDONE', details: { penalty: id } });
      expect((await refused(() => confirm(asked.id))).code).toBe('CONFIRMATION_STATE');
      expect((await fine('NO_GUARD', { on: '2024-02-10', by: centre() })).value.amount).toBe('500.00');
    });

    describe('of what it does not have', () => {
      let id: number;
      /** 40,000.00 are held for a payout, so that of a penalty of 1,000.00 the firm owes 601.41. */
      beforeEach(async () => {
        await scene.run((tx) =>
          app.ledger.post(tx, scene.posting(), [
            {
              rule: 'P13',
              effectiveOn: businessDate('2024-02-05'),
              source: { type: 'disbursement', id: 9 },
              description: 'hold',
              transfers: [
                {
                  fund: 'SVC',
                  debit: { code: '2101', holder: { type: 'firm', id: scene.firm.organisationId } },
                  credit: { code: '2111', holder: { type: 'disbursement', id: 9 } },
                  amount: yuan('40000.00'),
                },
              ],
            },
          ]),
        );
        const { value } = await penalise('1000.00');
        expect(value).toMatchObject({ amount: '1000.00', fromPayable: '398.59' });
        id = value.id;
      });
      const part = (amount: string) => [{ kind: 'PENALTY' as const, id, amount: yuan(amount) }];
      const movesOf = async () =>
        (await scene.read((tx) => dues.queries.moves(tx, businessDate('2024-03-31')))).map(({ kind, on, amount }) => `${kind} ${on} ${amount.toString()}`);
      const claimed = async (on: string) => {
        const { payable, dueFromFirm } = await scene.read((tx) => app.entitlements.claims(tx, businessDate(on)));
        return [payable, dueFromFirm].map(String);
      };
      /** The documents against the accounts; the hold above has no document. */
      const ties = async (on: string) => {
        const held = yuan(await scene.svc('2101'))
          .plus(yuan('40000.00'))
          .toString();
        expect(await claimed(on)).toEqual([held, await scene.svc('1104')]);
      };
      const unpay = (clearingId: number) => scene.run(async (tx) => (await app.ledger.lock(tx), dues.service.undo(tx, scene.posting(), clearingId)));

      it('gives back what the firm owes for it, on the day of the confirmation', async () => {
        const { value: asked } = await ask(id);
        scene.at('2024-02-07');
        await confirm(asked.id);
        expect([await scene.svc('2101'), await scene.svc('1104'), await open(), await parts()]).toEqual([
          '398.59',
          '0.00',
          [],
          [['1000.00', '0.00', '1000.00', '0.00']],
        ]);
        expect(await movesOf()).toEqual(['DUE 2024-02-05 601.41', 'DUE 2024-02-07 -601.41']);
        expect([await claimed('2024-02-06'), await claimed('2024-02-07')]).toEqual([
          ['40000.00', '601.41'],
          ['40398.59', '0.00'],
        ]);
        expect(await refused(() => pay(part('1.00')))).toMatchObject({ code: 'FIRM_DUE_NOT_OPEN' });
      });

      it('owes it again what it had paid, though that month is closed, from the day of the confirmation, and cancels what is open', async () => {
        const { clearingId } = await pay(part('500.00'));
        await scene.wholeMonth('2024-02');
        scene.at('2024-03-05');
        const [payable, { value: asked }] = [await scene.svc('2101'), await ask(id)];
        scene.at('2024-03-07');
        const { value } = await confirm(asked.id);
        expect(value).toMatchObject({ state: 'CONFIRMED', amount: '1000.00' });
        expect([await scene.svc('2101'), await scene.svc('1104')]).toEqual([yuan(payable).plus(yuan('898.59')).toString(), '0.00']);
        expect([await open(), await parts(), await fines()]).toEqual([[], [['1000.00', '0.00', '1000.00', '0.00']], '0.00']);
        expect(await movesOf()).toEqual(expect.arrayContaining(['PAID 2024-02-05 500.00', 'DUE 2024-03-07 -101.41']));
        const [before, after] = [await claimed('2024-03-06'), await claimed('2024-03-07')];
        expect([
          before[1],
          after[1],
          yuan(after[0] ?? '')
            .minus(yuan(before[0] ?? ''))
            .toString(),
        ]).toEqual(['101.41', '0.00', '898.59']);
        const [told] = await scene.read((tx) => dues.queries.penaltyUndos(tx));
        expect([told?.state, told?.madeGood.toString(), told?.effectiveOn]).toEqual(['CONFIRMED', '500.00', '2024-03-07']);
        await ties('2024-03-31');
        // the month that it had, it asks for as before; what it paid for nothing, beside
        const rights = await scene.read(async (tx) => [
          await app.entitlements.baseClaim(tx, scene.month('2024-01')),
          await app.entitlements.baseClaim(tx, scene.month('2024-02')),
        ]);
        expect(rights.map(({ entitled, repaid }) => [entitled, repaid].map(String))).toEqual([
          ['40898.59', '500.00'],
          ['40296.29', '0.00'],
        ]);
        expect(await refused(() => unpay(clearingId))).toEqual({ code: 'FIRM_CLEARING_CREDITED', details: { penalty: id, amount: '500.00' } });
      });

      it('owes it again what was set off, and what it pays while the question waits', async () => {
        await closeQuarter();
        await dues.offset.execute(as('COMMUNITY'), { clears: part('100.00') });
        const { value: asked } = await ask(id);
        const before = await scene.svc('2101');
        await pay(part('1.41'), '2024-04-08');
        await confirm(asked.id);
        expect([await scene.svc('2101'), await scene.svc('1104'), await open()]).toEqual([yuan(before).plus(yuan('500.00')).toString(), '0.00', []]);
        await ties('2024-04-30');
      });

      it('is set off by nobody while its taking back is asked for, so that one body does not make it final; after a refusal it is', async () => {
        await closeQuarter();
        const { value: asked } = await ask(id);
        const offset = () => dues.offset.execute(centre(), { clears: part('601.41') });
        const waits = { penalty: id, undo: asked.id };
        expect(await refused(offset)).toMatchObject({ code: 'FIRM_PENALTY_UNDO_WAITS', details: waits });
        const posting = scene.posting();
        const writeOff = () =>
          scene.run((tx) => dues.service.writeOff(tx, posting, { clears: part('1.00'), on: businessDate('2024-04-08'), resolutionId: 1 as never }));
        expect(await refused(writeOff)).toMatchObject({ code: 'FIRM_PENALTY_UNDO_WAITS', details: waits });
        const past = scene.run((tx) =>
          tx.query(
            `insert into mingbai.firm_clearing (community_id, id, kind, due_kind, due_id, amount, effective_on, entry_seq, recorded_at)
             values ($1, 999999, 'OFFSET', 'PENALTY', $2, 1.00, '2024-04-08', 1, now())`,
            [scene.communityId, id],
          ),
        );
        await expect(past).rejects.toThrow(`penalty ${id} may be taken back`);
        await refuse(asked.id);
        await offset();
        expect(await open()).toEqual([]);
        await confirm((await ask(id)).value.id);
        await ties('2024-04-30');
      });

      it('is held up by the first question of a party alone: who asks again holds up nothing, whether the other party refused or who asked took it back', async () => {
        await closeQuarter();
        const offset = (amount: string) => dues.offset.execute(as('COMMUNITY'), { clears: part(amount) });
        const isHeldUp = async (undo: number) => {
          expect(await refused(() => offset('1.00'))).toMatchObject({ code: 'FIRM_PENALTY_UNDO_WAITS', details: { penalty: id, undo } });
          const past = scene.run((tx) =>
            tx.query(
              `insert into mingbai.firm_clearing (community_id, id, kind, due_kind, due_id, amount, effective_on, entry_seq, recorded_at)
               values ($1, 999999, 'OFFSET', 'PENALTY', $2, 1.00, '2024-04-08', 1, now())`,
              [scene.communityId, id],
            ),
          );
          await expect(past).rejects.toThrow(`penalty ${id} may be taken back`);
        };
        const { value: first } = await ask(id, centre());
        await isHeldUp(first.id);
        await refuse(first.id);
        for (const _ of ['taken back', 'refused']) {
          const { value: again } = await ask(id, centre());
          expect((await refused(() => ask(id))).code).toBe('FIRM_PENALTY_UNDO_WAITS');
          await offset('100.00');
          await refuse(again.id, as('COMMUNITY'));
        }
        const { value: ofOwners } = await ask(id);
        await isHeldUp(ofOwners.id);
        await refuse(ofOwners.id);
        const { value: last } = await ask(id);
        await offset('401.41');
        expect(await open()).toEqual([]);
        await confirm(last.id);
        await ties('2024-04-30');
      });

      it('is credited at the wall with what was made good and no more, and what cleared it stays', async () => {
        const { clearingId, entrySeq: paidSeq } = await pay(part('500.00'));
        const { value: asked } = await ask(id);
        const [imposed] = await scene.read((tx) =>
          tx.query<{ seq: number }>('select entry_seq as seq from mingbai.firm_due where community_id = $1', [tx.communityId]),
        );
        const answered = (madeGood: string, credited: string) =>
          scene.run(async (tx) => {
            const effectiveOn = businessDate('2024-02-05');
            const draft = journalForPenaltyCredit({
              id: asked.id,
              firmId: scene.firm.organisationId,
              effectiveOn,
              madeGood: yuan(credited),
              givenUp: Money.max(yuan('500.00').minus(yuan(credited)), Money.zero),
            });
            const [credit] = await app.ledger.post(tx, scene.posting(), [draft]);
            const { seq: undoSeq } = await app.ledger.reverse(tx, scene.posting(), { seq: imposed?.seq ?? 0, effectiveOn, description: 'past the command' });
            return tx.query(
              `update mingbai.firm_penalty_undo set state = 'CONFIRMED', answered_by = $3, answered_for = $4, answered_party = 'CENTRE', answered_at = asked_at,
                 effective_on = '2024-02-05', undo_seq = $5, made_good = $6, credit_seq = $7 where community_id = $1 and id = $2`,
              [scene.communityId, asked.id, scene.centre.personId, scene.centre.organisationId, undoSeq, madeGood, credit?.seq],
            );
          });
        await expect(answered('500.01', '500.01')).rejects.toThrow('were 500.00 made good and 0 given up, not 500.01');
        await expect(answered('500.00', '400.00')).rejects.toThrow('does not credit 500.00');
        await confirm(asked.id);
        const mark = (set: string) =>
          scene.run((tx) =>
            tx.query(`update mingbai.firm_clearing set undone_seq = ${set} where community_id = $1 and id = $2`, [scene.communityId, clearingId]),
          );
        await expect(mark(String(paidSeq))).rejects.toThrow(`was credited when that was taken back`);
        const forge = (amount: string) =>
          database.as('postgres', (client) =>
            client.query(
              `begin; set local session_replication_role = replica; update mingbai.firm_penalty_undo set made_good = ${amount} where community_id = ${scene.communityId}; commit`,
            ),
          );
        await forge('499.99');
        const found = (await violations(database, scene.communityId, entitlementInvariants)).join('\n');
        expect(found).toContain('499.99 credited of what was made good');
        expect(found).toContain('every due of the firm, every clearing and every dispute has its entry');
        await forge('500.00');
      });

      it('is credited at the wall to its own firm, and to no other', async () => {
        await pay(part('500.00'));
        const { value: asked } = await ask(id);
        const effectiveOn = businessDate('2024-02-05');
        const toAnother = scene.run(async (tx) => {
          const firmId = scene.firm.organisationId;
          const held = (code: '1104' | '2101', holder: number) => ({ code, holder: { type: 'firm' as const, id: holder } });
          const transfers = transfer('SVC', yuan('500.00'), held('1104', firmId), held('2101', scene.centre.organisationId));
          const draft = journalForPenaltyCredit({ id: asked.id, firmId, effectiveOn, madeGood: yuan('500.00'), givenUp: Money.zero });
          const [credit] = await app.ledger.post(tx, scene.posting(), [{ ...draft, transfers }]);
          const [imposed] = await tx.query<{ seq: number }>('select entry_seq as seq from mingbai.firm_due where community_id = $1', [tx.communityId]);
          const { seq } = await app.ledger.reverse(tx, scene.posting(), { seq: imposed?.seq ?? 0, effectiveOn, description: 'past the command' });
          return tx.query(
            `update mingbai.firm_penalty_undo set state = 'CONFIRMED', answered_by = $3, answered_for = $4, answered_party = 'CENTRE', answered_at = asked_at,
               effective_on = $5, undo_seq = $6, made_good = 500.00, credit_seq = $7 where community_id = $1 and id = $2`,
            [tx.communityId, asked.id, scene.centre.personId, scene.centre.organisationId, effectiveOn, seq, credit?.seq],
          );
        });
        await expect(toAnother).rejects.toThrow(`does not credit 500.00 that were made good and 0 that were given up of penalty ${id} to its firm`);
        await confirm(asked.id);
      });
    });

    it('stands where the other body refuses, or whoever asked takes the question back; each says why', async () => {
      const { id } = (await penalise('100.00')).value;
      const first = (await ask(id)).value;
      expect((await refused(() => refuse(first.id, centre(), 'no'))).code).toBe('CONFIRMATION_REASON');
      expect((await refuse(first.id)).value.state).toBe('REFUSED');
      expect((await refused(() => confirm(first.id))).code).toBe('CONFIRMATION_STATE');
      const second = (await ask(id, centre())).value;
      expect((await refuse(second.id)).value.state).toBe('REFUSED');
      expect([await fines(), await parts()]).toEqual(['100.00', [['100.00', '100.00', '0.00', '0.00']]]);
      const told = await scene.read((tx) => dues.queries.penaltyUndos(tx));
      expect(told.map(({ penaltyId, state, entrySeq }) => [penaltyId, state, entrySeq])).toEqual([
        [id, 'REFUSED', null],
        [id, 'REFUSED', null],
      ]);
    });

    it('is asked for with a reason, of a penalty there is, by the owner side or the centre alone', async () => {
      const { id } = (await penalise('100.00')).value;
      expect((await refused(() => ask(id, as('COMMUNITY'), 'no'))).code).toBe('CONFIRMATION_REASON');
      expect((await refused(() => ask(999_999))).code).toBe('FIRM_DUE_UNKNOWN');
      expect((await refused(() => ask(id, as('BOOKKEEPER')))).code).toBe('NOT_ALLOWED');
      const stranger = contextIn(scene.communityId, { ...scene.community, organisationId: scene.street.organisationId }, 'COMMUNITY');
      expect((await refused(() => ask(id, stranger))).code).toBe('OWNER_SIDE_OR_CENTRE_ONLY');
      expect((await refused(() => confirm(999_999))).code).toBe('NOT_FOUND');
    });

    it('is not confirmed by who speaks for the owners by then for those who asked before: they are one party', async () => {
      const { id, entrySeq } = (await penalise('100.00')).value;
      const asked = (await ask(id)).value;
      scene.at('2024-02-06');
      const committee = await app.party(scene.communityId, 'COMMITTEE', { from: businessDate('2024-02-06') });
      const byCommittee = contextIn(scene.communityId, committee, 'COMMITTEE');
      expect(await refused(() => confirm(asked.id, byCommittee))).toEqual({ code: 'FIRM_PENALTY_UNDO_OWN', details: { penalty: id } });
      const past = scene.run(async (tx) => {
        const { seq } = await app.ledger.reverse(tx, scene.posting(), { seq: entrySeq, effectiveOn: businessDate('2024-02-06'), description: 'by one party' });
        return tx.query(
          `update mingbai.firm_penalty_undo set state = 'CONFIRMED', answered_by = $3, answered_for = $4, answered_party = 'OWNER_SIDE', answered_at = $6, effective_on = '2024-02-06', undo_seq = $5
           where community_id = $1 and id = $2`,
          [scene.communityId, asked.id, committee.personId, committee.organisationId, seq, database.clock.now()],
        );
      });
      await expect(past).rejects.toThrow('taken_back_by_two');
      expect((await refuse(asked.id, byCommittee)).value.state).toBe('REFUSED');
      const other = (await ask(id, centre())).value;
      expect((await confirm(other.id, byCommittee)).value.state).toBe('CONFIRMED');
    });

    it('is kept by the database: not by one body, not without its reversal, not without its paper; and what got past that is found', async () => {
      const { id, entrySeq } = (await penalise('100.00')).value;
      const asked = (await ask(id)).value;
      const answered = (by: { personId: number; organisationId: number }, party: string) =>
        scene.run((tx) =>
          tx.query(
            `update mingbai.firm_penalty_undo set state = 'CONFIRMED', answered_by = $3, answered_for = $4, answered_party = $6, answered_at = asked_at, effective_on = '2024-02-05', undo_seq = $5
             where community_id = $1 and id = $2`,
            [scene.communityId, asked.id, by.personId, by.organisationId, entrySeq, party],
          ),
        );
      await expect(answered(scene.centre, 'CENTRE')).rejects.toThrow(`penalty ${id} is none that entry ${entrySeq} reverses`);
      for (const [by, party] of [
        [scene.firm, 'CENTRE'],
        [scene.community, 'CENTRE'],
        [scene.centre, 'OWNER_SIDE'],
      ] as const)
        await expect(answered(by, party)).rejects.toThrow('has no part by which they answer');
      const mark = () => scene.run((tx) => tx.query('update mingbai.firm_due set undone_seq = $2 where community_id = $1', [scene.communityId, entrySeq]));
      await expect(mark()).rejects.toThrow(`penalty ${id} is taken back by two bodies`);
      await tamper(`undone_seq = ${entrySeq}`);
      expect((await violations(database, scene.communityId, entitlementInvariants)).join('\n')).toContain('P18 a penalty is taken back exactly when');
      await tamper('undone_seq = null');
      await confirm(asked.id);
    });
  });

  describe('is cleared', () => {
    it('by one line of the bank for several dues, each named', async () => {
      const [one, two] = [await take('600.00'), await take('400.00')];
      const cleared = await pay([
        { kind: 'TAKEN', id: one.value.id, amount: yuan('600.00') },
        { kind: 'TAKEN', id: two.value.id, amount: yuan('150.00') },
      ]);
      expect([cleared.amount.toString(), await open(), await collected('2024-02')]).toEqual(['750.00', ['TAKEN 2024-02-03 250.00'], '750.00']);
    });

    it('never beyond what is open, before its day, twice in one payment, or under a name that is none', async () => {
      const { value } = await take('600.00');
      const part = { kind: 'TAKEN' as const, id: value.id, amount: yuan('600.01') };
      expect(await refused(() => pay([part]))).toEqual({
        code: 'FIRM_DUE_NOT_OPEN',
        details: { due: '2024-02-03', open: '600.00', asked: '600.01', on: '2024-02-05' },
      });
      expect((await refused(() => pay([{ ...part, amount: yuan('1.00') }], '2024-02-02'))).code).toBe('FIRM_DUE_NOT_OPEN');
      expect(
        (
          await refused(() =>
            pay([
              { ...part, amount: yuan('1.00') },
              { ...part, amount: yuan('1.00') },
            ]),
          )
        ).code,
      ).toBe('FIRM_DUE_UNKNOWN');
      expect((await refused(() => pay([{ ...part, kind: 'PENALTY', amount: yuan('1.00') }]))).code).toBe('FIRM_DUE_UNKNOWN');
    });

    it('of two firms only one by one: with both names it is refused, by money and by offset', async () => {
      const [one, two] = [await take('600.00'), await take('400.00')];
      const clears = [one, two].map(({ value }) => ({ kind: 'TAKEN' as const, id: value.id, amount: yuan('100.00') }));
      const give = (firmId: number) =>
        database.as('postgres', async (client) => {
          await client.query('set session_replication_role = replica');
          await client.query('update mingbai.firm_due set firm_id = $3 where community_id = $1 and id = $2', [scene.communityId, two.value.id, firmId]);
        });
      await give(scene.street.organisationId); // stands for the firm before this one
      const names = { first: `TAKEN 2024-02-03 (${one.value.id})`, other: `TAKEN 2024-02-03 (${two.value.id})` };
      expect(await refused(() => pay(clears))).toEqual({ code: 'FIRM_DUES_OF_TWO_FIRMS', details: names });
      expect(await refused(() => dues.offset.execute(as('COMMUNITY'), { clears }))).toEqual({ code: 'FIRM_DUES_OF_TWO_FIRMS', details: names });
      await give(scene.firm.organisationId);
      expect((await pay(clears)).amount.toString()).toBe('200.00');
    });

    it('out of what the firm has earned only as far as that reaches', async () => {
      const { value } = await take('6000.00');
      await scene.run((tx) =>
        app.ledger.post(tx, scene.posting(), [
          {
            rule: 'P13',
            effectiveOn: businessDate('2024-02-05'),
            source: { type: 'disbursement', id: 9 },
            description: 'hold',
            transfers: [
              {
                fund: 'SVC',
                debit: { code: '2101', holder: { type: 'firm', id: scene.firm.organisationId } },
                credit: { code: '2111', holder: { type: 'disbursement', id: 9 } },
                amount: yuan('40000.00'),
              },
            ],
          },
        ]),
      );
      const clears = [{ kind: 'TAKEN' as const, id: value.id, amount: yuan('398.60') }];
      expect(await refused(() => dues.offset.execute(as('COMMUNITY'), { clears }))).toEqual({
        code: 'FIRM_OFFSET_TOO_MUCH',
        details: { earned: '398.59', asked: '398.60' },
      });
      await dues.offset.execute(as('COMMUNITY'), { clears: [{ kind: 'TAKEN', id: value.id, amount: yuan('398.59') }] });
      expect(await open()).toEqual(['TAKEN 2024-02-03 5601.41']);
      expect((await refusedBy(dues.offset.execute(as('BOOKKEEPER'), { clears }))).code).toBe('NOT_ALLOWED');
    });
  });

  it('is refused by the database itself beyond what is due', async () => {
    const { value } = await take('10.00');
    const attempt = database.as('mingbai_app', async (client) => {
      await client.query(`begin; set local app.community_id = '${scene.communityId}'`);
      try {
        await client.query(`insert into mingbai.firm_clearing (community_id, id, kind, due_kind, due_id, amount, bank_line_id, effective_on, entry_seq, recorded_at)
          values (${scene.communityId}, 999999, 'PAID', 'TAKEN', ${value.id}, 10.01, 5, '2024-02-05', 1, now())`);
      } finally {
        await client.query('rollback');
      }
    });
    await expect(attempt).rejects.toThrow(/cleared beyond its amount/);
  });

  describe('and what its checks find after somebody went past the walls:', () => {
    it.each<[sql: string, name: string]>([
      [
        `update mingbai.firm_due set amount = 999, stated = 999 where community_id = $c`,
        'I8 what the firm owes in the books is its months, penalties and takings less what it made good',
      ],
      [
        `update mingbai.firm_clearing set effective_on = effective_on + 1 where community_id = $c`,
        'every due of the firm, every clearing and every dispute has its entry',
      ],
      [`update mingbai.firm_clearing set undone_seq = 1 where community_id = $c`, 'I4 a clearing is undone exactly when its entry is reversed'],
      [
        `update mingbai.firm_clearing_share set amount = 399 where community_id = $c`,
        'P24 what the firm took is what it settled of the unit’s bills, and counts as collected as far as it was made good',
      ],
      [
        `update mingbai.contract_version set terms = terms - 'firmDischarges' where community_id = $c`,
        'P24 the firm takes an owner’s money for the fund only where the contract says so',
      ],
    ])('%s → %s', async (sql, name) => {
      const { value } = await take('1000.00');
      await pay([{ kind: 'TAKEN', id: value.id, amount: yuan('400.00') }]);
      const victim = scene;
      await database.as('postgres', async (client) => {
        await client.query('set session_replication_role = replica');
        await client.query(sql.replaceAll('$c', String(victim.communityId)));
      });
      const found = (await violations(database, victim.communityId, entitlementInvariants)).map((violation) => violation.split(':')[0]);
      await begin(true); // a sound book for the check after the test
      expect(found).toContain(name);
    });
  });
});
