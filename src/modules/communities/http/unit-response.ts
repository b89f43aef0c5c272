import { ApiProperty } from '@nestjs/swagger';
import type { UnitCorrectionView } from '../application/unit-queries.js';
import { maskedName } from '../domain/masked-name.js';
import { paymentReference } from '../domain/payment-reference.js';
import { unitKinds, type UnitKind, type UnitView } from '../domain/unit.js';

/** A unit as the API shows it. */
export class UnitResponse {
  @ApiProperty({ example: '03-201' })
  code!: string;

  @ApiProperty()
  building!: string;

  @ApiProperty()
  label!: string;

  @ApiProperty({ enum: unitKinds })
  kind!: UnitKind;

  @ApiProperty({ description: 'square metres', example: '88.50' })
  area!: string;

  @ApiProperty({ type: String, nullable: true, description: 'masked unless the role may read whole names' })
  ownerName!: string | null;

  @ApiProperty({ description: 'what a payer writes into the remark of a transfer', example: 'WY0000001262' })
  paymentReference!: string;

  static from(unit: UnitView, options: { wholeName: boolean }): UnitResponse {
    const { code, building, label, kind } = unit;
    const ownerName = unit.ownerName === null || options.wholeName ? unit.ownerName : maskedName(unit.ownerName);
    return Object.assign(new UnitResponse(), { code, building, label, kind, area: unit.area.toFixed(2), ownerName, paymentReference: paymentReference(unit) });
  }
}

/** What was corrected of a unit, from a month on. */
export class UnitCorrectionResponse {
  @ApiProperty({ example: '2024-05' })
  from!: string;

  @ApiProperty({ enum: unitKinds })
  kind!: UnitKind;

  @ApiProperty({ description: 'square metres', example: '88.50' })
  area!: string;

  @ApiProperty({ type: String, nullable: true, description: 'For whoever may read reasons about households' })
  reason!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'As the reason' })
  document!: string | null;

  @ApiProperty()
  recordedAt!: string;

  static from({ from, kind, area, reason, document, recordedAt }: UnitCorrectionView, { reasons }: { readonly reasons: boolean }): UnitCorrectionResponse {
    return Object.assign(new UnitCorrectionResponse(), {
      from,
      kind,
      area: area.toFixed(2),
      reason: reasons ? reason : null,
      document: reasons ? document : null,
      recordedAt,
    });
  }
}

/** The whole name of one owner, shown once. */
export class OwnerRevealedResponse {
  @ApiProperty()
  unit!: string;

  @ApiProperty({ type: String, nullable: true, description: 'null where no owner is recorded' })
  ownerName!: string | null;
}
