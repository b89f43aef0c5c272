/** How long guessing is slowed down: failures that cost nothing, and the longest wait. */
export interface DelayRule {
  readonly free: number;
  readonly maxSeconds: number;
}

/**
 * The delay that makes guessing hopeless is that of one login from one network: nobody else can bring it upon its owner. The login
 * itself, whatever the network, waits half a minute at most: else anybody could lock out anybody. A person mistypes a few times; behind
 * one network sits a whole office.
 */
export const delayRules = {
  login: { free: 20, maxSeconds: 30 },
  /** Of codes: only who knows the password gets to try them, so nobody else can bring the wait upon the person. */
  factor: { free: 5, maxSeconds: 900 },
  pair: { free: 5, maxSeconds: 900 },
  network: { free: 20, maxSeconds: 900 },
} as const satisfies Record<string, DelayRule>;

/** Seconds to wait after the n-th failure in a row: none for the free ones, then 1, 2, 4 … up to the longest wait of the rule. */
export function delaySeconds(failures: number, { free, maxSeconds }: DelayRule): number {
  return failures < free ? 0 : Math.min(2 ** Math.min(failures - free, 30), maxSeconds);
}
