import { delaySeconds, networkOf } from './sign-in-delay.js';

describe('delaySeconds', () => {
  it('costs nothing while a person may have mistyped, then doubles up to 15 minutes', () => {
    expect([1, 4, 5, 6, 7, 8, 14, 15, 16, 1_000_000].map((failures) => delaySeconds(failures, 5))).toEqual([0, 0, 1, 2, 4, 8, 512, 900, 900, 900]);
  });
});

describe('networkOf', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0DB8:0001:0002:ffff::1', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::1', '0:0:0:0'],
  ])('takes %s as %s: whoever has one IPv6 address has 2^64 of them', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
