import { channelScenes, comeBackScenes, ruleScenes, type Scene } from './labelled-bank-scenes.js';
import type { LabelledLine, LabelledUnit, LabelledWorld } from './labelled-world.js';

const MONTHS = ['2024-01', '2024-02', '2024-03', '2024-04'];
const FEES = [7_523, 9_027, 10_829];
const SURNAMES = [...'王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗'];
const GIVEN = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰文辉建国'];

/** Mulberry32: the same lines for the same seed on every machine. */
function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** WY, 8 digits, and what makes digits and check 1 modulo 97, by long division. */
export function writtenReference(id: number): string {
  const body = String(id).padStart(8, '0');
  let rest = 0;
  for (const digit of `${body}00`) rest = (rest * 10 + Number(digit)) % 97;
  return `WY${body}${String(98 - rest).padStart(2, '0')}`;
}

const full = (text: string): string =>
  [...text].map((sign) => (/[!-~]/.test(sign) ? String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0) : sign)).join('');

/** The scenes: each takes fresh units and says what the lines of it are. */
export function labelledWorld(seed: number, wanted: number): LabelledWorld {
  const below = random(seed);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const [units, leases, payouts, seen, lines]: [
    LabelledUnit[],
    LabelledUnit[],
    LabelledWorld['payouts'][number][],
    { account: string; unit: number }[],
    LabelledLine[],
  ] = [[], [], [], [], []];
  let persons = 0;
  /** A name that nobody else in this world has. */
  const person = (): string =>
    `${pick(SURNAMES)}${pick(GIVEN)}${GIVEN[persons % GIVEN.length]}${GIVEN[Math.floor(persons++ / GIVEN.length) % GIVEN.length]}${persons > 900 ? GIVEN[Math.floor(persons / 900) % GIVEN.length] : ''}`;
  const account = (): string => `62${String(10_000_000_000_000 + lines.length * 1_000 + below(1_000))}`;
  const unit = (owner: string | null = person(), months = 1 + below(4)): LabelledUnit & { fee: number } => {
    const at = units.length;
    const fee = pick(FEES);
    const code = `${String(1 + Math.floor(at / 36)).padStart(2, '0')}-${1 + (Math.floor(at / 6) % 6)}0${1 + (at % 6)}`;
    const made = { id: 1_000 + at, code, owner, fee, open: Object.fromEntries(MONTHS.slice(4 - months).map((month) => [month, fee])) };
    units.push(made);
    return made;
  };
  const lease = (): LabelledUnit & { fee: number } => {
    const fee = 100_000 + below(900_000);
    const made = {
      id: 50_000 + leases.length,
      code: `ZL${String(leases.length + 1).padStart(2, '0')}`,
      owner: `嘉善${person()}商贸有限公司`,
      fee,
      open: { '2024-04': fee },
    };
    leases.push(made);
    return made;
  };
  const total = ({ open }: LabelledUnit): number => Object.values(open).reduce((sum, fen) => sum + fen, 0);
  const day = (): string => `2024-04-${String(1 + below(28)).padStart(2, '0')}`;
  const add = (scene: string, fen: number, rest: Partial<LabelledLine>): void => {
    lines.push({ scene, on: day(), fen, name: person(), account: account(), remark: '', reversal: false, truth: null, ...rest });
  };
  /** Around a reference: words, months, phone numbers, and what a bank makes of the signs. */
  const written = (reference: string): string => {
    const dressed = pick([
      reference,
      `物业费${reference}`,
      `${reference} ${pick(['4月', '3月份', '2024年2月', '1-4月'])}物业费`,
      `缴费 ${reference}，电话13${String(100_000_000 + below(899_999_999))}`,
      `${reference}/谢谢`,
    ]);
    return pick([dressed, dressed, full(dressed), dressed.toLowerCase(), dressed.replaceAll('-', pick(['－', '—', '‐', '_'])), ` ${dressed} `]);
  };
  const spaced = (reference: string): string =>
    `${reference.slice(0, 6)}${pick([' ', '-', '  '])}${reference.slice(6, 9)}${pick(['', ' '])}${reference.slice(9)}`;
  const exact = (of: LabelledUnit & { fee: number }): number => of.fee * (1 + below(Object.keys(of.open).length));
  const whole = (code: string, fen: number): LabelledLine['truth'] => [[code, fen]];

  const world: Pick<LabelledWorld, 'channelDays' | 'paid' | 'rules' | 'received'> = { channelDays: [], paid: [], rules: [], received: [] };
  const tools = { world, below, pick, unit, lease, person, account, add };
  const scenes: readonly Scene[] = [
    ...channelScenes(tools),
    ...ruleScenes(tools),
    ...comeBackScenes(tools),
    [300, () => { const to = unit(); const fen = pick([exact(to), 1 + below(50_000)]); add('unit code in the remark', fen, { name: pick([to.owner ?? '', person()]), remark: written(`WY${to.code}`), truth: whole(to.code, fen) }); }],
    [300, () => { const to = unit(); const fen = pick([exact(to), 1 + below(50_000)]); const by = writtenReference(to.id); add('payment reference', fen, { name: pick([to.owner ?? '', person()]), remark: written(pick([by, by, spaced(by)])), truth: whole(to.code, fen) }); }],
    [60, () => { const to = unit(); const by = writtenReference(to.id); const at = 2 + below(10); const wrong = `${by.slice(0, at)}${(Number(by[at]) + 1 + below(9)) % 10}${by.slice(at + 1)}`; add('payment reference with a wrong digit', exact(to), { name: to.owner ?? '', remark: written(wrong) }); }],
    [40, () => { const to = unit(); add('payment reference cut off by the bank', exact(to), { name: person(), remark: `物业费缴纳 ${writtenReference(to.id).slice(0, 7 + below(4))}` }); }],
    [40, () => { const to = unit(person(), 1); add('payment reference inside a longer number', to.fee, { name: person(), remark: `流水号${writtenReference(to.id)}88${below(10)}` }); }],
    [60, () => { const to = unit(person(), 0); const fen = to.fee; add('reference to a unit that owes nothing', fen, { name: to.owner ?? '', remark: written(pick([`WY${to.code}`, writtenReference(to.id)])), truth: whole(to.code, fen) }); }],
    [50, () => { const to = unit(person(), 2); add('reference with months that are long paid', to.fee, { remark: `WY${to.code} 2023年${1 + below(9)}月物业费`, truth: whole(to.code, to.fee) }); }],
    [220, () => { const to = unit(); const fen = exact(to); add('owner’s own name and exact amount', fen, { name: pick([to.owner ?? '', ` ${to.owner} `, [...(to.owner ?? '')].join(' ')]), remark: pick(['', '物业费', '谢谢', '2024-04 物业费', '转账']), truth: whole(to.code, fen) }); }],
    [60, () => { const to = unit(person(), 2); add('owner’s own name and half of it', Math.floor(to.fee / 2), { name: to.owner ?? '' }); }],
    [50, () => { const name = person(); const [first] = [unit(name), unit(name)]; add('one name, two units', exact(first), { name }); }],
    [60, () => { const to = unit(); add('same surname, nobody registered', exact(to), { name: `${(to.owner ?? '王').slice(0, 1)}${person().slice(1)}` }); }],
    [80, () => { const to = unit(); const from = account(); const fen = exact(to); seen.push({ account: from, unit: to.id }); add('a relative’s account seen before, exact amount', fen, { account: from, truth: whole(to.code, fen) }); }],
    [40, () => { const to = unit(person(), 2); const from = account(); seen.push({ account: from, unit: to.id }); add('a relative’s account seen before, another amount', to.fee + 1 + below(500), { account: from }); }],
    [40, () => { const [to, own] = [unit(), unit()]; const from = account(); seen.push({ account: from, unit: to.id }); add('name and account point to different units', exact(own), { name: own.owner ?? '', account: from }); }],
    [30, () => { const [one, two] = [unit(), unit()]; const from = account(); seen.push({ account: from, unit: one.id }, { account: from, unit: two.id }); add('an account that pays for two units', exact(one), { account: from }); }],
    [70, () => { const parts = [unit(), unit(), ...(below(2) ? [unit()] : [])].map((to): [string, number] => [to.code, total(to)]); const fen = parts.reduce((sum, [, part]) => sum + part, 0); const ids = new Map(units.map(({ id, code }) => [code, id])); if (ways(parts.map(([code]) => units.find((one) => one.code === code) as LabelledUnit), fen) !== 1) return; add('a lump for several units that are named', fen, { remark: parts.map(([code]) => pick([`WY${code}`, writtenReference(ids.get(code) ?? 0)])).join(pick([' ', '、', ','])), truth: parts }); }],
    [40, () => { const [one, two] = [unit(), unit()]; add('a lump for named units that is not the sum', total(one) + total(two) + 1 + below(100), { remark: `WY${one.code} WY${two.code}` }); }],
    [40, () => { const to = lease(); const fen = pick([to.fee, 5_000]); add('lease code', fen, { remark: pick([`${to.code}租金`, `场地费 ${full(to.code)}`, to.code.toLowerCase()]), truth: whole(to.code, fen) }); }],
    [30, () => { const to = lease(); add('tenant’s name and exact rent', to.fee, { name: to.owner ?? '', truth: whole(to.code, to.fee) }); }],
    [25, () => { const to = lease(); const half = Math.floor(to.fee / 2) - below(1_000); const from = account(); for (const fen of [half, to.fee - half]) add('two payments of a tenant that are the rent', fen, { name: to.owner ?? '', account: from, truth: whole(to.code, fen) }); }],
    [40, () => { const to = unit(person(), 1); const part = 1_000 + below(2_000); for (const fen of [part, to.fee - part]) add('two payments of an owner that are the bill', fen, { name: to.owner ?? '', truth: whole(to.code, fen) }); }],
    [30, () => { const to = unit(person(), 1); lines.push(...[0, 1].map((turn): LabelledLine => ({ scene: 'paid twice without a reference', on: '2024-04-20', fen: to.fee, name: to.owner ?? '', account: '6200', remark: '', reversal: false, truth: turn === 0 ? whole(to.code, to.fee) : null }))); }],
    [30, () => { const to = unit(person(), 1); for (let turn = 0; turn < 2; turn++) add('paid twice with a reference', to.fee, { name: to.owner ?? '', remark: written(`WY${to.code}`), truth: whole(to.code, to.fee) }); }],
    [80, () => { const to = unit(); const fen = exact(to); add('code without WY, exact amount', fen, { name: pick([to.owner ?? '', person()]), remark: pick([`${to.code}物业费`, `物业费 ${to.code}`, full(`${to.code}`)]), truth: whole(to.code, fen) }); }],
    [30, () => { const to = unit(person(), 1); add('code without WY, another amount', to.fee + 7, { remark: `物业费 ${to.code}` }); }],
    [30, () => { const [to, own] = [unit(), unit()]; add('code without WY of one unit, name of another', exact(to), { name: own.owner ?? '', remark: `物业费 ${to.code}` }); }],
    [40, () => { const to = unit(); const [building = '', room = ''] = to.code.split('-'); const fen = exact(to); add('building and room in words', fen, { remark: `${Number(building)}幢${room}室物业费`, truth: whole(to.code, fen) }); }],
    [30, () => { const to = unit(); const fen = exact(to); add('a unit code without its hyphen', fen, { name: to.owner ?? '', remark: `WY${to.code.replace('-', '')}`, truth: whole(to.code, fen) }); }],
    [40, () => { const to = unit(); add('a code that no unit has', exact(to), { name: to.owner ?? '', remark: `WY99-${101 + below(500)} 物业费` }); }],
    [50, () => { const to = unit(); const fen = exact(to); add('somebody else’s code, whoever pays', fen, { name: person(), remark: `代付 ${`WY${to.code}`}`, truth: whole(to.code, fen) }); }],
    [60, () => add('a stranger', pick(FEES), { remark: pick(['', '物业费', '谢谢', '停车费', '往来款']) })],
    [30, () => { const paid = payout(); add('payout by its number', -paid.fen, { name: paid.payee, account: paid.account, remark: `${paid.number} 服务费`, truth: whole(paid.number, -paid.fen) }); }],
    [20, () => { const paid = payout(); add('payout without its number', -paid.fen, { name: paid.payee, account: paid.account, truth: whole(paid.number, -paid.fen) }); }],
    [15, () => { const paid = payout(); add('payout of another amount', -paid.fen + 1, { name: paid.payee, account: paid.account, remark: paid.number }); }],
    [15, () => { const paid = payout(); add('payout to another account', -paid.fen, { name: paid.payee, account: '9999', remark: paid.number }); }],
    [15, () => { const paid = payout(); add('payout that came back', paid.fen, { name: paid.payee, remark: `退汇 ${paid.number} 户名不符` }); }],
    [20, () => { const fen = 1 + below(9_999); add('interest', fen, { name: pick(['', '嘉善农商银行']), account: '', remark: pick(['结息', '存款利息', '２０２４年一季度结息']), truth: whole('INTEREST', fen) }); }],
    [20, () => { const fen = -1 - below(5_000); add('charge', fen, { name: pick(['', '中国工商银行嘉善支行']), account: '', remark: pick(['账户管理费', '手续费', '短信服务费', '工本费']), truth: whole('CHARGE', fen) }); }],
    [15, () => add('a charge that a person took', -500, { remark: '手续费' })],
    [15, () => add('interest that a person paid', 500, { remark: '利息' })],
    [15, () => { const to = unit(); add('taken back by the bank', exact(to), { name: to.owner ?? '', remark: `WY${to.code} 冲正`, reversal: true }); }],
  ]; // prettier-ignore

  function payout(): LabelledWorld['payouts'][number] {
    const at = payouts.length;
    const made = {
      id: 90_000 + at,
      number: `BF2024-${String(at + 1).padStart(4, '0')}`,
      fen: 1_000_000 + at * 1_237,
      payee: `供应商${person()}有限公司`,
      account: `88${10_000 + at}`,
      on: '2024-03-28',
    };
    payouts.push(made);
    return made;
  }

  const weights = scenes.reduce((sum, [weight]) => sum + weight, 0);
  while (lines.length < wanted) {
    let at = below(weights);
    const [, play] = scenes.find(([weight]) => (at -= weight) < 0) as (typeof scenes)[number];
    play();
  }
  return { ...world, units, leases, payouts, seen, lines: lines.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)) };
}

/** In how many ways the oldest months of each unit add up to an amount. */
function ways([first, ...rest]: readonly LabelledUnit[], fen: number): number {
  if (!first) return fen === 0 ? 1 : 0;
  let sum = 0;
  let count = 0;
  for (const open of Object.values(first.open)) {
    sum += open;
    count += ways(rest, fen - sum);
  }
  return count;
}
