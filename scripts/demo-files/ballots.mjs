import { seededRandom } from './random.mjs';

const DAYS = 14;
const pad = (number) => String(number).padStart(2, '0');

/**
 * The ballots of a vote as the owners' side types them in: about three of four households take part, six of seven of them agree. A vote that would
 * fail the rule of its matter is no story of this demo, so that is refused here.
 */
export function ballotsOf({ key, openedOn, owners }, units) {
  const random = seededRandom(`ballots ${key}`);
  const ownerOf = new Map(owners.flatMap((codes) => codes.map((code) => [code, codes[0]])));
  const choices = new Map();
  const rows = units.flatMap(({ code, area }) => {
    const head = ownerOf.get(code) ?? code;
    const [takesPart, leaning, day, online] = [random(), random(), random(), random()];
    if (!choices.has(head)) choices.set(head, takesPart > 0.76 ? null : leaning < 0.86 ? '同意' : leaning < 0.95 ? '反对' : '弃权');
    const choice = choices.get(head);
    if (choice === null) return [];
    return [
      {
        code,
        head,
        area: Math.round(area * 100),
        choice,
        on: `${openedOn.slice(0, 8)}${pad(2 + Math.floor(day * (DAYS - 1)))}`,
        way: online < 0.3 ? '网络' : '纸质',
      },
    ];
  });
  assertPasses(rows, units, choices.size);
  return Buffer.from(`房屋,意见,投票日期,方式,更正原因\n${rows.map(({ code, choice, on, way }) => `${code},${choice},${on},${way},\n`).join('')}`, 'utf8');
}

function assertPasses(rows, units, heads) {
  const areaOf = (list) => list.reduce((sum, { area }) => sum + area, 0);
  const headsOf = (list) => new Set(list.map(({ head }) => head)).size;
  const agreeing = rows.filter(({ choice }) => choice === '同意');
  const all = units.reduce((sum, { area }) => sum + Math.round(area * 100), 0);
  const turnout = areaOf(rows) * 3 >= all * 2 && headsOf(rows) * 3 >= heads * 2;
  if (!turnout || areaOf(agreeing) * 4 < areaOf(rows) * 3 || headsOf(agreeing) * 4 < headsOf(rows) * 3) throw new Error('the vote of the demo would fail');
}
