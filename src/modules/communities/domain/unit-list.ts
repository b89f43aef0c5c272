import { DomainError, type Rate } from '../../../kernel/index.js';
import { isPlainText } from './plain-text.js';
import { areaOf } from './unit-correction.js';
import { unitKinds, type UnitFacts, type UnitKind } from './unit.js';

export const unitColumns = ['code', 'building', 'label', 'kind', 'area', 'owner'] as const;
export type UnitColumn = (typeof unitColumns)[number];

/** One row of a units file, its cells trimmed; `line` counts from 1 as an editor shows it. */
export interface UnitRow {
  readonly line: number;
  readonly cells: Readonly<Record<UnitColumn, string>>;
}

/** A unit that a file states, and where. */
export interface StatedUnit extends UnitFacts {
  readonly line: number;
}

/** What an import would do: units to add, in the order of the file, and how many are recorded like this already. */
export interface UnitImportPlan {
  readonly added: readonly StatedUnit[];
  readonly unchanged: number;
}

/** What payers write behind `WY`: capital letters and digits in at most four groups. */
const CODE = /^[0-9A-Z]{1,6}(-[0-9A-Z]{1,6}){0,3}$/;
const LENGTH_MAX = { building: 40, label: 60, owner: 60 } as const;

/**
 * Reads the rows of a units file; the first that is wrong refuses the whole of it, naming its line. Names of owners never stand
 * in an error. @throws UNITS_EMPTY, UNITS_CODE_INVALID, UNITS_CODE_REPEATED, UNITS_TEXT_INVALID, UNITS_KIND_UNKNOWN, UNITS_AREA_INVALID
 */
export function readUnits(rows: readonly UnitRow[]): StatedUnit[] {
  if (rows.length === 0) throw new DomainError('UNITS_EMPTY');
  const lineOf = new Map<string, number>();
  return rows.map((row) => {
    const unit = readUnit(row);
    const firstLine = lineOf.get(unit.code);
    if (firstLine !== undefined) throw new DomainError('UNITS_CODE_REPEATED', { line: row.line, code: unit.code, firstLine });
    lineOf.set(unit.code, row.line);
    return unit;
  });
}

/**
 * Compares a file with what is recorded. An import adds units and never changes one: a bill may already rest on its area, and
 * an owner changes on a day that the file does not tell. @throws UNITS_DIFFERS naming line, unit and column
 */
export function planImport(stated: readonly StatedUnit[], recorded: readonly UnitFacts[]): UnitImportPlan {
  const byCode = new Map(recorded.map((unit) => [unit.code, unit]));
  const added = stated.filter((unit) => {
    const known = byCode.get(unit.code);
    if (known === undefined) return true;
    const column = differingColumn(unit, known);
    if (column !== undefined) throw new DomainError('UNITS_DIFFERS', { line: unit.line, code: unit.code, column });
    return false;
  });
  return { added, unchanged: stated.length - added.length };
}

function readUnit({ line, cells }: UnitRow): StatedUnit {
  const { code, building, label, owner } = cells;
  if (!CODE.test(code)) throw new DomainError('UNITS_CODE_INVALID', { line, value: shown(code) });
  if (!isPlainText(building, LENGTH_MAX.building)) throw new DomainError('UNITS_TEXT_INVALID', { line, column: 'building', max: LENGTH_MAX.building });
  if (!isPlainText(label, LENGTH_MAX.label)) throw new DomainError('UNITS_TEXT_INVALID', { line, column: 'label', max: LENGTH_MAX.label });
  if (owner !== '' && !isPlainText(owner, LENGTH_MAX.owner)) throw new DomainError('UNITS_TEXT_INVALID', { line, column: 'owner', max: LENGTH_MAX.owner });
  return { line, code, building, label, kind: readKind(line, cells.kind), area: readArea(line, cells.area), ownerName: owner === '' ? null : owner };
}

function readKind(line: number, text: string): UnitKind {
  const kind = unitKinds.find((known) => known === text);
  if (kind === undefined) throw new DomainError('UNITS_KIND_UNKNOWN', { line, value: shown(text), allowed: unitKinds.join(', ') });
  return kind;
}

/** Square metres, above 0 and below 100,000, at most 2 decimals: a third one would be lost in the table and with it a fen. */
function readArea(line: number, text: string): Rate {
  const area = areaOf(text);
  if (area === null) throw new DomainError('UNITS_AREA_INVALID', { line, value: shown(text) });
  return area;
}

function differingColumn(stated: UnitFacts, known: UnitFacts): UnitColumn | undefined {
  if (stated.building !== known.building) return 'building';
  if (stated.label !== known.label) return 'label';
  if (stated.kind !== known.kind) return 'kind';
  if (!stated.area.equals(known.area)) return 'area';
  return stated.ownerName === known.ownerName ? undefined : 'owner';
}

/** A wrong cell for an error message, cut short; where the columns are mixed up it may hold a name, which is left out. */
function shown(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text.slice(0, 20) : '…';
}
