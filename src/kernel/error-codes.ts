/** What kind of refusal a code is; platform/http maps the kind to one HTTP status. */
export type ErrorKind = 'invalid' | 'unauthenticated' | 'forbidden' | 'not-found' | 'state' | 'rule' | 'too-many';

/**
 * Every refusal of the product, once. platform/messages has a text in each language for each code, or does not compile.
 * Names begin with the module that refuses.
 */
export const errorKinds = {
  // any request
  REQUEST_INVALID: 'invalid',
  REQUEST_TOO_LARGE: 'invalid',
  NOT_FOUND: 'not-found',
  NOT_SIGNED_IN: 'unauthenticated',
  NOT_ALLOWED: 'forbidden',
  TOO_MANY_REQUESTS: 'too-many',
  CSRF_TOKEN_INVALID: 'forbidden',
  IDEMPOTENCY_KEY_MISSING: 'invalid',
  IDEMPOTENCY_KEY_REUSED: 'rule',
  // kernel
  MONEY_INVALID: 'invalid',
  DATE_INVALID: 'invalid',
  PERIOD_INVALID: 'invalid',
  RATE_INVALID: 'invalid',
  // ledger
  LEDGER_BOOK_MISSING: 'not-found',
  LEDGER_BOOK_EXISTS: 'state',
  LEDGER_PERIOD_CLOSED: 'rule',
  LEDGER_PERIOD_NOT_NEXT: 'state',
  LEDGER_AMOUNT_INVALID: 'rule',
  LEDGER_ACCOUNT_REFUSED: 'rule',
  LEDGER_ENTRY_EMPTY: 'rule',
  LEDGER_RULE_UNKNOWN: 'rule',
  LEDGER_ALREADY_POSTED: 'state',
  LEDGER_FLOOR: 'rule',
  LEDGER_NOT_AVAILABLE: 'rule',
  LEDGER_OVERDRAWN: 'rule',
  LEDGER_ENTRY_MISSING: 'not-found',
  LEDGER_ALREADY_REVERSED: 'state',
  LEDGER_REVERSAL_OF_REVERSAL: 'rule',
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errorKinds;
