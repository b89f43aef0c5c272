import type { BusinessDate, Id, Rate } from '../../../kernel/index.js';

export type BuildingId = Id<'building'>;
export type UnitId = Id<'unit'>;
export type BankAccountId = Id<'bank_account'>;

export const unitKinds = ['FLAT', 'SHOP'] as const;
export type UnitKind = (typeof unitKinds)[number];

/** A unit as the list of a compound states it; area in m² with 2 decimals. Without an owner: not sold or not known. */
export interface UnitFacts {
  readonly code: string;
  readonly building: string;
  readonly label: string;
  readonly kind: UnitKind;
  readonly area: Rate;
  readonly ownerName: string | null;
}

/** A recorded unit with its present owner. `ownerName` is personal data: show it through `maskedName`. */
export interface UnitView extends UnitFacts {
  readonly id: UnitId;
  readonly buildingId: BuildingId;
}

/** The account of the fund that three parties watch; `last4` is all that may be published of its number. */
export interface BankAccountView {
  readonly id: BankAccountId;
  readonly bankName: string;
  readonly accountName: string;
  readonly accountNo: string;
  readonly last4: string;
  readonly openedOn: BusinessDate;
  readonly closedOn: BusinessDate | null;
  /** The day on which the bank closed one that was given up, by the bank's paper. */
  readonly endedOn: BusinessDate | null;
}
