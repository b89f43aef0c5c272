import { base32, codeOf, otpauthUri, stepOf, stepOfCode } from './totp.js';

const secret = Buffer.from('12345678901234567890');

it.each([
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
])('at second %s the code is %s (RFC 6238, appendix B, SHA-1)', (seconds, code) => {
  expect(codeOf(secret, stepOf(seconds), 8)).toBe(code);
  expect(codeOf(secret, stepOf(seconds))).toBe(code.slice(2));
});

it('a code holds for its half minute and those beside it, and no longer', () => {
  const code = codeOf(secret, stepOf(900));
  expect([869, 870, 900, 959, 960].map((seconds) => stepOfCode(secret, code, seconds))).toEqual([null, 30, 30, 30, null]);
  for (const wrong of ['', '12345', `${code}0`, 'abcdef']) expect(stepOfCode(secret, wrong, 900)).toBeNull();
});

it.each([
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
])('writes "%s" as %s (RFC 4648, 10)', (text, written) => {
  expect(base32(Buffer.from(text))).toBe(written);
});

it('names issuer and login for the app, whatever their script', () => {
  expect(otpauthUri('明白账', 'shequ1', 'MZXW6')).toBe(
    `otpauth://totp/${encodeURIComponent('明白账')}:shequ1?secret=MZXW6&issuer=${encodeURIComponent('明白账')}&algorithm=SHA1&digits=6&period=30`,
  );
});
