import { businessDate } from '../../../src/kernel/index.js';
import type { DecideDiscountEndRequest } from '../../../src/modules/fees/index.js';
import { refusedBy } from '../../support/refusal.js';
import { billingOnDatabase, type BillingCompound } from './billing-fixture.js';
import { day, month } from './fixture.js';

/** To end a discount early takes money from an owner: it needs a reason and the two sides that the discount itself needed. */
describe('the early end of a discount', () => {
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

  const refuse = (end: number, reason: string | null = '房屋仍然空置') =>
    on.decideDiscountEnd.execute(compound.owners(), { endId: end as DecideDiscountEndRequest['endId'], decision: 'REFUSED', reason });
  const ends = async () => (await compound.read((tx) => on.feeItems.discounts(tx))).map(({ to, end }) => [to, end?.state ?? null, end?.reason ?? null]);
  const kept = () =>
    compound.read((tx) =>
      tx.query(
        'select (select count(*) from mingbai.fee_discount_end where community_id = $1)::int as asked, (select count(*) from mingbai.fee_discount_end_decision where community_id = $1)::int as decided',
        [tx.communityId],
      ),
    );

  it('makes no bill larger before the owner side has agreed to it; who asked, why, and who agreed is kept', async () => {
    const id = await compound.discount();
    const { end, state } = (await compound.askEnd(id, businessDate('2023-12-31'))).value;
    expect(state).toBe('WAITING');
    expect(await ends()).toEqual([['2024-12-31', 'WAITING', '房屋已经入住']]);
    expect((await compound.bill(month('01'))).value.total).toBe('330.16');
    await compound.undo(month('01'));
    expect((await compound.agreeToEnd(end)).value).toEqual({ end, state: 'AGREED' });
    expect(await ends()).toEqual([['2023-12-31', 'AGREED', '房屋已经入住']]);
    expect((await compound.bill(month('01'))).value.total).toBe('352.73');
    const [row] = await compound.read((tx) =>
      tx.query(
        `select e.asked_by = $2 and e.asked_for = $3 and c.decided_by = $4 and c.decided_for = $5 as kept from mingbai.fee_discount_end e
         join mingbai.fee_discount_end_decision c on c.community_id = $1 and c.end_id = e.id where e.community_id = $1`,
        [tx.communityId, ...[compound.bookkeeper(), compound.owners()].flatMap(({ actor }) => [actor.personId, actor.organisationId])],
      ),
    );
    expect(row).toEqual({ kept: true });
  });

  it('that is refused leaves the discount as it was, and another may be asked for', async () => {
    const id = await compound.discount();
    await refuse((await compound.askEnd(id, day('02-29'))).value.end);
    expect(await ends()).toEqual([['2024-12-31', 'REFUSED', '房屋已经入住']]);
    await compound.endDiscount(id, day('03-31'));
    expect(await ends()).toEqual([['2024-03-31', 'AGREED', '房屋已经入住']]);
  });

  it('of a discount to which nobody has agreed yet counts at once, and is kept all the same', async () => {
    const { id } = (await compound.askDiscount()).value;
    expect((await compound.askEnd(id, day('06-30'), '业主改了申请')).value.state).toBe('WITHDRAWN');
    expect(await ends()).toEqual([['2024-06-30', 'WITHDRAWN', '业主改了申请']]);
    await compound.agree(id);
    expect((await refusedBy(compound.askEnd(id, day('03-31')))).code).toBe('DISCOUNT_ENDED');
  });

  it('lapses once a day after it is billed: it cannot be agreed to any more, and a later one may be asked for', async () => {
    const id = await compound.discount();
    const { end } = (await compound.askEnd(id, businessDate('2023-12-31'))).value;
    await compound.bill(month('01'));
    expect((await ends())[0]?.[1]).toBe('LAPSED');
    expect((await refusedBy(compound.agreeToEnd(end))).code).toBe('FEE_ITEM_BILLED');
    await compound.endDiscount(id, day('01-31'));
    expect(await ends()).toEqual([['2024-01-31', 'AGREED', '房屋已经入住']]);
  });

  describe('is refused, with nothing written,', () => {
    it('without a reason, by who may not ask, twice at once, or for a discount that was refused', async () => {
      const id = await compound.discount();
      for (const reason of ['', 'x'.repeat(201), 'zwei\nZeilen'])
        expect((await refusedBy(compound.askEnd(id, day('06-30'), reason))).code).toBe('DISCOUNT_END_REASON');
      for (const role of ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'CASHIER', 'FIRM', 'AUDITOR'] as const)
        expect((await refusedBy(on.endDiscount.execute(compound.as(role), { id, lastOn: day('06-30'), reason: '不需要' }))).code).toBe('NOT_ALLOWED');
      expect(await kept()).toEqual([{ asked: 0, decided: 0 }]);
      await compound.askEnd(id, day('06-30'));
      expect(await refusedBy(compound.askEnd(id, day('05-31')))).toMatchObject({ code: 'DISCOUNT_END_ASKED', details: { lastOn: '2024-06-30' } });
      expect(await kept()).toEqual([{ asked: 1, decided: 0 }]);
    });

    it('when who decides asked for it, or does not speak for the owners, and when it was decided', async () => {
      const id = await compound.discount();
      const { end } = (await compound.askEnd(id, day('06-30'))).value;
      for (const role of ['BOOKKEEPER', 'CASHIER', 'CENTRE', 'STREET', 'FIRM', 'AUDITOR'] as const)
        expect((await refusedBy(compound.agreeToEnd(end, compound.as(role)))).code).toBe('NOT_ALLOWED');
      expect((await refusedBy(compound.agreeToEnd(end, compound.as('COMMUNITY')))).code).toBe('OWNER_SIDE_ONLY');
      const { actor, ...rest } = compound.owners();
      const clerk = compound.bookkeeper().actor;
      for (const own of [{ personId: clerk.personId }, { organisationId: clerk.organisationId }])
        expect((await refusedBy(compound.agreeToEnd(end, { ...rest, actor: { ...actor, ...own } }))).code).toBe('DISCOUNT_END_OWN');
      for (const reason of [null, '', 'x'.repeat(201)]) expect((await refusedBy(refuse(end, reason))).code).toBe('DISCOUNT_REASON_MISSING');
      expect((await refusedBy(compound.agreeToEnd(999_999))).code).toBe('NOT_FOUND');
      expect(await ends()).toEqual([['2024-12-31', 'WAITING', '房屋已经入住']]);
      await compound.agreeToEnd(end);
      for (const again of [compound.agreeToEnd(end), refuse(end)]) expect((await refusedBy(again)).code).toBe('DISCOUNT_END_DECIDED');
      expect(await kept()).toEqual([{ asked: 1, decided: 1 }]);
    });
  });

  describe('in the database', () => {
    const attempt = async (sql: string): Promise<string> => {
      try {
        await compound.read((tx) => tx.query('select 1'));
        await on.database.unitOfWork.run(compound.communityId, (tx) => tx.query(sql));
        return 'not refused';
      } catch (error) {
        return String(error);
      }
    };
    const ending = (id: number, columns: { withdrawn?: boolean } = {}) =>
      `insert into mingbai.fee_discount_end values (${compound.communityId}, 900001, ${id}, '2024-06-30', 'x', ${String(columns.withdrawn ?? false)}, 1, 2, now())`;

    it('does not happen by hand: without an end, by one that nobody agreed to, or as if the discount had waited', async () => {
      const id = await compound.discount();
      const update = (end: string) => `update mingbai.fee_discount set ended_on = '2024-06-30', end_id = ${end} where id = ${id}`;
      expect(await attempt(update('null'))).toContain('nobody agreed');
      expect(await attempt(ending(id, { withdrawn: true }))).toContain('was decided on');
      const { end } = (await compound.askEnd(id, day('06-30'))).value;
      expect(await attempt(update(String(end)))).toContain('nobody agreed');
      const decision = (columns: string) =>
        `insert into mingbai.fee_discount_end_decision select community_id, 900002, id, asked_by, asked_for, ${columns}, now() from mingbai.fee_discount_end where id = ${end}`;
      expect(await attempt(decision(`'AGREED', null, asked_by, asked_for + 1`))).toContain('discount_end_decided_by_another');
      expect(await attempt(decision(`'AGREED', null, asked_by + 1, asked_for`))).toContain('discount_end_decided_by_another');
      expect(await attempt(decision(`'REFUSED', null, asked_by + 1, asked_for + 1`))).toContain('discount_end_refused_with_a_reason');
      await compound.agreeToEnd(end);
      expect(await attempt(decision(`'REFUSED', 'x', asked_by + 1, asked_for + 1`))).toContain('discount_end_decided_once');
      expect(await attempt(`update mingbai.fee_discount set ended_on = null, end_id = null where id = ${id}`)).toContain('ended, once');
      expect(await attempt(`update mingbai.fee_discount_end set reason = 'y'`)).toContain('permission denied');
    });
  });
});
