import { ApiProperty } from '@nestjs/swagger';
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
