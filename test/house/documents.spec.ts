import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { roles } from '../../src/kernel/index.js';
import { funds, ruleCodes } from '../../src/modules/ledger/index.js';

const read = (file: string): string => readFileSync(file, 'utf8');
const controls = read('docs/controls.md');
const glossary = read('docs/glossary.md');
const sql = ['migrations', 'deploy'].flatMap((folder) => readdirSync(folder).map((file) => read(join(folder, file)))).join('\n');
const decisions = readdirSync('docs/decisions');
/** What stands in back-ticks. */
const names = (text: string): string[] => [...text.matchAll(/`([^`\n]+)`/g)].map(([, name]) => String(name));

describe('the list of controls', () => {
  it('names files that exist', () => {
    const files = names(controls).filter((name) => /^(src|test|scripts|migrations)\//.test(name));
    expect(files.length).toBeGreaterThan(40);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });

  it('names tables, functions, constraints and triggers that the database has', () => {
    const walls = names(controls).filter((name) => /^(ledger|mingbai)\.\w+$/.test(name) || /^[a-z]+(_[a-z]+)+$/.test(name));
    expect(walls.length).toBeGreaterThan(40);
    expect(walls.filter((name) => !new RegExp(`\\b${name.replace('.', '\\.')}\\b|protect_tenant_table\\('${name}'`).test(sql))).toEqual([]);
  });

  it('has a line for each invariant', () => {
    const listed = [...controls.matchAll(/^\| (I\d+) \|/gm)].map(([, name]) => name);
    expect(listed).toEqual(Array.from({ length: 30 }, (_, index) => `I${index + 1}`));
  });
});

describe('the glossary', () => {
  const named = new Set(names(glossary));

  it('explains every role, fund and posting rule', () => {
    expect([...roles, ...funds, ...ruleCodes, 'REV'].filter((name) => !named.has(name))).toEqual([]);
  });

  it('explains no posting rule that there is not', () => {
    const explained = [...named].filter((name) => /^P\d\d[a-z]?$/.test(name));
    expect(explained.filter((name) => name !== 'P05' && !(ruleCodes as readonly string[]).includes(name))).toEqual([]);
  });
});

describe('the decisions', () => {
  it('are numbered without gap, and those that are cited exist', () => {
    expect(decisions.map((file) => file.slice(0, 5)).toSorted()).toEqual(decisions.map((_, index) => `${String(index + 1).padStart(4, '0')}-`));
    const cited = [...`${controls}${glossary}`.matchAll(/decision (\d{4})/g)].map(([, number]) => `${number}-`);
    expect(cited.filter((number) => !decisions.some((file) => file.startsWith(number)))).toEqual([]);
  });
});
