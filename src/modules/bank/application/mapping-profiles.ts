import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/index.js';
import { shippedProfiles } from '../domain/bank-table-words.zh-CN.js';
import type { MappingProfile } from '../domain/mapping-profile.js';

/** How the tables of banks are read: the compound's own profiles, and those that come with the product. */
@Injectable()
export class MappingProfiles {
  readonly shipped = shippedProfiles;

  /** The newest of each name, by name. */
  async own(tx: Tx): Promise<MappingProfile[]> {
    const rows = await tx.query<{ name: string; title: string; definition: Omit<MappingProfile, 'name' | 'title'> }>(
      `select distinct on (name) name, title, definition from mingbai.mapping_profile where community_id = $1 order by name, id desc`,
      [tx.communityId],
    );
    return rows.map(({ name, title, definition }) => ({ ...definition, name, title }));
  }
}
