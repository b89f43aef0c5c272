import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../kernel/index.js';

/** What is common where this product is used and missing in the list of the package; in small letters. */
const LOCAL = `woaini1314 woaini520 woaini521 woaini123 5201314520 1314520520 13145200 15201314 aini1314 aini5201314 iloveyou520 iloveyou1314 a123456789
  aa123456 aa123456789 aaa123456 abc123456789 abcd123456 asd123456 asdf123456 qq123456 qq123456789 qwe123456 qwer123456 zxc123456 zz123456 wang123456 li123456
  zhang123456 liu123456 chen123456 woshishui woaiwojia woaizhongguo zhongguo zhonghua woaibaobao baobao520 mima1234 mima123456 mima12345678 wodemima admin123456
  admin12345 root123456 password123456 1q2w3e4r5t6y q1w2e3r4t5 1qaz2wsx3edc 147258369 159357456 789456123 456123789 123456789a 123456789q 12345678a 11223344
  1122334455 12344321 123454321 66668888 88886666 16888888 18888888 66666666 99999999 123456987 741852963 520520520 521521521 wuye1234 wuye123456 wuye8888
  yezhu123456 yeweihui1 shequ1234 shequ123456 jiashan123 zhejiang123 mingbai123 mingbai1234 mingbai123456 mingbaizhang`.split(/\s+/);

/** Refuses what whoever guesses tries first: 49,000 passwords that were found in thefts, and some of this country. Nothing leaves the machine. */
@Injectable()
export class CommonPasswords {
  private known: Promise<ReadonlySet<string>> | null = null;

  /** @throws IDENTITY_PASSWORD_COMMON */
  async refuse(password: string): Promise<void> {
    this.known ??= load();
    if ((await this.known).has(password.toLowerCase())) throw new DomainError('IDENTITY_PASSWORD_COMMON');
  }
}

/** Unpacked when the first password is set: it takes a sixth of a second. */
async function load(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set([...dictionary['passwords-common'], ...LOCAL]);
}
