import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../support/repository.js';
import { Sample } from './sample.js';

const lines = (count: number): string => Array.from({ length: count }, (_, index) => `  use(${index});`).join('\n');

/** [rule, file, text]: each text breaks that rule and no other. */
const refused: [string, string, string][] = [
  [
    'typescript(no-floating-promises)',
    'src/modules/a/promise.ts',
    'export async function work(): Promise<void> {}\nexport function start(): void {\n  work();\n}\n',
  ],
  [
    'typescript(no-misused-promises)',
    'src/modules/a/callback.ts',
    'export const each = (list: number[]): void => list.forEach(async (n) => Promise.resolve(n));\n',
  ],
  [
    'typescript(switch-exhaustiveness-check)',
    'src/modules/a/switch.ts',
    "export function label(state: 'OPEN' | 'CLOSED'): string {\n  switch (state) {\n    case 'OPEN':\n      return 'o';\n  }\n  return '';\n}\n",
  ],
  ['typescript(no-explicit-any)', 'src/modules/a/any.ts', 'export const anything = (value: any): unknown => value;\n'],
  ['typescript(no-deprecated)', 'src/modules/a/fixed.ts', 'export const text = (n: number): string => n.toFixed(2);\n'],
  ['typescript(restrict-plus-operands)', 'src/modules/a/plus.ts', 'export const sum = (a: number, b: bigint): unknown => a + b;\n'],
  ['eslint(max-lines-per-function)', 'src/modules/a/long.ts', `declare const use: (n: number) => void;\nexport function long(): void {\n${lines(69)}\n}\n`],
  ['eslint(max-lines)', 'src/modules/a/large.ts', `export const x = 1;\n${'// more\n'.repeat(400)}`],
  ['mingbai(few-parameters)', 'src/modules/a/parameters.ts', 'export const f = (a: 1, b: 1, c: 1, d: 1, e: 1): number[] => [a, b, c, d, e];\n'],
  ['eslint(no-console)', 'src/modules/a/console.ts', "export const shout = (): void => console.log('x');\n"],
  ['import(no-default-export)', 'src/modules/a/default.ts', 'export default class A {}\n'],
  ['mingbai(no-money-as-number)', 'src/modules/a/number.ts', 'export const n = (text: string): number => Number(text);\n'],
  ['mingbai(no-money-as-number)', 'src/web/map-number.ts', 'export const n = (texts: string[]): number[] => texts.map(Number);\n'],
  ['mingbai(no-money-as-number)', 'src/modules/a/parse-float.ts', 'export const n = (text: string): number => parseFloat(text);\n'],
  ['mingbai(no-money-as-number)', 'src/modules/a/number-parse-float.ts', 'export const n = (text: string): number => Number.parseFloat(text);\n'],
  ['mingbai(no-money-as-number)', 'src/modules/a/unary.ts', 'export const n = (text: string): number => +text;\n'],
  ['mingbai(no-money-as-number)', 'src/platform/database/columns.ts', 'export const n = (d: { toNumber(): number }): number => d.toNumber();\n'],
  ['mingbai(no-chart-number)', 'src/modules/a/chart.ts', 'export const n = (d: { toChartNumber(): number }): number => d.toChartNumber();\n'],
  ['mingbai(no-number-amount)', 'src/modules/a/amount.ts', 'export interface Bill {\n  readonly amount: number;\n}\n'],
  ['mingbai(no-number-amount)', 'src/modules/a/balance.ts', 'export class Row {\n  openingBalance!: number;\n}\n'],
  ['mingbai(no-number-amount)', 'src/modules/a/parameter.ts', 'export const pay = (amount: number): unknown => amount;\n'],
  ['mingbai(no-chinese)', 'src/modules/a/literal.ts', "export const title = '物业费';\n"],
  ['mingbai(no-chinese)', 'src/modules/a/template.ts', 'export const title = (n: string): string => `第${n}`;\n'],
  ['mingbai(no-chinese)', 'src/modules/a/regex.ts', 'export const paid = /物业/;\n'],
  ['mingbai(no-chinese)', 'src/web/page.tsx', 'export const Page = (): unknown => <p>余额</p>;\n'],
  ['eslint(no-restricted-imports)', 'src/modules/a/repository.ts', "export { InjectRepository } from '@nestjs/typeorm';\n"],
  ['eslint(no-restricted-imports)', 'src/modules/a/data-source.ts', "import { DataSource } from 'typeorm';\nexport const source = DataSource;\n"],
  ['eslint(no-restricted-imports)', 'src/platform/http/data-source.ts', "import type { DataSource } from 'typeorm';\nexport type Source = DataSource;\n"],
  ['jest(no-disabled-tests)', 'src/modules/a/skip.spec.ts', "it.skip('adds', () => {\n  expect(1).toBe(1);\n});\n"],
  ['jest(no-focused-tests)', 'src/modules/a/only.spec.ts', "it.only('adds', () => {\n  expect(1).toBe(1);\n});\n"],
  ['jest(expect-expect)', 'test/nothing.spec.ts', "it('cannot fail', () => {});\n"],
];

