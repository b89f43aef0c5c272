import { RegisterPayeeAccount } from '../../../src/modules/contracts/index.js';
import { demoPayeeAccount, demoTerms } from '../../integration/contracts/fixture.js';
import { day, storyBook, yuan, type Story } from './story.js';

/** Who has to agree before money leaves, and what an agreement is worth. */
describe('approvals of a payout', () => {
  const book = storyBook();
  const ALL = '40398.59';

  /** The owners elect a committee, which is registered today. */
  async function committee(town: Story): Promise<void> {
    town.people.colleague = await town.newBody('COMMITTEE', '业主委员会');
  }
  const slotsOf = async (town: Story, id: number) =>
    (await town.detail(id)).approvals.map(({ slot, organisation, substitute }) => [slot, organisation.slice(0, 4), substitute]);
  /** Asked for, approved by all three, and ten minutes have passed. */
  async function approved(town: Story): Promise<number> {
    const { id } = await town.asksBase(ALL);
    await town.approveAll(id);
    town.clock.advanceMinutes(10);
    return id;
  }

  it('an approval given by the stand-in community stays valid after the committee registers', async () => {
    const town = await book.begin();
    const { id } = await town.asksBase('20000.00');
    await town.decide('community', id);
    town.at('2024-02-19');
    await committee(town);
    expect([await town.missing(id), await slotsOf(town, id)]).toEqual([['REGULATOR'], [['OWNER_SIDE', '小东门社', true]]]);
    await town.decide('centre', id);
    expect([await town.state(id), await town.balance('2111')]).toEqual(['APPROVED', '20000.00']);
  });

  it('from the day on which it is registered only the committee approves for the owners', async () => {
    const town = await book.begin();
    const { id } = await town.asksBase(ALL);
    town.at('2024-02-19');
    await committee(town);
    await town.decide('community', id);
    await town.decide('colleague', id);
    // what the community gives now is the supervisor's approval
    expect(await slotsOf(town, id)).toEqual([
      ['SUPERVISOR', '小东门社', false],
      ['OWNER_SIDE', '业主委员', false],
    ]);
    await town.refused(() => town.decide('street', id), 'DISBURSEMENT_NO_SLOT', { number: 'BF2024-0001' });
  });

  it('two of three are enough where the contract says so, and never without the owner side', async () => {
    const town = await book.begin({
      terms: { ...demoTerms, approvalPolicy: { ...demoTerms.approvalPolicy, small: demoTerms.approvalPolicy.large, smallCount: 2, largeCount: 2 } },
    });
    const { id } = await town.asksBase(ALL);
    await town.decide('street', id);
    expect(await town.missing(id)).toEqual(['OWNER_SIDE']);
    await town.decide('centre', id);
    expect([await town.state(id), await town.missing(id)]).toEqual(['APPROVING', ['OWNER_SIDE']]);
    await town.decide('community', id);
    expect([await town.state(id), await town.balance('2111')]).toEqual(['APPROVED', ALL]);
  });

  it('an approval that is taken back lets an approved payout fall only where the others are too few', async () => {
    const town = await book.begin({
      terms: { ...demoTerms, approvalPolicy: { ...demoTerms.approvalPolicy, small: demoTerms.approvalPolicy.large, smallCount: 2, largeCount: 2 } },
    });
    const { id } = await town.asksBase(ALL);
    for (const who of ['street', 'centre', 'community'] as const) await town.decide(who, id);
    await town.withdraw('centre', id);
    expect([await town.state(id), await town.balance('2111')]).toEqual(['APPROVED', ALL]);
    await town.withdraw('street', id);
    expect([await town.state(id), await town.missing(id), await town.balance('2111')]).toEqual(['APPROVING', ['REGULATOR', 'SUPERVISOR'], '0.00']);
    await town.decide('centre', id);
    town.clock.advanceMinutes(10);
    await town.instruct(id);
    expect(await town.state(id)).toBe('INSTRUCTED');
  });

  it('while the community stands in for the owners, the street supervises', async () => {
    const town = await book.begin();
    const id = await approved(town);
    expect((await slotsOf(town, id)).map(([slot, organisation]) => [slot, organisation])).toEqual([
      ['OWNER_SIDE', '小东门社'],
      ['REGULATOR', '县物管中'],
      ['SUPERVISOR', '魏塘街道'],
    ]);
  });

  it('who asks for money does not approve it, in whatever office', async () => {
    const town = await book.begin();
    const { id } = await town.asksBase(ALL);
    await town.leave('firm');
    town.people.centre = await town.join(town.people.firm.personId, 'CENTRE', town.bodies.centre);
    await town.refused(() => town.decide('centre', id), 'DISBURSEMENT_SUBMITTER_DECIDES', { number: 'BF2024-0001' });
  });

  it('who entered the account that the money goes to does not approve it', async () => {
    const town = await book.begin();
    const { id } = await town.asksBase(ALL);
    await town.refused(() => town.decide('registrar', id), 'DISBURSEMENT_REGISTRAR_DECIDES', { number: 'BF2024-0001' });
  });

  it('the firm, the bookkeeper and the cashier approve nothing', async () => {
    const town = await book.begin();
    const { id } = await town.asksBase(ALL);
    for (const who of ['firm', 'bookkeeper', 'cashier'] as const) await town.refused(() => town.decide(who, id), 'NOT_ALLOWED');
  });

  it('one person and one body approve once, however many people the body has', async () => {
    const town = await book.begin();
    const { id } = await town.asksBase(ALL);
    await town.decide('community', id);
    await town.refused(() => town.decide('community', id), 'DISBURSEMENT_PERSON_DECIDED', { number: 'BF2024-0001', at: '2024-02-18 14:00' });
    await town.refused(() => town.decide('colleague', id), 'DISBURSEMENT_ORGANISATION_DECIDED', { number: 'BF2024-0001', at: '2024-02-18 14:00' });
  });

  it('where two decide at once, the second is told who was first and looks again', async () => {
    const town = await book.begin();
    const { id } = await town.asksBase(ALL);
    const seen = await town.seen(id);
    await town.decide('community', id, seen);
    await town.refused(() => town.decide('centre', id, seen), 'DISBURSEMENT_CHANGED', { number: 'BF2024-0001', person: 'COMMUNITY 3', at: '2024-02-18 14:00' });
    await town.decide('centre', id);
    expect(await town.missing(id)).toEqual(['SUPERVISOR']);
  });

  it('a decision that was put off for sixteen days is overdue, and nobody’s silence approves it', async () => {
    const town = await book.begin();
    const { id } = await town.asksBase(ALL);
    await town.decide('community', id);
    await town.decide('centre', id, { decision: 'DEFER', reason: '等待现场核实' });
    town.at('2024-03-05');
    const [queued] = await town.read((tx) => town.queries.queue(tx, town.people.centre));
    expect([queued?.state, queued?.deferredUntil, queued?.missingSlots]).toEqual(['DEFERRED', '2024-03-04', ['REGULATOR', 'SUPERVISOR']]);
    expect(await town.balance('2111')).toBe('0.00');
    await town.decide('centre', id);
    await town.decide('street', id);
    expect([await town.state(id), await town.balance('2111')]).toEqual(['APPROVED', ALL]);
  });

  it('an approval is taken back within ten minutes, and not at 10:01', async () => {
    const town = await book.begin();
    const { id } = await town.asksBase('20000.00');
    await town.decide('community', id);
    await town.decide('centre', id);
    town.clock.advanceMinutes(10 + 1 / 60);
    const late = { number: 'BF2024-0001', at: '2024-02-18 14:00', until: '2024-02-18 14:10' };
    await town.refused(() => town.withdraw('centre', id), 'DISBURSEMENT_WITHDRAW_LATE', late);
    town.clock.advanceMinutes(-1 / 60);
    await town.withdraw('centre', id);
    expect([await town.state(id), await town.balance('2111'), await town.balance('2101')]).toEqual(['APPROVING', '0.00', ALL]);
  });

  it('the bank is told to pay ten minutes after the last approval, not before', async () => {
    const town = await book.begin();
    const { id } = await town.asksBase('20000.00');
    await town.decide('community', id);
    await town.decide('centre', id);
    town.clock.advanceMinutes(9);
    const early = { number: 'BF2024-0001', approvedAt: '2024-02-18 14:00', from: '2024-02-18 14:10' };
    await town.refused(() => town.instruct(id), 'DISBURSEMENT_WAITING', early);
    town.clock.advanceMinutes(1);
    expect((await town.instruct(id)).paymentList?.total).toBe('20000.00');
  });

  it('when the amount changes, every approval that was given before is void', async () => {
    const town = await book.begin();
    const { id } = await town.asksBase(ALL);
    await town.decide('community', id);
    await town.decide('street', id);
    await town.decide('centre', id, { decision: 'RETURN', reason: '请核对本月金额' });
    await town.revise(id, '40398.58');
    const { amount, approvals, missingSlots } = await town.detail(id);
    expect([amount.toString(), approvals, missingSlots]).toEqual(['40398.58', [], ['OWNER_SIDE', 'REGULATOR', 'SUPERVISOR']]);
  });

  it('who approved a payout does not tell the bank to pay it when they become the cashier', async () => {
    const town = await book.begin();
    const { id } = await town.asksBase('20000.00');
    await town.decide('colleague', id);
    await town.decide('centre', id);
    town.at('2024-02-19');
    await town.leave('colleague');
    town.people.cashier = await town.join(town.people.colleague.personId, 'CASHIER', town.bodies.agency);
    await town.refused(() => town.instruct(id), 'DISBURSEMENT_CASHIER_ACTED', { number: 'BF2024-0001' });
  });

  it('a payment that came back is paid again to the corrected account after new approvals, and is no second expense', async () => {
    const town = await book.begin();
    const { id } = await town.asksBase(ALL);
    await town.isPaid(id);
    const cost = await town.balance('5001.01');
    const from = { name: demoPayeeAccount.accountName, account: demoPayeeAccount.accountNo };
    town.at('2024-02-21');
    const [bankLineId = 0] = await town.bankBook.through(day('2024-02-20'), [{ on: day('2024-02-20'), amount: ALL, remark: '户名不符退汇', from }]);
    await town.returned({ disbursementId: id, bankLineId, on: day('2024-02-20'), amount: yuan(ALL) });
    const account = { contractId: town.contractId, ...demoPayeeAccount, accountNo: '9903000000000002' };
    await town.app.get(RegisterPayeeAccount).execute(town.as('registrar'), account);
    town.at('2024-02-26');
    await town.revise(id, null);
    expect([await town.missing(id), await town.balance('2303')]).toEqual([['OWNER_SIDE', 'REGULATOR', 'SUPERVISOR'], ALL]);
    await town.bankBook.through(day('2024-02-25'), []);
    await town.isPaid(id, { ...from, account: '9903000000000002' });
    expect([await town.state(id), await town.balance('2303'), await town.balance('5001.01'), cost]).toEqual(['SETTLED', '0.00', ALL, ALL]);
  });
});
