import { existsSync, readFileSync } from 'node:fs';

const document = readFileSync('docs/security.md', 'utf8');
const rows = [...document.matchAll(/^\| (\d+\.\d+\.\d+) \|(.*)\|$/gm)].map(([, id = '', rest = '']) => ({ id, rest, shown: rest.split('|').at(-1) ?? '' }));

/** Of ASVS 5.0, level 1 and 2: how many requirements each section of a chapter has, in their order, beginning with 1 (0: none here, said once in the document). */
const asked: Readonly<Record<string, readonly number[]>> = {
  '1.1': [1, 2],
  '1.2': [1, 2, 3, 4, 5, 6, 7, 8, 9],
  '1.3': [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  '1.4': [1, 2, 3],
  '1.5': [1, 2],
  '2.1': [1, 2, 3],
  '2.2': [1, 2, 3],
  '2.3': [1, 2, 3, 4],
  '2.4': [1],
  '3.2': [1, 2],
  '3.3': [1, 2, 3, 4],
  '3.4': [1, 2, 3, 4, 5, 6],
  '3.5': [1, 2, 3, 4, 5],
  '3.7': [1, 2],
  '4.1': [1, 2, 3],
  '4.2': [1],
  '4.3': [1, 2],
  '4.4': [1, 2, 3, 4],
  '5.1': [1],
  '5.2': [1, 2, 3],
  '5.3': [1, 2],
  '5.4': [1, 2, 3],
  '6.1': [1, 2, 3],
  '6.2': [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  '6.3': [1, 2, 3],
  '6.4': [1, 2, 3, 4],
  '6.5': [1, 2, 3, 4, 5],
  '7.1': [1, 2, 3],
  '7.2': [1, 2, 3, 4],
  '7.3': [1, 2],
  '7.4': [1, 2, 3, 4, 5],
  '7.5': [1, 2],
  '8.1': [1, 2],
  '8.2': [1, 2, 3],
  '8.3': [1],
  '8.4': [1],
  '11.1': [1, 2],
  '11.2': [1, 2, 3],
  '11.3': [1, 2, 3],
  '11.4': [1, 2, 3],
  '11.5': [1],
  '11.6': [1],
  '12.1': [1, 2, 3],
  '12.2': [1, 2],
  '12.3': [1, 2, 3, 4],
  '13.1': [1],
  '13.2': [1, 2, 3, 4, 5],
  '13.3': [1, 2],
  '13.4': [1, 2, 3, 4, 5],
  '14.1': [1, 2],
  '14.2': [1, 2, 3, 4],
  '14.3': [1, 2, 3],
  '15.1': [1, 2, 3],
  '15.2': [1, 2, 3],
  '15.3': [1, 2, 3, 4, 5, 6, 7],
  '16.1': [1],
  '16.2': [1, 2, 3, 4, 5],
  '16.3': [1, 2, 3, 4],
  '16.4': [1, 2, 3],
  '16.5': [1, 2, 3],
};

describe('the table of security', () => {
  it('has each requirement of its chapters once, in order', () => {
    expect(rows.map(({ id }) => id)).toEqual(Object.entries(asked).flatMap(([section, numbers]) => numbers.map((number) => `${section}.${number}`)));
  });

  it('names files that exist, and titles that stand in them', () => {
    const faults = rows.flatMap(({ id, shown }) =>
      [...shown.matchAll(/`([^`]+)`(?: “([^”]+)”)?/g)].flatMap(([, file = '', title]) => {
        if (!existsSync(file)) return [`${id}: ${file} does not exist`];
        return title !== undefined && !readFileSync(file, 'utf8').includes(title) ? [`${id}: ${file} has no “${title}”`] : [];
      }),
    );
    expect(faults).toEqual([]);
  });

  it('calls nothing met that neither a file shows nor is said not to be here', () => {
    const unshown = rows.filter(({ rest, shown }) => /\| met/.test(`|${rest}`) && shown.trim() === '–');
    expect(unshown.map(({ id }) => id)).toEqual(['6.4.2']);
    for (const { id, rest } of rows)
      expect([
        id,
        rest
          .split('|')[1]
          ?.trim()
          .replace(/[:, ].*$/s, ''),
      ]).toEqual([id, expect.stringMatching(/^(met|partly|not|none)$/)]);
  });
});
