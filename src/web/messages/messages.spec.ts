import { en, zhCN } from './index.js';

/** Each text by its path, as "text" or "function of n". */
function shape(tree: unknown, path = ''): Record<string, string> {
  if (typeof tree === 'string') return { [path]: 'text' };
  if (typeof tree === 'function') return { [path]: `function of ${tree.length}` };
  return Object.assign({}, ...Object.entries(tree as object).map(([key, branch]) => shape(branch, path === '' ? key : `${path}.${key}`))) as Record<
    string,
    string
  >;
}

function texts(tree: unknown): string[] {
  return typeof tree === 'string' ? [tree] : typeof tree === 'function' ? [] : Object.values(tree as object).flatMap(texts);
}

describe('the texts of the pages', () => {
  it('have the same keys in both languages, and take the same figures', () => {
    expect(shape(en)).toEqual(shape(zhCN));
    expect(Object.keys(shape(zhCN)).length).toBeGreaterThan(250);
  });

  it('are none of them empty, but the prefix of Chinese pages', () => {
    const spoken = (messages: typeof en): unknown => ({ ...messages, base: 'its address', other: messages.other.label });
    for (const text of [...texts(spoken(zhCN)), ...texts(spoken(en))]) expect(text.trim()).not.toBe('');
  });

  it('in English hold no Chinese', () => {
    const { other: _, ...rest } = en; // names the other language in that language
    for (const text of texts(rest)) expect(text).not.toMatch(/\p{Script=Han}/u);
  });

  it('never claim what the law does not give: no 信托, escrow, insurance or compliance', () => {
    for (const text of [...texts(zhCN), ...texts(en)]) expect(text).not.toMatch(/信托|escrow|insured|bankruptcy|compliant|合规/i);
  });
});
