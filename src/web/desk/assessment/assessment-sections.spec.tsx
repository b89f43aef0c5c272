import { businessDate } from '../../../kernel/index.js';
import { en } from '../../messages/index.js';
import { eventStanding } from './index.js';

describe('a safety event on the pages of a score', () => {
  const noted = (takenOver: boolean, isSetAside: boolean) =>
    eventStanding(en, { id: 1, on: businessDate('2024-02-11'), what: 'fire', takenOver, isSetAside, documents: [] });

  it('was set aside or counts on, and never both', () => {
    expect(noted(true, true)).toEqual(['set aside on appeal: lowers nothing']);
    expect(noted(false, true)).toEqual(['set aside on appeal: lowers nothing']);
    expect(noted(true, false)).toEqual(['recorded in an assessment that became void, and counts on']);
    expect(noted(false, false)).toEqual([]);
  });
});
