import { accountingPeriod, businessDate, quarter } from '../../../kernel/index.js';
import { appealWindowEnd, assessmentDates, monthDates, readCalendar, type Calendar } from './calendar.js';

const calendar: Calendar = {
  closeDay: 10,
  statementDay: 15,
  selfEvaluationDay: 5,
  inspectionDay: 10,
  surveyDay: 12,
  scoreDay: 15,
  appealDay: 22,
  decidedAfterDays: 60,
};
const after = (q: string, countsFrom: string) => assessmentDates(calendar, quarter(q), businessDate(countsFrom));
const refusal = (change: Partial<Calendar>) => () => readCalendar({ ...calendar, ...change });

describe('the calendar of a contract', () => {
  it('closes a month by the 10th of the next and publishes by the 15th', () => {
    expect(monthDates(calendar, accountingPeriod('2024-12'))).toEqual({ closeUntil: '2025-01-10', statementUntil: '2025-01-15' });
  });

  it('leads a quarter from self-evaluation to FINAL within the month after it', () => {
    expect(after('2024-Q1', '2024-03-31')).toEqual({
      selfEvaluationUntil: '2024-04-05',
      inspectionUntil: '2024-04-10',
      surveyUntil: '2024-04-12',
      scoreUntil: '2024-04-15',
      appealUntil: '2024-04-22',
      finalUntil: '2024-04-30',
      decidedOn: '2024-05-30',
    });
  });

  it('crosses the year with the fourth quarter', () => {
    expect(after('2024-Q4', '2024-12-31')).toMatchObject({
      selfEvaluationUntil: '2025-01-05',
      finalUntil: '2025-01-31',
      decidedOn: '2025-03-01',
    });
  });

  it('counts every day of an assessment that was opened later from its opening', () => {
    expect(after('2024-Q1', '2024-05-31')).toEqual({
      selfEvaluationUntil: '2024-06-05',
      inspectionUntil: '2024-06-10',
      surveyUntil: '2024-06-12',
      scoreUntil: '2024-06-15',
      appealUntil: '2024-06-22',
      finalUntil: '2024-06-30',
      decidedOn: '2024-07-30',
    });
  });

  it.each([
    ['2024-04-13', '2024-04-22'],
    ['2024-04-15', '2024-04-22'],
    ['2024-04-20', '2024-04-27'],
  ])('a score of %s may be appealed against until %s', (scoredOn, until) => {
    expect(appealWindowEnd(after('2024-Q1', '2024-03-31'), businessDate(scoredOn))).toBe(until);
  });

  it('is refused with a day that February lacks, or a limit that is none', () => {
    expect(refusal({ appealDay: 29 })).toThrow(
      expect.objectContaining({ code: 'CONTRACT_TERM_OUTSIDE', details: { field: 'calendar.appealDay', value: '29', min: 1, max: 28 } }),
    );
    expect(refusal({ closeDay: 0 })).toThrow(expect.objectContaining({ code: 'CONTRACT_TERM_OUTSIDE' }));
    expect(refusal({ decidedAfterDays: 0 })).toThrow(expect.objectContaining({ code: 'CONTRACT_TERM_OUTSIDE' }));
    expect(refusal({ surveyDay: 12.5 })).toThrow(expect.objectContaining({ code: 'CONTRACT_TERM_OUTSIDE' }));
  });

  it('is refused when a step would end before the one that it follows', () => {
    expect(refusal({ scoreDay: 11 })).toThrow(
      expect.objectContaining({
        code: 'CONTRACT_CALENDAR_ORDER',
        details: { field: 'calendar.scoreDay', day: 11, earlier: 'calendar.surveyDay', earlierDay: 12 },
      }),
    );
    expect(refusal({ statementDay: 9 })).toThrow(expect.objectContaining({ code: 'CONTRACT_CALENDAR_ORDER' }));
  });
});
