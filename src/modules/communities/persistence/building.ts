import { Entity } from 'typeorm';
import { TenantRow, TextColumn } from '../../../platform/database/index.js';

@Entity({ schema: 'mingbai', name: 'building' })
export class Building extends TenantRow<'building'> {
  @TextColumn()
  name!: string;
}
