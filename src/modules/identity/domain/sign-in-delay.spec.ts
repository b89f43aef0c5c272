import { delayRules, delaySeconds } from './sign-in-delay.js';

describe('delaySeconds', () => {
  it('costs nothing while a person may have mistyped, then doubles up to 15 minutes for one login from one network', () => {
    const delays = [1, 4, 5, 6, 7, 8, 14, 15, 16, 1_000_000].map((failures) => delaySeconds(failures, delayRules.pair));
    expect(delays).toEqual([0, 0, 1, 2, 4, 8, 512, 900, 900, 900]);
  });

  it('is never more than half a minute for a login, whoever fails with it', () => {
    expect([16, 19, 20, 21, 24, 25, 1_000_000].map((failures) => delaySeconds(failures, delayRules.login))).toEqual([0, 0, 1, 2, 16, 30, 30]);
  });

  it('is up to 15 minutes for a network, whatever the logins', () => {
    expect([19, 20, 21, 30, 1_000_000].map((failures) => delaySeconds(failures, delayRules.network))).toEqual([0, 1, 2, 900, 900]);
  });
});
