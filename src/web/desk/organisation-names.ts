import type { OrganisationId } from '../../kernel/index.js';
import type { Parties } from '../../modules/identity/index.js';
import type { Tx } from '../../platform/database/index.js';

/** Short names of organisations, each read once. */
export async function organisationNames(tx: Tx, parties: Parties, ids: readonly (OrganisationId | undefined)[]): Promise<ReadonlyMap<OrganisationId, string>> {
  const names = new Map<OrganisationId, string>();
  for (const id of new Set(ids)) if (id !== undefined) names.set(id, (await parties.organisation(tx, id)).shortName);
  return names;
}
