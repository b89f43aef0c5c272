import { Rate } from '../../../kernel/index.js';
import { refusalOf } from '../../../../test/support/refusal.js';
import { planImport, readUnits, type UnitColumn, type UnitRow } from './unit-list.js';

const good = { code: '03-201', building: '3幢', label: '3幢201室', kind: 'FLAT', area: '88.50', owner: '夏阿玉' };
const row = (cells: Partial<Record<UnitColumn, string>> = {}, line = 2): UnitRow => ({ line, cells: { ...good, ...cells } });

describe('readUnits', () => {
  it('reads a flat with its area in m² and its owner', () => {
    const [unit] = readUnits([row()]);
    expect({ ...unit, area: unit?.area.toFixed(2) }).toEqual({
      line: 2,
      code: '03-201',
      building: '3幢',
      label: '3幢201室',
      kind: 'FLAT',
      area: '88.50',
      ownerName: '夏阿玉',
    });
  });

  it('takes an empty owner for an owner who is not known', () => {
    expect(readUnits([row({ owner: '' })])[0]?.ownerName).toBeNull();
  });

  it.each(['0', '0.00', '-1', '88.505', '1e3', 'NaN', '', '100000', '099', '88,50', ' 88', '８８'])('refuses the area "%s", naming the line', (area) => {
    expect(refusalOf(() => readUnits([row(), row({ code: '03-202', area }, 7)]))).toMatchObject({ code: 'UNITS_AREA_INVALID', details: { line: 7 } });
  });

  it.each(['', 's-01', '03_201', '３-201', '03--201', '-01', '1-2-3-4-5', '1234567'])('refuses the code "%s", which payers could not write', (code) => {
    expect(refusalOf(() => readUnits([row({ code }, 4)]))).toMatchObject({ code: 'UNITS_CODE_INVALID', details: { line: 4 } });
  });

  it('refuses a code that stands twice, naming both lines', () => {
    const rows = [row({}, 2), row({ code: 'S-01', kind: 'SHOP' }, 3), row({}, 9)];
    expect(refusalOf(() => readUnits(rows))).toEqual({ code: 'UNITS_CODE_REPEATED', details: { line: 9, code: '03-201', firstLine: 2 } });
  });

  it('refuses a kind that is not known, naming those that are', () => {
    expect(refusalOf(() => readUnits([row({ kind: 'GARAGE' }, 3)]))).toEqual({
      code: 'UNITS_KIND_UNKNOWN',
      details: { line: 3, value: 'GARAGE', allowed: 'FLAT, SHOP' },
    });
  });

  it.each(['building', 'label', 'owner'] as const)('refuses a %s with a line break in it', (column) => {
    expect(refusalOf(() => readUnits([row({ [column]: '甲\n乙' })]))).toMatchObject({ code: 'UNITS_TEXT_INVALID', details: { column } });
  });

  it('never repeats a name in a refusal, not even when the columns are mixed up', () => {
    for (const column of ['code', 'kind', 'area', 'owner'] as const)
      expect(JSON.stringify(refusalOf(() => readUnits([row({ [column]: column === 'owner' ? '夏阿玉'.repeat(30) : '夏阿玉' })])))).not.toContain('夏阿玉');
  });

  it('refuses a file without units', () => {
    expect(refusalOf(() => readUnits([])).code).toBe('UNITS_EMPTY');
  });
});

describe('planImport', () => {
  const recorded = { code: '03-201', building: '3幢', label: '3幢201室', kind: 'FLAT' as const, area: Rate.parse('88.5'), ownerName: '夏阿玉' };

  it('adds what is not recorded and leaves alone what is, however its area is written', () => {
    const plan = planImport(readUnits([row(), row({ code: '03-202' }, 3)]), [recorded]);
    expect(plan.added.map((unit) => unit.code)).toEqual(['03-202']);
    expect(plan.unchanged).toBe(1);
  });

  it.each([
    ['area', { area: '88.51' }],
    ['kind', { kind: 'SHOP' }],
    ['building', { building: '4幢' }],
    ['label', { label: '3幢202室' }],
    ['owner', { owner: '朱子兰' }],
    ['owner', { owner: '' }],
  ])('refuses a recorded unit whose %s differs, because a bill may rest on it', (column, cells) => {
    expect(refusalOf(() => planImport(readUnits([row(cells, 5)]), [recorded]))).toEqual({
      code: 'UNITS_DIFFERS',
      details: { line: 5, code: '03-201', column },
    });
  });
});
