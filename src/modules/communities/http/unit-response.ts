import { maskedName } from '../domain/masked-name.js';
import type { UnitView } from '../domain/unit.js';

/** A unit as the API shows it; area in m². */
export class UnitResponse {
  code!: string;
  building!: string;
  label!: string;
  kind!: string;
  area!: string;
  ownerName!: string | null;

  /** `withOwnerName`: the reader may see whole names; everybody else sees the masked form. */
  static from(unit: UnitView, withOwnerName: boolean): UnitResponse {
    const { code, building, label, kind } = unit;
    const ownerName = unit.ownerName === null || withOwnerName ? unit.ownerName : maskedName(unit.ownerName);
    return Object.assign(new UnitResponse(), { code, building, label, kind, area: unit.area.toFixed(2), ownerName });
  }
}
