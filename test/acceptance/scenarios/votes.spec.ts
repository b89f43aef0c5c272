import { accountingPeriod } from '../../../src/kernel/index.js';
import { AskUnitCorrection, DecideUnitCorrection } from '../../../src/modules/fees/index.js';
import {
  CancelVote,
  ConfirmCount,
  CountVote,
  OpenVote,
  RecordBallots,
  ResolutionQueries,
  VoteQueries,
  type OpenVoteRequest,
  type VoteChoice,
} from '../../../src/modules/resolutions/index.js';
import { day, storyBook, type Story, type Who } from './story.js';

/** The owners decide together, by heads and by area (民法典 278): two thirds of both take part; more than half of them agree, of special matters three quarters. */
describe('a vote of the owners', () => {
  const book = storyBook();

  /** A compound of flats of so many square metres, 1 to n, on the day on which a vote is opened. */
  async function flats(...areas: readonly string[]): Promise<Story> {
    const rows = areas.map((area, index) => `${index + 1},1,${index + 1} 室,FLAT,${area},张三`);
    const town = await book.begin({ months: 0, units: `code,building,label,kind,area,owner\n${rows.join('\n')}\n` });
    town.at('2024-11-01');
    return town;
  }
  async function opens(town: Story, change: Partial<OpenVoteRequest> = {}): Promise<string> {
    const question = { kind: 'OTHER', matter: 'OTHER', title: '快递柜收入的用途', limit: null, replaces: null, owners: [] } as const;
    const days = { closesOn: day('2024-11-15'), from: day('2024-12-01'), to: null };
    const documentSha256 = await town.paper('表决公告', 'community');
    return (await town.app.get(OpenVote).execute(town.as('community'), { ...question, ...days, documentSha256, ...change })).value.number;
  }
  /** Ballots of flats, as they were cast on a day. */
  async function cast(town: Story, number: string, choices: Readonly<Record<number, VoteChoice>>, castOn = '2024-11-05') {
    const ballots = Object.entries(choices).map(([unit, choice]) => ({ unit, choice, castOn: day(castOn), way: 'PAPER' as const, reason: null }));
    const documentSha256 = await town.paper(`选票 ${Object.keys(choices).join()} ${castOn}`, 'community');
    return town.app.get(RecordBallots).execute(town.as('community'), { number, ballots, documentSha256 });
  }
  const yes = (...units: readonly number[]) => Object.fromEntries(units.map((unit): [number, VoteChoice] => [unit, 'FOR']));
  const no = (...units: readonly number[]) => Object.fromEntries(units.map((unit): [number, VoteChoice] => [unit, 'AGAINST']));
  const confirm = (town: Story, number: string, by: Who = 'street') => town.app.get(ConfirmCount).execute(town.as(by), { number });
  /** It is counted on 11-16, and the street confirms the count. @returns whether it passed, the resolution, and who took part and agreed */
  async function decides(town: Story, number: string) {
    town.at('2024-11-16');
    await town.app.get(CountVote).execute(town.as('community'), { number, documentSha256: await town.paper('计票结果', 'community') });
    const { passed, resolution } = (await confirm(town, number)).value;
    const { total, voting, inFavour } = (await town.read((tx) => town.app.get(VoteQueries).byNumber(tx, number))).figures;
    const said = ({ area, heads }: typeof total) => `${(area / 100).toFixed(2)} m², ${heads} heads`;
    return { passed, resolution, of: said(total), voted: said(voting), agreed: said(inFavour) };
  }

  it('two thirds of the area without two thirds of the heads decide nothing', async () => {
    const town = await flats('600.00', ...Array.from({ length: 8 }, () => '50.00'));
    const number = await opens(town);
    town.at('2024-11-06');
    await cast(town, number, yes(1, 2, 3));
    const outcome = { passed: false, resolution: null, of: '1000.00 m², 9 heads', voted: '700.00 m², 3 heads', agreed: '700.00 m², 3 heads' };
    expect(await decides(town, number)).toEqual(outcome);
    expect(await town.read((tx) => town.app.get(ResolutionQueries).all(tx))).toEqual([]);
  });

  it('two thirds of the heads without two thirds of the area decide nothing', async () => {
    const town = await flats('600.00', ...Array.from({ length: 8 }, () => '50.00'));
    const number = await opens(town);
    town.at('2024-11-06');
    await cast(town, number, yes(2, 3, 4, 5, 6, 7, 8, 9));
    expect(await decides(town, number)).toMatchObject({ passed: false, resolution: null, voted: '400.00 m², 8 heads' });
  });

  it('of common property 74.9 percent of the area are not enough', async () => {
    const town = await flats('250.00', '250.00', '249.00', '251.00');
    const number = await opens(town, { kind: 'COM_USE', matter: 'COMMON_PARTS' });
    town.at('2024-11-06');
    await cast(town, number, { ...yes(1, 2, 3), ...no(4) });
    expect(await decides(town, number)).toMatchObject({ passed: false, resolution: null, voted: '1000.00 m², 4 heads', agreed: '749.00 m², 3 heads' });
  });

  it('of common property 75 percent are enough, and the vote becomes a resolution', async () => {
    const town = await flats('250.00', '250.00', '250.00', '250.00');
    const number = await opens(town, { kind: 'COM_USE', matter: 'COMMON_PARTS' });
    town.at('2024-11-06');
    await cast(town, number, { ...yes(1, 2, 3), ...no(4) });
    expect(await decides(town, number)).toMatchObject({ passed: true, resolution: 'JY2024-001', agreed: '750.00 m², 3 heads' });
  });

  it('exactly half of an ordinary matter is not more than half', async () => {
    const town = await flats('250.00', '250.00', '250.00', '250.00');
    const number = await opens(town);
    town.at('2024-11-06');
    await cast(town, number, { ...yes(1, 2), ...no(3, 4) });
    expect(await decides(town, number)).toMatchObject({ passed: false, agreed: '500.00 m², 2 heads' });
  });

  it('an area that is corrected after the opening changes nothing of the vote', async () => {
    const town = await flats('100.00', '100.00', '100.00');
    const number = await opens(town);
    town.at('2024-11-06');
    const request = { unit: '1', from: accountingPeriod('2024-11'), kind: 'FLAT', area: '900.00', reason: '测绘更正', document: '测绘报告' } as const;
    const { id } = (await town.app.get(AskUnitCorrection).execute(town.as('bookkeeper'), request)).value;
    await town.app.get(DecideUnitCorrection).execute(town.as('community'), { id, decision: 'AGREED', reason: null });
    await cast(town, number, yes(1, 2, 3));
    expect(await decides(town, number)).toMatchObject({ of: '300.00 m², 3 heads', agreed: '300.00 m², 3 heads' });
    expect(await opens(town, { closesOn: day('2024-11-30') })).toBe('TP2024-02');
    const next = await town.read((tx) => town.app.get(VoteQueries).byNumber(tx, 'TP2024-02'));
    expect(next.figures.total).toEqual({ area: 110_000, heads: 3 });
  });

  it('a flat has one ballot', async () => {
    const town = await flats('100.00', '100.00', '100.00');
    const number = await opens(town);
    town.at('2024-11-06');
    await cast(town, number, yes(1));
    const again = await town.paper('选票 又', 'community');
    const ballots = [{ unit: '1', choice: 'AGAINST' as const, castOn: day('2024-11-06'), way: 'PAPER' as const, reason: null }];
    const second = () => town.app.get(RecordBallots).execute(town.as('community'), { number, ballots, documentSha256: again });
    await town.refused(second, 'VOTE_BALLOT_TWICE', { unit: '1', castOn: '2024-11-05' });
  });

  it('who owns two flats has both areas and one head', async () => {
    const town = await flats('100.00', '100.00', '100.00', '100.00');
    const number = await opens(town, { owners: [['1', '2']] });
    town.at('2024-11-06');
    await cast(town, number, yes(1, 2, 3));
    expect(await decides(town, number)).toMatchObject({ passed: true, of: '400.00 m², 3 heads', voted: '300.00 m², 2 heads', agreed: '300.00 m², 2 heads' });
  });

  it('a ballot of the day after the last one does not count', async () => {
    const town = await flats('100.00', '100.00', '100.00');
    const number = await opens(town);
    town.at('2024-11-16');
    await town.paper('选票 1 2024-11-16', 'community');
    await town.refused(() => cast(town, number, yes(1), '2024-11-16'), 'VOTE_OUTSIDE_DAYS', { unit: '1' });
  });

  it('those who held the vote do not confirm its count', async () => {
    const town = await flats('100.00', '100.00', '100.00');
    const number = await opens(town);
    town.at('2024-11-06');
    await cast(town, number, yes(1, 2, 3));
    town.at('2024-11-16');
    await town.app.get(CountVote).execute(town.as('community'), { number, documentSha256: await town.paper('计票结果', 'community') });
    await town.refused(() => confirm(town, number, 'community'), 'VOTE_SAME_ORGANISATION', { number });
    await town.refused(() => confirm(town, number, 'colleague'), 'VOTE_SAME_ORGANISATION', { number });
    expect((await confirm(town, number)).value).toEqual({ number, passed: true, resolution: 'JY2024-001' });
  });

  it('what is decided about common property needs three quarters, and nobody may put it as an ordinary matter', async () => {
    const town = await flats('100.00', '100.00');
    await town.paper('表决公告', 'community');
    await town.refused(() => opens(town, { kind: 'COM_USE', matter: 'OTHER' }), 'VOTE_MATTER_OTHER', { kind: 'COM_USE' });
  });

  it('once somebody has voted, those who hold the vote do not call it off, and nobody sees a choice before the count', async () => {
    const town = await flats('100.00', '100.00', '100.00');
    const number = await opens(town);
    town.at('2024-11-06');
    await cast(town, number, { ...yes(1), ...no(2) });
    const { id } = await town.read((tx) => town.app.get(VoteQueries).byNumber(tx, number));
    const seen = async () => (await town.read((tx) => town.app.get(VoteQueries).ballots(tx, id))).map(({ choice }) => choice);
    expect(await seen()).toEqual([null, null]);
    const callOff = (by: Who) => town.app.get(CancelVote).execute(town.as(by), { number, reason: '公告的事项写错了' });
    await town.refused(() => callOff('community'), 'VOTE_SAME_ORGANISATION', { number });
    await callOff('street');
    expect(await seen()).toEqual(['FOR', 'AGAINST']);
  });
});
