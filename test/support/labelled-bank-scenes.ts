import type { LabelledLine, LabelledUnit, LabelledWorld } from './labelled-world.js';

/** What the scenes draw from: the world that is being made, its dice, and the hand that adds a line. */
export interface SceneTools {
  readonly world: Pick<LabelledWorld, 'channelDays' | 'paid' | 'rules' | 'received'>;
  readonly below: (below: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
  readonly unit: () => LabelledUnit & { readonly fee: number };
  readonly lease: () => LabelledUnit & { readonly fee: number };
  readonly person: () => string;
  readonly account: () => string;
  readonly add: (scene: string, fen: number, rest: Partial<LabelledLine>) => void;
}

export type Scene = readonly [weight: number, play: () => void];

type Channel = LabelledWorld['channelDays'][number]['channel'];
const CHANNELS: readonly Channel[] = ['WECHAT', 'ALIPAY', 'POS'];
const NAMES: Readonly<Record<Channel, readonly string[]>> = {
  WECHAT: ['财付通支付科技有限公司', '财付通支付科技有限公司客户备付金'],
  ALIPAY: ['支付宝（中国）网络技术有限公司', '支付宝(中国)网络技术有限公司客户备付金'],
  POS: ['银联商务股份有限公司', '通联支付网络服务股份有限公司'],
};
const REMARKS: Readonly<Record<Channel, readonly string[]>> = {
  WECHAT: ['微信支付结算', '商户结算款 1600000001', ''],
  ALIPAY: ['支付宝提现', '结算款', ''],
  POS: ['POS结算', '收单款', ''],
};

/** Batches of payment channels: what the days of a bill come to after the charge, in one run of days, or not. */
export function channelScenes({ world, below, pick, person, account, add }: SceneTools): Scene[] {
  const firstFree = new Map<Channel, number>();
  let ids = 700_000;
  const dayAt = (index: number): string => new Date(Date.UTC(2023, 0, 1) + index * 86_400_000).toISOString().slice(0, 10);
  /** The next days of a channel with what is left of each after the charge; the bill of the channel was imported and placed. */
  const days = (channel: Channel, count: number, sign: 1 | -1 = 1) =>
    Array.from({ length: count }, () => {
      const at = firstFree.get(channel) ?? 0;
      firstFree.set(channel, at + 1);
      const gross = 100_000 + below(9_000_000);
      const fee = Math.max(1, Math.floor(gross * 0.006));
      const made = { channel, on: dayAt(at), net: sign * (gross - fee), gross, lineIds: [++ids, ++ids] };
      world.channelDays.push(made);
      return made;
    });
  const sum = (of: readonly { readonly net: number }[]): number => of.reduce((all, { net }) => all + net, 0);
  const from = (channel: Channel) => ({ name: pick(NAMES[channel]), account: `95${channel.length}0000000000001`, remark: pick(REMARKS[channel]) });
  const batch = (scene: string, count: number, sign: 1 | -1 = 1): void => {
    const channel = pick(CHANNELS);
    const run = days(channel, count, sign);
    add(scene, sum(run), { ...from(channel), truth: [[`${channel} ${run[0]?.on ?? ''} – ${run.at(-1)?.on ?? ''}`, sum(run)]] });
  };
  return [
    [50, () => batch('channel batch of one day, less its charge', 1)],
    [30, () => batch('channel batch of several days', 2 + below(3))],
    [10, () => batch('channel day on which more was given back than came', 1, -1)],
    [15, () => { const channel = pick(CHANNELS); const [only] = days(channel, 1); add('channel batch without its charge taken off', only?.gross ?? 0, from(channel)); }],
    [15, () => { const channel = pick(CHANNELS); add('channel batch that is off by one fen', sum(days(channel, 1 + below(3))) + pick([1, -1]), from(channel)); }],
    [10, () => { const channel = pick(CHANNELS); const [first, , last] = days(channel, 3); add('channel batch with a day missing in the middle', (first?.net ?? 0) + (last?.net ?? 0), from(channel)); }],
    [15, () => { const channel = pick(CHANNELS); add('channel batch whose bill was not imported', 1_000 + below(9_000_000), from(channel)); }],
    [15, () => { const [only] = days(pick(CHANNELS), 1); add('a person who pays what a batch would be', only?.net ?? 0, { name: person(), account: account(), remark: pick(['', '物业费']) }); }],
    [10, () => { const [one, other] = [pick(['WECHAT', 'POS'] as const), 'ALIPAY' as const]; const [only] = days(one, 1); add('a line that names two channels', only?.net ?? 0, { ...from(one), remark: pick(REMARKS[other].slice(0, 1)) + pick(REMARKS[one].slice(0, 1)) }); }],
    [10, () => { const channel = pick(CHANNELS); const [only] = days(channel, 1); add('channel batch before the day of its payments', only?.net ?? 0, { ...from(channel), on: '2022-12-31' }); }],
  ]; // prettier-ignore
}

/** Rules of the bookkeeper: each says what it says, a reference is better evidence, and rules that disagree say nothing. */
export function ruleScenes({ world, below, pick, unit, lease, add }: SceneTools): Scene[] {
  const [locker, stall] = [lease(), lease()];
  const rule = { direction: 'IN' as const, counterparty: '', remark: '', fen: null, reference: null };
  world.rules.push(
    { ...rule, remark: '废品', target: 'OTHER_INCOME' },
    { ...rule, counterparty: '速递易', target: 'LEASE', reference: locker.code },
    { ...rule, remark: '代收水费', target: 'FOR_OTHERS', reference: 'SK003' },
    { ...rule, direction: 'OUT', remark: '网银年服务', target: 'CHARGE' },
    { ...rule, remark: '摊位', fen: 20_000, target: 'LEASE', reference: stall.code },
    { ...rule, remark: '废品押金', target: 'SUSPENSE' },
  );
  const some = (): number => 100 + below(90_000);
  return [
    [20, () => { const fen = some(); add('other income by a rule', fen, { remark: pick(['1月废品款', '废品', '卖 废 品']), truth: [['OTHER_INCOME', fen]] }); }],
    [20, () => { const fen = some(); add('a lease by a rule of its counterparty', fen, { name: pick(['速递易物流科技有限公司', '成都速递易']), truth: [[locker.code, fen]] }); }],
    [20, () => { const fen = some(); add('collected for others by a rule', fen, { remark: '代收水费 3月', truth: [['SK003', fen]] }); }],
    [15, () => { const fen = -(100 + below(19_900)); add('a charge by a rule, taken by the bank', fen, { name: pick(['', '嘉善农商银行']), account: '', remark: '网银年服务', truth: [['CHARGE', fen]] }); }],
    [10, () => add('what a rule calls a charge, more than a bank may take unsaid', -(20_001 + below(70_000)), { name: pick(['', '嘉善农商银行']), account: '', remark: '网银年服务' })],
    [10, () => add('what a rule calls a charge and a person took', -some(), { remark: '网银年服务' })],
    [15, () => add('a rule with an amount, exactly that', 20_000, { remark: '摊位', truth: [[stall.code, 20_000]] })],
    [10, () => add('a rule with an amount, another one', 20_000 + 1 + below(500), { remark: '摊位' })],
    [15, () => add('rules that disagree', some(), { remark: '废品押金' })],
    [15, () => { const to = unit(); add('a reference beside the words of a rule', to.fee, { remark: `废品抵扣 WY${to.code}`, truth: [[to.code, to.fee]] }); }],
    [10, () => add('the words of a rule on what the bank takes back', some(), { remark: '废品 冲正', reversal: true })],
  ]; // prettier-ignore
}

/** Payments that came back: payouts in, receipts out. */
export function comeBackScenes({ world, below, pick, unit, account, add }: SceneTools): Scene[] {
  const paid = (on = '2024-03-29') => {
    const at = world.paid.length;
    const made = { id: 80_000 + at, number: `BF2023-${String(at + 1).padStart(4, '0')}`, fen: 2_000_000 + at * 1_741, paidOn: on };
    world.paid.push(made);
    return made;
  };
  const payee = (number: string) => ({ name: `供应商${number}有限公司`, account: account() });
  const received = () => {
    const to = unit();
    const [from, at] = [account(), world.received.length];
    const two = below(4) === 0;
    const fens = two ? [to.fee, 7_523] : [to.fee];
    const receipts = fens.map((fen, place) => ({ number: `SJ2024-${String(at * 2 + place + 1).padStart(6, '0')}`, fen }));
    const made = { account: from, fen: fens.reduce((all, fen) => all + fen, 0), paidOn: '2024-03-20', receipts };
    world.received.push(made);
    return { ...made, owner: to.owner ?? '', code: to.code };
  };
  return [
    [20, () => { const back = paid(); add('a paid payout that came back under its number', back.fen, { ...payee(back.number), remark: pick([`退汇 ${back.number}`, `${back.number.toLowerCase()} 户名不符`, `账号有误，原路退回${back.number}`]), reversal: below(2) === 0, truth: [[back.number, back.fen]] }); }],
    [10, () => { const back = paid(); add('a paid payout that came back less a fee', back.fen - 500, { ...payee(back.number), remark: `退汇 ${back.number}` }); }],
    [10, () => { const back = paid(); add('a paid payout that came back without its number', back.fen, { ...payee(back.number), remark: '退汇' }); }],
    [10, () => { const back = paid('2024-04-30'); add('a payout that came back before it was paid', back.fen, { ...payee(back.number), remark: `退汇 ${back.number}` }); }],
    [10, () => { const [one, two] = [paid(), paid()]; add('two payouts that came back in one sum', one.fen + two.fen, { ...payee(one.number), remark: `退汇 ${one.number} ${two.number}` }); }],
    [10, () => { const back = paid(); for (let turn = 0; turn < 2; turn++) add('a payout that came back twice', back.fen, { ...payee(back.number), on: '2024-04-20', remark: `退汇 ${back.number}`, truth: turn === 0 ? [[back.number, back.fen]] : null }); }],
    [25, () => { const { fen, owner, account: from } = received(); add(BOUNCED, -fen, { name: owner, account: from, remark: pick(['', '退票', '账号错误退回']) }); }],
    [10, () => { const { fen, owner, account: from, code } = received(); add('a bounced receipt that the bank marks', -fen, { name: owner, account: from, remark: `WY${code} 冲正`, reversal: true }); }],
    [10, () => { const { fen, owner, account: from } = received(); add('a debit to a payer over another amount', -fen - 1 - below(99), { name: owner, account: from, remark: '退款' }); }],
  ]; // prettier-ignore
}

/** A person must look, and is offered the receipts. */
export const BOUNCED = 'a bounced receipt';
