import { isDeepStrictEqual } from 'node:util';
import { postCall, saidWhy, single, Stage, type Call, type Ending } from './gate.js';

/** The arrays of the gate, each with one good element. */
const elements = Object.entries(single).map(([name, literal]): [name: keyof Call, element: string] => [name as keyof Call, literal.slice(2, -2)]);

describe('the gate, called past the application with arrays that do not fit,', () => {
  let stage: Stage;
  let sound: Ending;
  const call = (change: Partial<Call>) => stage.attempt('mingbai_app', postCall(change));
  const ofAll = (literal: (element: string) => string) => Object.fromEntries(elements.map(([name, element]) => [name, literal(element)]));

  beforeAll(async () => {
    stage = await Stage.set();
    sound = await call({});
  });
  afterAll(() => stage.close());

  it('posts the call that the others differ from', () => {
    expect(sound).toEqual({
      refusal: null,
      rows: [{ first_seq: 3, voucher_nos: [3, 4] }],
    });
  });

  describe.each(elements)('says why it refuses %s', (name, element) => {
    const next = name === 'sourceId' ? '102' : element; // else the second event would be the first one again
    it.each([
      ['that is no array', 'null'],
      ['without an element', `'{}'`],
      ['one element short', `'{${element}}'`],
      ['one element too long', `'{${element},${next},${name === 'sourceId' ? '103' : element}}'`],
      ['with a null at its end', `'{${element},NULL}'`],
      ['with a null at its beginning', `'{NULL,${element}}'`],
      ['of nulls', `'{NULL,NULL}'`],
    ])('%s', async (_, literal) => {
      const ending = await call({ [name]: literal });
      expect({ said: saidWhy(ending), ...ending }).toMatchObject({ said: true });
    });

    it.each([
      ['of two dimensions', `'{{${element}},{${next}}}'`],
      ['that counts from zero', `'[0:1]={${element},${next}}'`],
    ])('%s, unless it reads it as the same list', async (_, literal) => {
      const ending = await call({ [name]: literal });
      expect({ said: saidWhy(ending) || isDeepStrictEqual(ending, sound), ...ending }).toMatchObject({ said: true });
    });
  });

  it.each([
    ['no entry at all', (): string => `'{}'`],
    ['nothing but nulls', (): string => `'{NULL}'`],
    ['no arrays', (): string => 'null'],
  ])('says why it refuses %s', async (_, literal) => {
    const ending = await call(ofAll(literal));
    expect({ said: saidWhy(ending), ...ending }).toMatchObject({ said: true });
  });

  it.each([
    ['0', '{0,1}'],
    ['a negative one', '{-1,1}'],
    ['one after the last', '{1,3}'],
    ['the largest there is', '{1,2147483647}'],
    ['the same twice, so that one entry has none', '{1,1}'],
  ])('says why it refuses a transfer of entry %s', async (_, entry) => {
    expect(saidWhy(await call({ entry: `'${entry}'` }))).toBe(true);
  });

  it('says why it refuses a transfer of an entry that is not there, beside entries that are whole', async () => {
    for (const entry of ['0', '-1', '2', '2147483647']) {
      const twice = Object.fromEntries(
        (['line', 'fund', 'debitCode', 'debitType', 'debitHolder', 'creditCode', 'creditType', 'creditHolder', 'amount'] as const).map((name) => {
          const element = elements.find(([other]) => other === name)?.[1] ?? '';
          return [name, `'{${element},${element}}'`];
        }),
      );
      expect(saidWhy(await call({ ...single, ...twice, entry: `'{1,${entry}}'` }))).toBe(true);
    }
  });
});
