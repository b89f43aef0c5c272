import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandLine, type Ending } from '../../support/command-line.js';
import { TestDatabase } from '../../support/database.js';

/** The program takes seconds to start on a busy machine: the first command starts it as a person does, one process of it does the others. */
jest.setTimeout(300_000);

/** What the README tells somebody who begins: from an empty database to the first bills and the first bank file, by commands alone. */
describe('a compound that begins', () => {
  let database: TestDatabase;
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-founding-'));
  let program: CommandLine;
  const started = (...args: string[]) => program.start('--json', ...args);
  const mingbai = (...args: string[]) => program.run('--json', ...args);
  const as = (login: string, ...args: string[]) => mingbai(...args, '--community', 'jinhu', '--as', login);
  const fine = ({ status, stdout, stderr }: Ending) => {
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return JSON.parse(stdout) as Record<string, unknown>;
  };
  const person = async (login: string, role: string, organisation: string, kind: string) =>
    fine(await mingbai('user', 'add', '--login', login, '--name', login, '--organisation', organisation, '--organisation-kind', kind, '--community', 'jinhu', '--role', role, '--from', '2024-01-01')); // prettier-ignore
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const contract = (change: object): string => {
    const { payeeAccount: _, ...signed } = JSON.parse(readFileSync(join(process.cwd(), 'demo/contract.json'), 'utf8')) as Record<string, unknown>;
    return write('contract.json', JSON.stringify({ ...signed, number: 'JH-1', firm: '久旺物业', ...change }));
  };
  const account = ['--bank', '农商银行', '--account-name', '锦湖花园共管账户', '--number', '9900000000001234'];
  const substitution = ['substitution', 'record', '--organisation', '锦湖社区', '--legal-basis', '条例第二十三条', '--from', '2024-01-01'];

  beforeAll(async () => {
    database = await TestDatabase.create();
    program = new CommandLine(database, { MINGBAI_PASSWORD: 'a-password-of-nobody' });
    fine(started('community', 'create', '--slug', 'jinhu', '--name', '锦湖花园', '--neighbourhood', '锦湖社区', '--street', '魏塘街道', '--county', '嘉善县', '--built', '2010', '--opens', '2024-01-01')); // prettier-ignore
    await person('shequ', 'COMMUNITY', '锦湖社区', 'COMMUNITY');
    await person('jiedao', 'STREET', '魏塘街道', 'STREET');
    await person('wuye', 'FIRM', '久旺物业', 'FIRM');
    await person('jizhang', 'BOOKKEEPER', '禾明记账', 'AGENCY');
  });
  afterAll(async () => {
    program.close();
    rmSync(folder, { recursive: true, force: true });
    await database.destroy();
  });

  it('has its account, who speaks for the owners, its contract, its units, and is billed and paid', async () => {
    fine(await as('shequ', 'account', 'open', ...account, '--opened', '2024-01-01'));
    fine(await as('jiedao', ...substitution, '--ground', 'NO_COMMITTEE'));
    fine(await as('shequ', 'contract', 'sign', '--file', contract({})));
    fine(await as('shequ', 'contract', 'account', '--contract', 'JH-1', '--bank', '城东支行', '--account-name', '久旺物业', '--number', '9903000000000001'));
    const units = write('units.csv', 'code,building,label,kind,area,owner\n01-101,1幢,101,FLAT,88.50,王小明\n01-102,1幢,102,FLAT,106.20,李晓华\n');
    fine(await as('shequ', 'import', 'units', units));
    expect(fine(await as('jizhang', 'bill', 'run', '--month', '2024-01'))).toMatchObject({ bills: 2, total: '165.50' });
    const bank = ['账号,9900000000001234', '户名,锦湖花园共管账户', '币种,人民币', '起止日期,2024-01-01至2024-01-31', '期初余额,0.00', '交易日期,交易时间,借方发生额,贷方发生额,余额,对方户名,对方账号,摘要,附言,流水号,起息日', '20240109,100000,,75.23,75.23,王小明,6217000100000001,,WY01-101 物业费,R1,2024-01-09', '借方笔数,0,借方合计,0.00', '贷方笔数,1,贷方合计,75.23', '期末余额,75.23']; // prettier-ignore
    expect(fine(await as('jizhang', 'import', 'bank', write('bank.csv', `${bank.join('\n')}\n`)))).toMatchObject({ newLineCount: 1, closing: '75.23' });
    expect(fine(await as('jizhang', 'match'))).toMatchObject({ lines: 1, units: 1, suspended: 0 });
    expect(fine(started('verify', 'books', '--all'))).toBeTruthy();
  });

  it('is refused, with what to do, by whoever may not, for a firm that nobody knows, and for a second account', async () => {
    const refused = (outcome: Ending) => `${outcome.status} ${outcome.stderr}`;
    expect(refused(await as('wuye', 'account', 'open', ...account, '--opened', '2024-01-01'))).toMatch(/^1 .*[Yy]our role/);
    expect(refused(await as('shequ', ...substitution, '--ground', 'NO_COMMITTEE'))).toMatch(/^1 .*[Yy]our role/);
    expect(refused(await as('jiedao', ...substitution, '--ground', 'BECAUSE'))).toMatch(/^2 .*Allowed choices are NO_COMMITTEE, BELOW_HALF, VACANT/);
    expect(refused(await as('shequ', 'contract', 'sign', '--file', contract({ firm: '别家物业', number: 'JH-2' })))).toMatch(/^1 .*别家物业.*久旺物业/s);
    expect(refused(await as('shequ', 'account', 'open', ...account, '--opened', '2024-01-01'))).toMatch(/^1 The account ending in 1234/);
  });
});
