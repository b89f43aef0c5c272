import type { OrganisationId, PersonId, Role } from '../../../kernel/index.js';
import { isWordOfTwo, standing } from './key-admission.js';

const word = (role: Role, organisationId: number, personId: number) => ({
  role,
  organisationId: organisationId as OrganisationId,
  personId: personId as PersonId,
});
const [centre, firm, street] = [word('CENTRE', 1, 11), word('FIRM', 2, 12), word('STREET', 3, 13)];

describe('whose word admits a key', () => {
  it('is that of two parties, one of them the owners’ or the regulator', () => {
    expect([[centre], [firm, street], [centre, firm]].map(isWordOfTwo)).toEqual([false, false, true]);
  });

  it('is no word that the same organisation, or the same person for another, has taken back', () => {
    expect(standing([centre, firm], [word('CENTRE', 1, 99)])).toEqual([firm]);
    expect(standing([centre, firm], [word('STREET', 3, 11)])).toEqual([firm]);
    expect(standing([centre, firm], [street])).toEqual([centre, firm]);
  });
});
