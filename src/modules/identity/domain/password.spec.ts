import { refusalOf } from '../../../../test/support/refusal.js';
import { newPassword, normalPassword } from './password.js';

describe('newPassword', () => {
  it('takes any 8 characters, Chinese ones too', () => {
    expect(newPassword('明白账清清楚楚呀', 'shequ1')).toBe('明白账清清楚楚呀');
    expect(newPassword('correct horse', 'shequ1')).toBe('correct horse');
  });

  it.each(['', '1234567', '明白账明白账', '😀😀😀😀😀😀😀'])('refuses "%s", which has fewer', (text) => {
    expect(refusalOf(() => newPassword(text, 'shequ1'))).toEqual({ code: 'IDENTITY_PASSWORD_SHORT', details: { min: 8 } });
  });

  it('refuses one that would keep the server busy', () => {
    expect(refusalOf(() => newPassword('x'.repeat(201), 'shequ1')).code).toBe('IDENTITY_PASSWORD_LONG');
  });

  it.each(['zhongxin1', 'ZhongXin1', 'ｚｈｏｎｇｘｉｎ１'])('refuses the login itself, also as "%s"', (text) => {
    expect(refusalOf(() => newPassword(text, 'zhongxin1')).code).toBe('IDENTITY_PASSWORD_IS_LOGIN');
  });

  it('never repeats the password in a refusal', () => {
    for (const text of ['geheim7', 'zhongxin1']) expect(JSON.stringify(refusalOf(() => newPassword(text, 'zhongxin1')))).not.toContain(text);
  });

  it('is the same password from a full-width keyboard', () => {
    expect(normalPassword('ｃｏｒｒｅｃｔ　ｈｏｒｓｅ')).toBe(newPassword('correct horse', 'shequ1'));
  });
});
