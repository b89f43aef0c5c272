const { sep } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

/** They take minutes: begun last, the other worker would wait for them. Jest knows how long a file takes only where it has run before. */
const LONGEST = ['properties/six-months', 'acceptance/whole-demo', 'e2e/matrix', 'browser/public-pages', 'stress/crash'].map((name) =>
  name.replaceAll('/', sep),
);

/** The longest first, the others as Jest would have them. */
module.exports = class LongestFirst extends Sequencer {
  async sort(tests) {
    const place = ({ path }) => {
      const found = LONGEST.findIndex((name) => path.includes(`${name}.spec.`));
      return found === -1 ? LONGEST.length : found;
    };
    const sorted = await super.sort(tests);
    return sorted.toSorted((a, b) => place(a) - place(b));
  }
};