/** Texts that look alike and are right where they stand. */
const accepted: [string, string][] = [
  ['src/modules/a/amount-text.ts', 'export interface BillView {\n  readonly amount: string;\n  readonly count: number;\n}\n'],
  ['src/modules/a/whole.ts', 'export const n = (text: string): number => Number.parseInt(text, 10);\n'],
  ['src/modules/a/rate.ts', 'declare class Rate {\n  toFixed(decimals: number): string;\n}\nexport const text = (rate: Rate): string => rate.toFixed(2);\n'],
  ['src/modules/a/comment.ts', '/** 物业费: the service fee. */\nexport const fee = 1;\n'],
  ['src/modules/a/words.zh-CN.ts', "export const words = ['物业费'];\n"],
  ['src/modules/a/money.spec.ts', "it('reads 物业费', () => {\n  expect('物业费').toHaveLength(3);\n});\n"],
  ['src/modules/a/inject.ts', 'export class Command {\n  constructor(readonly a: 1, readonly b: 1, readonly c: 1, readonly d: 1, readonly e: 1) {}\n}\n'],
  ['src/modules/a/fits.ts', `declare const use: (n: number) => void;\nexport function fits(): void {\n${lines(68)}\n}\n`],
  ['src/platform/database/source.ts', "import { DataSource } from 'typeorm';\nexport const source = DataSource;\n"],
  ['src/web/messages/zh-CN.ts', "export const balance = '余额';\n"],
  ['src/web/bar.ts', 'export const n = (d: { toChartNumber(): number }): number => d.toChartNumber();\n'],
  ['src/main.ts', "console.log('listening');\n"],
];

interface Diagnostic {
  readonly code: string;
  readonly filename: string;
}

describe('the linter', () => {
  const config = Object.fromEntries(
    ['.oxlintrc.json', 'tsconfig.json', 'scripts/lint/plugin.mjs', 'test/house/number.d.ts'].map((file) => [
      file,
      readFileSync(join(repository, file), 'utf8'),
    ]),
  );
  let sample: Sample;
  let found: Map<string, Set<string>>;

  beforeAll(() => {
    const texts = [...refused.map(([, file, text]) => [file, text] as const), ...accepted];
    sample = new Sample({ ...config, 'package.json': '{ "type": "module" }', ...Object.fromEntries(texts) });
    symlinkSync(join(repository, 'node_modules'), join(sample.folder, 'node_modules'));
    const { diagnostics } = JSON.parse(sample.output('oxlint/bin/oxlint', ['--format', 'json', 'src', 'test'])) as { diagnostics: Diagnostic[] };
    found = new Map();
    for (const { code, filename } of diagnostics) found.set(filename, (found.get(filename) ?? new Set()).add(code));
  });
  afterAll(() => sample.remove());

  it.each(refused)('refuses by %s: %s', (rule, file) => {
    expect([...(found.get(file) ?? [])]).toEqual([rule]);
  });

  it.each(accepted)('accepts %s', (file) => {
    expect([...(found.get(file) ?? [])]).toEqual([]);
  });
});
