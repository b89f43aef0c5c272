import { Asked } from './asked.js';

describe('the parts of a question that are asked only sometimes', () => {
  it('has each part with the place of its value, behind those that the statement has anyway', () => {
    const asked = new Asked(7, '2024-01-31');
    const parts = [asked.when('SVC', (fund) => `and fund = ${fund}`), asked.when([1, 2], (ids) => `and id = any (${ids})`)];
    expect(parts).toEqual(['and fund = $3', 'and id = any ($4)']);
    expect(asked.parameters).toEqual([7, '2024-01-31', 'SVC', [1, 2]]);
  });

  it('leaves out what is not asked, with its parameter; nothing, zero and false are values', () => {
    const asked = new Asked(7);
    const parts = [
      asked.when(undefined, (fund) => `and fund = ${fund}`),
      asked.when(null, (code) => `and code is not distinct from ${code}`),
      asked.when(0, (id) => `and id > ${id}`),
      asked.when(false, (open) => `and is_open = ${open}`),
    ];
    expect(parts).toEqual(['', 'and code is not distinct from $2', 'and id > $3', 'and is_open = $4']);
    expect(asked.parameters).toEqual([7, null, 0, false]);
  });
});
