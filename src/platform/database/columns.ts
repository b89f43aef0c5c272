import { Column, PrimaryColumn, type ColumnOptions, type ValueTransformer } from 'typeorm';
import { Money, Rate, type CommunityId, type Id } from '../../kernel/index.js';

const money: ValueTransformer = {
  to: (value?: Money | null) => value?.toString() ?? value,
  from: (value?: string | null) => (value === null || value === undefined ? value : Money.parse(value)),
};
const rate: ValueTransformer = {
  to: (value?: Rate | null) => value?.toString() ?? value,
  from: (value?: string | null) => (value === null || value === undefined ? value : Rate.parse(value)),
};

/** numeric(18,2) ↔ Money */
export const MoneyColumn = (options: ColumnOptions = {}): PropertyDecorator => Column({ type: 'numeric', transformer: money, ...options });
/** numeric ↔ Rate */
export const RateColumn = (options: ColumnOptions = {}): PropertyDecorator => Column({ type: 'numeric', transformer: rate, ...options });
/** date ↔ BusinessDate; declared as text because TypeORM would build a Date, which shifts by the zone */
export const DateColumn = (options: ColumnOptions = {}): PropertyDecorator => Column({ type: 'text', ...options });
/** text "2024-01" ↔ AccountingPeriod */
export const PeriodColumn = (options: ColumnOptions = {}): PropertyDecorator => Column({ type: 'text', ...options });
/** timestamptz ↔ Instant; the driver's parser already gives RFC 3339 text */
export const InstantColumn = (options: ColumnOptions = {}): PropertyDecorator => Column({ type: 'text', ...options });
export const TextColumn = (options: ColumnOptions = {}): PropertyDecorator => Column({ type: 'text', ...options });
export const BooleanColumn = (options: ColumnOptions = {}): PropertyDecorator => Column({ type: 'boolean', ...options });
/** bigint or integer ↔ number below 2^53 */
export const IdColumn = (options: ColumnOptions = {}): PropertyDecorator => Column({ type: 'bigint', ...options });
export const IntegerColumn = (options: ColumnOptions = {}): PropertyDecorator => Column({ type: 'integer', ...options });
/** jsonb ↔ plain JSON; TypeORM writes it as text itself */
export const JsonColumn = (options: ColumnOptions = {}): PropertyDecorator => Column({ type: 'jsonb', ...options });
/** bytea ↔ Buffer */
export const BytesColumn = (options: ColumnOptions = {}): PropertyDecorator => Column({ type: 'bytea', ...options });

/** A row of one compound: the compound comes first in every key. */
export abstract class TenantRow<Name extends string = string> {
  @PrimaryColumn({ type: 'integer' })
  communityId!: CommunityId;

  @PrimaryColumn({ type: 'bigint' })
  id!: Id<Name>;
}
