import { readFileSync } from 'node:fs';

const stories = [...readFileSync('docs/scenarios.md', 'utf8').matchAll(/^- (.*)$/gm)].map(([, title]) => String(title));

describe('what is promised in docs/scenarios.md', () => {
  it('are more than fifty stories, none told twice', () => {
    expect(stories.length).toBeGreaterThan(50);
    expect(stories).toEqual([...new Set(stories)]);
  });

  it('are sentences that a committee understands: no code of a refusal, no name out of the program', () => {
    expect(stories.filter((title) => /[A-Z]{2,}_|[a-z][A-Z]|[{}`<>]|^.{0,20}$/.test(title))).toEqual([]);
  });
});
