import { Entity } from 'typeorm';
import { TenantRow, TextColumn } from '../../../platform/database/index.js';

@Entity({ schema: 'mingbai', name: 'asset' })
export class Asset extends TenantRow<'asset'> {
  @TextColumn()
  name!: string;
}
