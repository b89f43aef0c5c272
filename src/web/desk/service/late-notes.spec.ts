import { messages } from '../../messages/index.js';
import { lateNotes } from './late-notes.js';

describe('what is said of what was written down late', () => {
  it('is a sentence with the number for each kind that there is, in both languages, and nothing where there is none', () => {
    const counts = { late: 4, lateByFirm: 3, lateByOthers: 2, lateAnswers: 1, lateHoursMin: 24 };
    expect(lateNotes(messages['zh-CN'], counts)).toEqual([
      '季度结束后才由业主一方迟登记的报修 4 件，不计入。',
      '物业公司迟登记的报修 3 件：报修一天以后才登记，按没有按时响应计入。',
      '业主一方迟登记的报修 2 件：报修一天以后才登记，照常计入，响应时限从登记时起算，至少一天；物业公司登记前已经响应的，从报修时起算。',
      '迟登记的响应 1 件：响应一天以后才登记，按登记的时间算。',
    ]);
    expect(lateNotes(messages.en, counts)).toEqual([
      'Written down by the owner side too late, after the quarter: 4; they do not count.',
      'Written late by the firm: 3, more than a day after they came; they count as not answered in time.',
      'Written late by the owner side: 2, more than a day after they came; they count, and the firm’s time runs from when they were written down, a day at least, or from when they came where it answered before.',
      'Answers written late: 1, more than a day after they were given; they count from when they were written down.',
    ]);
    expect(lateNotes(messages.en, { late: 0, lateByFirm: 0, lateByOthers: 0, lateAnswers: 0, lateHoursMin: 24 })).toEqual([]);
  });

  it('is, of a measure whose late requests had no least of hours, that all of the owner side after the quarter were left out, also those of ten hours before', () => {
    const counts = { late: 1, lateByFirm: 0, lateByOthers: 2, lateAnswers: 0 };
    expect(lateNotes(messages['zh-CN'], counts)).toEqual([
      '季度结束后才由业主一方登记的报修 1 件，不计入。',
      '业主一方迟登记的报修 2 件：报修一天以后才登记，照常计入，响应时限从登记时起算。',
    ]);
    expect(lateNotes(messages.en, counts)).toEqual([
      'Written down by the owner side after the quarter: 1; they do not count.',
      'Written late by the owner side: 2, more than a day after they came; they count, and the firm’s time runs from when they were written down.',
    ]);
  });

  it('is, of a measure of before, the rule by which that was counted', () => {
    expect(lateNotes(messages.en, { late: 2, lateAnswers: 0 })).toEqual([
      'Written late: 2, more than a day after they came or after the quarter; they do not count.',
    ]);
    expect(lateNotes(messages.en, { late: 2 })).toEqual(['2 of them were written down more than a day after they came.']);
  });
});
