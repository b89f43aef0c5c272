const { sep } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * What takes more than half a minute, the longest first: begun last, the other worker would wait for it. Jest knows how long a file takes
 * only where it has run before; elsewhere it goes by the bytes of a file, and some of these are short.
 */
const LONGEST = [
  'properties/six-months',
  'acceptance/whole-demo',
  'e2e/matrix',
  'browser/public-pages',
  'stress/crash',
  'browser/books',
  'browser/workbench',
  'disbursements/refusals',
  'disbursements/any-order',
  'e2e/reveals',
  'disbursements/attacks',
  'settlement/account-changes',
  'browser/firm',
  'browser/desk-gates',
  'browser/billing',
  'browser/matching',
  'settlement/demo-quarter',
  'browser/decisions',
  'e2e/foreign-ids',
  'statements/refusals',
  'platform/uploads',
  'web/approving',
  'entitlements/disputes',
  'properties/ledger-model',
].map((name) => name.replaceAll('/', sep));

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
