/**
 * Tables of schema mingbai that hold no row of a compound's money and so have no tenant policy. Every other table is a
 * tenant table; the catalog test holds both lists against the database.
 */
export const sharedTables = [
  'community',
  'person',
  'organisation',
  'membership',
  'credential',
  'session',
  'sign_in_attempt',
  'person_key',
  'security_event',
  'totp',
  'recovery_code',
  'sign_in_step',
  'invitation',
  'passkey_challenge',
  'migration',
] as const;
