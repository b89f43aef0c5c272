import { businessDate } from '../../../src/kernel/index.js';
import type { DecideDiscountRequest } from '../../../src/modules/fees/index.js';
import { refusedBy } from '../../support/refusal.js';
import { billingOnDatabase, type BillingCompound } from './billing-fixture.js';
import { day, month } from './fixture.js';

describe('a discount', () => {
  let on: Awaited<ReturnType<typeof billingOnDatabase>>;
  let compound: BillingCompound;

  beforeAll(async () => {
    on = await billingOnDatabase();
  });
  beforeEach(async () => {
    compound = await on.compound();
  });
  afterEach(async () => expect(await compound.violations()).toEqual([]));
  afterAll(() => on.destroy());

  const ask = async (change: Parameters<BillingCompound['askDiscount']>[0] = {}): Promise<number> => (await compound.askDiscount(change)).value.id;
  const refuse = (id: number, reason: string | null = '没有空置证明') =>
    on.decideDiscount.execute(compound.owners(), { id: id as DecideDiscountRequest['id'], decision: 'REFUSED', reason });
  const states = async () =>
    (await compound.read((tx) => on.feeItems.discounts(tx))).map(({ unitCode, state, decisionReason }) => [unitCode, state, decisionReason]);
  const decisions = () => compound.read((tx) => tx.query('select decision from mingbai.fee_discount_decision where community_id = $1', [tx.communityId]));

  it('makes no bill smaller before the owner side has agreed to it, and every later one does', async () => {
    await ask();
    expect(await states()).toEqual([['01-101', 'WAITING', null]]);
    expect((await compound.bill(month('01'))).value.total).toBe('352.73');
    await compound.undo(month('01'));
    const [waiting] = await compound.read((tx) => on.feeItems.discounts(tx));
    expect((await compound.agree(waiting?.id ?? 0)).value).toEqual({ id: waiting?.id, state: 'AGREED' });
    expect(await states()).toEqual([['01-101', 'AGREED', null]]);
    expect((await compound.bill(month('01'))).value.total).toBe('330.16');
  });

  it('that is refused is kept with the reason, counts for nothing, and leaves its months to another', async () => {
    await refuse(await ask());
    expect(await states()).toEqual([['01-101', 'REFUSED', '没有空置证明']]);
    expect((await compound.bill(month('01'))).value.total).toBe('352.73');
    await compound.discount({ from: day('02-01'), percent: '50' });
    compound.today(day('02-01'));
    expect((await compound.bill(month('02'))).value.total).toBe('315.11');
  });

  it('that nobody agreed to lapses with the first month that is billed, and one from later days takes its place', async () => {
    const late = await ask();
    await compound.bill(month('01'));
    expect(await states()).toEqual([['01-101', 'LAPSED', null]]);
    expect(await refusedBy(compound.agree(late))).toEqual({
      code: 'FEE_ITEM_BILLED',
      details: { from: '2024-01-01', billedThrough: '2024-01', earliest: '2024-02-01' },
    });
    await compound.discount({ from: day('02-01') });
    await compound.undo(month('01'));
    expect((await refusedBy(compound.agree(late))).code).toBe('DISCOUNT_TAKEN');
    expect(await decisions()).toHaveLength(1);
  });

  it('that waits keeps its months for itself', async () => {
    await ask();
    expect((await refusedBy(compound.askDiscount({ from: day('06-01') }))).code).toBe('DISCOUNT_TAKEN');
  });

  it('that was in force before the owner side was asked counts as agreed, and cannot be decided on any more', async () => {
    const id = await ask();
    await on.database.as('postgres', async (client) => {
      await client.query('set session_replication_role = replica');
      await client.query('update mingbai.fee_discount set recorded_for = null where community_id = $1', [compound.communityId]);
    });
    expect(await states()).toEqual([['01-101', 'AGREED', null]]);
    expect((await compound.bill(month('01'))).value.total).toBe('330.16');
    expect(await refusedBy(compound.agree(id))).toEqual({ code: 'DISCOUNT_DECIDED', details: { state: 'AGREED', at: '–' } });
  });

  describe('is not decided', () => {
    it('by who may not, by a body that does not speak for the owners, or by the side that recorded it', async () => {
      const id = await ask();
      for (const role of ['BOOKKEEPER', 'CASHIER', 'CENTRE', 'STREET', 'FIRM', 'AUDITOR'] as const)
        expect((await refusedBy(compound.agree(id, compound.as(role)))).code).toBe('NOT_ALLOWED');
      expect((await refusedBy(compound.agree(id, compound.as('COMMUNITY')))).code).toBe('OWNER_SIDE_ONLY');
      const { actor, ...rest } = compound.owners();
      const clerk = compound.bookkeeper().actor;
      for (const own of [{ personId: clerk.personId }, { organisationId: clerk.organisationId }])
        expect((await refusedBy(compound.agree(id, { ...rest, actor: { ...actor, ...own } }))).code).toBe('DISCOUNT_OWN');
      expect(await decisions()).toEqual([]);
      expect(await states()).toEqual([['01-101', 'WAITING', null]]);
    });

    it('twice, without a reason where it is refused, after it was ended, or when there is none', async () => {
      const id = await ask();
      for (const reason of [null, '', 'x'.repeat(201)]) expect((await refusedBy(refuse(id, reason))).code).toBe('DISCOUNT_REASON_MISSING');
      await compound.agree(id);
      for (const again of [compound.agree(id), refuse(id)])
        expect(await refusedBy(again)).toMatchObject({ code: 'DISCOUNT_DECIDED', details: { state: 'AGREED' } });
      const ended = await ask({ unit: '01-102' });
      expect((await compound.askEnd(ended, businessDate('2023-12-31'))).value.state).toBe('WITHDRAWN');
      expect((await states())[0]).toEqual(['01-102', 'LAPSED', null]);
      expect(await refusedBy(compound.agree(ended))).toEqual({ code: 'DISCOUNT_ENDED', details: { to: '2023-12-31' } });
      expect((await refusedBy(compound.agree(999_999))).code).toBe('NOT_FOUND');
      expect(await decisions()).toEqual([{ decision: 'AGREED' }]);
    });
  });
});
