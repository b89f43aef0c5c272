import { pick, seededRandom } from './random.mjs';

const BUILDINGS = 17;
const SHOPS = 18;
const AREA = { A: '88.50', B: '106.20', C: '127.40', SHOP: '70.00' };
/** Flat types of rooms 01–06 from the first floor to the sixth: 12 A, 16 B and 8 C in each building. */
const FLOORS = ['ABCCBA', 'ABCCBA', 'ABCCBA', 'ABCCBA', 'ABBBBA', 'ABBBBA'];

const SURNAMES = Array.from('沈陆钱朱顾姚徐张王陈李周吴金俞蒋曹潘许胡杨郁盛费倪庄计袁戴夏孙高章施邵马蔡查屠包');
const GIVEN = Array.from('建国明华秀英玉兰志强文静雅琴春梅海燕立新晓峰佳怡宇轩子涵慧敏俊杰丽娟永根阿荣美珍水金林生红卫东云飞雪芳月娥正平');

const two = (number) => String(number).padStart(2, '0');

/** Every unit with its invented owner: { code, building, label, kind, area, owner }. */
export function demoUnits() {
  const units = [...flats(), ...shops()];
  const names = ownerNames(units.length);
  return units.map((unit, position) => ({ ...unit, owner: names[position] }));
}

function flats() {
  const buildings = Array.from({ length: BUILDINGS }, (_, index) => index + 1);
  return buildings.flatMap((building) =>
    FLOORS.flatMap((types, floor) =>
      Array.from(types, (type, position) => {
        const room = `${floor + 1}${two(position + 1)}`;
        return { code: `${two(building)}-${room}`, building: `${building}幢`, label: `${building}幢${room}室`, kind: 'FLAT', area: AREA[type] };
      }),
    ),
  );
}

function shops() {
  return Array.from({ length: SHOPS }, (_, index) => {
    const number = two(index + 1);
    return { code: `S-${number}`, building: '商铺', label: `商铺${number}号`, kind: 'SHOP', area: AREA.SHOP };
  });
}

/** Names without repetition, then some repeated on purpose: namesakes among the flats, and owners of both a flat and a shop. */
function ownerNames(count) {
  const random = seededRandom('owners');
  const names = new Set();
  while (names.size < count) names.add(pick(random, SURNAMES) + pick(random, GIVEN) + (random() < 0.85 ? pick(random, GIVEN) : ''));
  const list = [...names];
  for (let position = 39; position < count - SHOPS; position += 40) list[position] = list[position - 23];
  for (let shop = 0; shop < 6; shop++) list[count - SHOPS + shop] = list[shop * 97];
  return list;
}
