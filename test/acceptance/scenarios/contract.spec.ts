import { accountingPeriod, addDays } from '../../../src/kernel/index.js';
import { ContractQueries, ProposeContract, SignProposal, type ContractTermsJson } from '../../../src/modules/contracts/index.js';
import { demoTermsWithGates } from '../../integration/contracts/fixture.js';
import { day, storyBook, type Story, type Who } from './story.js';

/** What people of a compound live through with their contract. */
describe('the contract of a compound', () => {
  const NUMBER = 'RYXC-WY-2024-01';
  const book = storyBook();
  /** A compound under its contract, whose terms say everything that new terms have to say, on 2024-05-06. */
  async function begin(): Promise<Story> {
    const town = await book.begin({ months: 0, terms: demoTermsWithGates });
    town.at('2024-05-06');
    return town;
  }
  const proposes = async (town: Story, fromPeriod: string, change: Partial<ContractTermsJson>) =>
    (
      await town.app
        .get(ProposeContract)
        .execute(town.as('community'), { contract: NUMBER, fromPeriod: accountingPeriod(fromPeriod), terms: { ...demoTermsWithGates, ...change } })
    ).value;
  type Proposal = Awaited<ReturnType<typeof proposes>>;
  /** It hangs out for everybody for so many days, today the first, and they are over. */
  async function hangsOut(town: Story, { number, sha256 }: Proposal, days = 7): Promise<void> {
    const until = addDays(town.clock.today(), days - 1);
    await town.app.get(SignProposal).publish(town.as('community'), { number, sha256, until });
    town.at(addDays(until, 1));
  }
  const signs = async (town: Story, who: Who, { number, sha256 }: Proposal, resolution: string | null = null) =>
    town.app.get(SignProposal).sign(town.as(who), { number, sha256, document: await town.paper(`合同${number}`, 'community'), resolution });
  /** Hung out, resolved by the owners, and signed by both sides. */
  async function agrees(town: Story, proposal: Proposal): Promise<void> {
    await hangsOut(town, proposal);
    await signs(town, 'firm', proposal);
    await signs(town, 'community', proposal, await town.resolve('CONTRACT', null, town.clock.today()));
  }
  const termsOf = async (town: Story, period: string) => town.read((tx) => town.app.get(ContractQueries).versionFor(tx, accountingPeriod(period)));
  const shareOf = async (town: Story, period: string) => (await termsOf(town, period)).shareAtRisk.toString();
  const covers = (town: Story, period: string) =>
    town.read(async (tx) => (await town.app.get(ContractQueries).findVersion(tx, accountingPeriod(period))) !== null);

  it('new terms leave earlier months as they were', async () => {
    const town = await begin();
    await agrees(town, await proposes(town, '2024-07', { shareAtRisk: '0.1' }));
    expect([await shareOf(town, '2024-06'), await shareOf(town, '2024-07')]).toEqual(['0.2', '0.1']);
  });

  it('terms inside a quarter are refused, and the first possible month is named', async () => {
    const town = await begin();
    await town.refused(() => proposes(town, '2024-08', { shareAtRisk: '0.1' }), 'CONTRACT_STARTED', { fromPeriod: '2024-08', first: '2024-07' });
  });

  it('a notice a day short is refused, and what the firm has not signed counts for nothing', async () => {
    const town = await begin();
    const proposal = await proposes(town, '2024-07', { shareAtRisk: '0.1' });
    const short = { days: 7, earliest: '2024-05-12', until: '2024-05-11' };
    await town.refused(() => hangsOut(town, proposal, 6), 'CONTRACT_NOTICE_SHORT', short);
    await hangsOut(town, proposal, 7);
    await signs(town, 'community', proposal, await town.resolve('CONTRACT', null, day('2024-05-13')));
    expect(await shareOf(town, '2024-07')).toBe('0.2');
    await signs(town, 'firm', proposal);
    expect(await shareOf(town, '2024-07')).toBe('0.1');
  });

  it('terms that move money are not signed for the owners without a resolution of theirs', async () => {
    const town = await begin();
    const proposal = await proposes(town, '2024-07', { shareAtRisk: '0.1' });
    await hangsOut(town, proposal);
    await town.paper(`合同${proposal.number}`, 'community');
    await town.refused(() => signs(town, 'community', proposal), 'CONTRACT_RESOLUTION_MISSING', { number: proposal.number, on: '2024-05-13' });
  });

  it('an older text that is half signed cannot bring old terms back once others were agreed', async () => {
    const town = await begin();
    const old = await proposes(town, '2024-10', { answerDays: 5 });
    await hangsOut(town, old);
    await signs(town, 'firm', old);
    await agrees(town, await proposes(town, '2024-07', { shareAtRisk: '0.1' }));
    await town.refused(() => signs(town, 'community', old), 'CONTRACT_BASE_CHANGED', { number: old.number, base: 1, newest: 2 });
    expect(await shareOf(town, '2024-10')).toBe('0.1');
  });

  it('a score whose parts weigh 99 percent together is no rule', async () => {
    const town = await begin();
    const [first, ...rest] = demoTermsWithGates.template.components;
    const components = [{ code: 'INSPECTION', name: String(first?.name), weight: '0.39' }, ...rest];
    const terms = { template: { ...demoTermsWithGates.template, components } };
    await town.refused(() => proposes(town, '2024-07', terms), 'CONTRACT_WEIGHTS_NOT_WHOLE', { total: '99' });
  });

  it('bands that leave out the scores from 60 to 65, or pay more for less, are no rule', async () => {
    const town = await begin();
    const bands = (...rows: readonly (readonly [lo: string, hi: string, ratio: string])[]) => ({
      payoutRule: { kind: 'BANDED' as const, bands: rows.map(([lo, hi, ratio]) => ({ lo, hi, ratio })) },
    });
    const gap = bands(['65', '100', '1'], ['0', '60', '0.7']);
    await town.refused(() => proposes(town, '2024-07', gap), 'CONTRACT_BANDS_GAP', { from: '60', to: '65' });
    const falling = bands(['60', '100', '0.7'], ['0', '60', '0.8']);
    await town.refused(() => proposes(town, '2024-07', falling), 'CONTRACT_BANDS_FALLING', { from: '60', to: '100', ratio: '0.7', below: '0.8' });
  });

  it('a contract by which money could leave without the owners is none', async () => {
    const town = await begin();
    const approvalPolicy = { ...demoTermsWithGates.approvalPolicy, small: ['REGULATOR'] };
    await town.refused(() => proposes(town, '2024-07', { approvalPolicy }), 'CONTRACT_POLICY_WEAK');
  });

  it('a contract by which one body alone could release a payment is none', async () => {
    const town = await begin();
    const approvalPolicy = { ...demoTermsWithGates.approvalPolicy, smallCount: 1 };
    await town.refused(() => proposes(town, '2024-07', { approvalPolicy }), 'CONTRACT_TERM_OUTSIDE', { value: '1', min: 2 });
    const alone = { ...demoTermsWithGates.approvalPolicy, small: ['OWNER_SIDE'], large: ['OWNER_SIDE'], alwaysLarge: [] };
    await town.refused(() => proposes(town, '2024-07', { approvalPolicy: alone }), 'CONTRACT_POLICY_ALONE', { field: 'approvalPolicy.small', min: 2 });
  });

  it('a contract that nobody follows goes on by the old terms once the owner side says so', async () => {
    const town = await begin();
    town.at('2026-12-20');
    expect(await covers(town, '2027-01')).toBe(false);
    await town.contractStep('HOLDOVER', 'community');
    expect([await covers(town, '2027-01'), await shareOf(town, '2027-06')]).toEqual([true, '0.2']);
  });

  it('a notice that comes too late for the end of a quarter is refused, and the first possible day is named', async () => {
    const town = await begin();
    await town.paper('解聘通知', 'firm');
    const late = { endsOn: '2024-06-30', days: 60, earliest: '2024-09-30' };
    await town.refused(() => town.contractStep('NOTICE_GIVEN', 'firm', '2024-06-30'), 'CONTRACT_NOTICE_END', late);
    await town.contractStep('NOTICE_GIVEN', 'firm', '2024-09-30');
    expect([await covers(town, '2024-09'), await covers(town, '2024-10')]).toEqual([true, false]);
  });

  it('a contract is not closed while its payouts are suspended, so that what the firm earned can still be paid', async () => {
    const town = await begin();
    await town.contractStep('NOTICE_GIVEN', 'community', '2024-09-30');
    town.at('2024-10-01');
    await town.contractStep('HANDOVER', 'community');
    await town.contractStep('SUSPENDED', 'centre');
    await town.refused(() => town.contractStep('CLOSED', 'community'), 'CONTRACT_CLOSE_SUSPENDED', { number: NUMBER });
    await town.contractStep('RESUMED', 'community');
    expect((await town.contractStep('CLOSED', 'community')).on).toBe('2024-10-01');
  });
});
