import type { Role } from '../../kernel/index.js';

const approving: readonly Role[] = ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET'];

/** Where a person with these roles works in a compound; null where there is only something to read. */
export function workPath(slug: string, roles: readonly Role[]): string | null {
  if (roles.some((role) => approving.includes(role))) return `/w/${slug}`;
  if (roles.includes('FIRM')) return `/f/${slug}`;
  if (roles.includes('BOOKKEEPER')) return `/b/${slug}`;
  if (roles.includes('CASHIER')) return `/b/${slug}/payments`;
  if (roles.includes('AUDITOR')) return `/w/${slug}/payouts`;
  if (roles.includes('OWNER')) return '/me';
  return null;
}
