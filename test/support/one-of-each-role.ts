import { businessDate, roles, type CommunityId, type Role } from '../../src/kernel/index.js';
import { AddMembership, AddOrganisation, AddPerson, SetPassword, type OrganisationKind } from '../../src/modules/identity/index.js';
import type { TestApp } from './app.js';

const PASSWORD = 'only-for-a-test-of-all-roles';
const agency: readonly Role[] = ['BOOKKEEPER', 'CASHIER', 'AUDITOR'];

/** One new person for each role of the product, with that role alone and in one compound alone. @returns their session tokens */
export async function oneOfEachRole({ app }: TestApp, communityId: CommunityId): Promise<ReadonlyMap<Role, string>> {
  const tokens = new Map<Role, string>();
  for (const role of roles) {
    const kind: OrganisationKind = role === 'OWNER' ? 'OWNERS' : agency.includes(role) ? 'AGENCY' : (role as OrganisationKind);
    const named = `${role} ${communityId}`;
    const organisation = await app.get(AddOrganisation).execute({ name: named, shortName: named, kind });
    const login = `${role.toLowerCase()}-${communityId}`;
    const { personId } = (await app.get(AddPerson).execute({ login, name: named })).value;
    await app.get(SetPassword).execute({ personId, password: PASSWORD });
    const part = { personId, organisationId: organisation.value.organisationId, communityId, role };
    await app.get(AddMembership).execute({ ...part, from: businessDate('2024-01-01'), to: businessDate('2024-12-31') });
    const opened = await app.inject({ method: 'POST', url: '/api/v1/session', payload: { login, password: PASSWORD } });
    tokens.set(role, opened.json<{ token: string }>().token);
  }
  return tokens;
}
