import { repairLists } from '../../../src/demo/repair-lists.js';
import { shanghaiTime } from '../../../src/kernel/index.js';
import * as assessments from '../../../src/modules/assessments/index.js';
import type { PayoutRuleJson } from '../../../src/modules/contracts/index.js';
import { FinaliseAssessment } from '../../../src/modules/entitlements/index.js';
import { demoRequests } from '../../integration/assessments/fixture.js';
import { all, day, Q1, storyBook, termsWith, TWO_FLATS, type Marks, type Story } from './story.js';

/** How a quarter gets its score, and what the score does to the firm's money. The fees of each quarter here came to 151,238.95. */
describe('the score of a quarter', () => {
  const book = storyBook();
  const linear: PayoutRuleJson = { kind: 'LINEAR', threshold: '85' };

  /** A quarter that is scored and made final under a share at risk and a rule. @returns its published score, what the firm gets in all, and what went to the owners */
  async function paidFor(marks: Marks, terms: { shareAtRisk?: string; payoutRule?: PayoutRuleJson } = {}) {
    const town = await book.begin({ terms: termsWith(terms), months: 3 });
    await town.isFinal(marks);
    const { score } = await town.assessment();
    return [score?.published.toFixed(2), (await town.quarterMoney()).net, (await town.fund('QLT')).cash];
  }
  const appeal = (town: Story) => town.app.get(assessments.FileAppeal).execute(town.as('firm'), { quarter: Q1, reason: '抽查日下雨' });
  const review = (town: Story, inspection?: string) => {
    const corrections = inspection === undefined ? [] : [{ code: 'INSPECTION', score: inspection }];
    const decision = inspection === undefined ? 'DISMISSED' : 'CORRECTED';
    return town.app.get(assessments.ReviewAppeal).execute(town.as('centre'), { quarter: Q1, decision, corrections, reason: '复核现场照片' });
  };
  const finalise = (town: Story) => town.app.get(FinaliseAssessment).execute(town.as('centre'), { quarter: Q1 });

  describe('what it pays', () => {
    it('the four parts of a score add up to 87.32', async () => {
      const town = await book.begin();
      await town.isScored({ inspection: '88.50', survey: '86.20', response: '90.00', disclosure: '75.00' });
      const { score } = await town.assessment();
      const parts = score?.components.map(({ weight, score: mark, points }) => `${weight.toString()} × ${mark?.toFixed(2)} = ${points?.toString()}`);
      expect([parts, score?.published.toFixed(2)]).toEqual([
        ['0.4 × 88.50 = 35.4', '0.35 × 86.20 = 30.17', '0.2 × 90.00 = 18', '0.05 × 75.00 = 3.75'],
        '87.32',
      ]);
    });

    it('87.32 on a fifth at risk pays 150,633.99, and 604.96 goes to the owners', async () => {
      const town = await book.begin({ months: 3 });
      await town.isFinal();
      expect([await town.quarterMoney(), (await town.fund('QLT')).cash]).toEqual([
        { base: '120991.16', withheld: '30247.79', released: '29642.83', net: '150633.99' },
        '604.96',
      ]);
    });

    it('87.35 lies in the same band and pays the same', async () => {
      expect(await paidFor(all('87.35'))).toEqual(['87.35', '150633.99', '604.96']);
    });

    it('with everything at risk 87.35 pays 148,214.17', async () => {
      expect(await paidFor(all('87.35'), { shareAtRisk: '1' })).toEqual(['87.35', '148214.17', '3024.78']);
    });

    it('by the sliding rule from 85 on, 78.20 of everything at risk pays 140,954.70', async () => {
      expect(await paidFor(all('78.20'), { shareAtRisk: '1', payoutRule: linear })).toEqual(['78.20', '140954.70', '10284.25']);
    });

    it('with a twentieth at risk even 58 pays 148,970.37', async () => {
      expect(await paidFor(all('58.00'), { shareAtRisk: '0.05' })).toEqual(['58.00', '148970.37', '2268.58']);
    });

    it('95.00 pays everything', async () => {
      expect(await paidFor(all('95.00'))).toEqual(['95.00', '151238.95', '0.00']);
    });

    it('94.995 is published as 95.00 and pays as 95.00', async () => {
      expect(await paidFor({ ...all('95.00'), disclosure: '94.90' })).toEqual(['95.00', '151238.95', '0.00']);
    });

    it('59.99 is not 60: it falls into the lowest band and pays 142,164.61', async () => {
      expect(await paidFor({ ...all('60.00'), disclosure: '59.80' })).toEqual(['59.99', '142164.61', '9074.34']);
    });

    it('a severe safety event lowers the result by one band, and the score stays as it is', async () => {
      expect(await paidFor({ safetyEvent: '3号楼电梯困人，无人值守' })).toEqual(['87.32', '149726.56', '1512.39']);
    });

    it('by the sliding rule a severe safety event counts as ten points less', async () => {
      expect(await paidFor({ safetyEvent: '消防通道封堵' }, { payoutRule: linear })).toEqual(['87.32', '148915.92', '2323.03']);
    });
  });

  describe('how it comes about', () => {
    it('a firm that says nothing of itself in time is inspected all the same', async () => {
      const town = await book.begin();
      const inspect = (on: string) =>
        town.app.get(assessments.RecordInspection).execute(town.as('centre'), { ...demoRequests.inspection, inspectedOn: day(on) });
      town.at('2024-04-05');
      await town.refused(() => inspect('2024-04-05'), 'ASSESSMENT_SELF_EVALUATION_AWAITED', { until: '2024-04-05' });
      town.at('2024-04-06');
      expect((await inspect('2024-04-06')).value.state).toBe('INSPECTED');
      expect((await town.assessment()).selfEvaluation).toBeNull();
    });

    it('of four answers nothing is printed, and their weight goes to the inspection', async () => {
      const town = await book.begin();
      town.at('2024-04-10');
      await town.app.get(assessments.RecordInspection).execute(town.as('centre'), demoRequests.inspection);
      const four = { ...demoRequests.survey, closedOn: day('2024-04-10'), answers: 4, score: '12.00' };
      await town.app.get(assessments.RecordSurvey).execute(town.as('community'), four);
      for (const measure of demoRequests.measures) await town.app.get(assessments.RecordMeasure).execute(town.as('community'), measure);
      expect((await town.app.get(assessments.ScoreAssessment).execute(town.as('centre'), { quarter: Q1 })).value.score).toBe('88.13');
      const { survey, score } = await town.assessment();
      expect([survey?.score, survey?.items, score?.components.map(({ weight }) => weight.toString())]).toEqual([null, [], ['0.75', '0', '0.2', '0.05']]);
    });

    it('where two bodies inspect, the mean of their two sheets counts', async () => {
      const town = await book.begin({ terms: termsWith({ inspectors: 'BOTH' }) });
      town.at('2024-04-08');
      const inspect = (who: 'community' | 'centre', less: string) => {
        const [first, ...rest] = demoRequests.inspection.items;
        const items = [{ name: String(first?.name), score: less, note: '' }, ...rest];
        return town.app.get(assessments.RecordInspection).execute(town.as(who), { ...demoRequests.inspection, inspectedOn: day('2024-04-08'), items });
      };
      expect((await inspect('community', '18.00')).value.state).toBe('OPEN');
      await town.refused(() => inspect('community', '20.00'), 'ASSESSMENT_SHEET_TWICE');
      await inspect('centre', '14.00');
      const { state, sheets, inspection } = await town.assessment();
      expect([state, sheets.map(({ score }) => score.toFixed(2)), inspection?.score.toFixed(2)]).toEqual(['INSPECTED', ['88.50', '84.50'], '86.50']);
    });

    it('a household answers once: its letter opens the survey no second time', async () => {
      const town = await book.begin();
      town.at('2024-04-10');
      await town.app.get(assessments.RecordInspection).execute(town.as('centre'), demoRequests.inspection);
      await town.app.get(assessments.OpenSurvey).execute(town.as('community'), { quarter: Q1, closesOn: day('2024-04-12'), questions: ['环境', '维修'] });
      const { letters } = await town.app.get(assessments.IssueSurveyLetters).execute(town.as('community'), { quarter: Q1, unit: null });
      const answers = (marks: number[]) =>
        town.app.get(assessments.AnswerSurvey).execute({ communityId: town.communityId, code: String(letters[0]?.code), answers: marks });
      await answers([5, 4]);
      await town.refused(() => answers([1, 1]), 'SURVEY_CODE_USED');
    });

    it('those who asked the households do not close the survey: another body does, and five letters are no survey', async () => {
      const town = await book.begin({ units: TWO_FLATS });
      town.at('2024-04-10');
      await town.app.get(assessments.RecordInspection).execute(town.as('centre'), demoRequests.inspection);
      await town.app.get(assessments.OpenSurvey).execute(town.as('community'), { quarter: Q1, closesOn: day('2024-04-12'), questions: ['环境'] });
      const letters = (unit: string | null) => town.app.get(assessments.IssueSurveyLetters).execute(town.as('community'), { quarter: Q1, unit });
      await town.refused(() => letters('01-101'), 'SURVEY_LETTERS_FIRST', { count: 1 });
      await letters(null);
      town.at('2024-04-13');
      const close = (who: 'community' | 'centre') => town.app.get(assessments.CloseSurvey).execute(town.as(who), { quarter: Q1 });
      await town.refused(() => close('community'), 'SURVEY_CLOSE_OWN', {});
      expect((await close('centre')).value).toMatchObject({ state: 'SURVEY_CLOSED', answers: 0 });
    });

    it('the share of repairs that were answered in time comes from the log, and another figure beside it needs a reason', async () => {
      const town = await book.begin();
      const repairs = Array.from({ length: 10 }, (_, at) => `R-${at + 1},路灯不亮,一般,2024-02-05 09:00,2024-02-${at < 9 ? '05' : '15'} 10:00`);
      const file = Buffer.from(`报修单号,报修内容,紧急程度,报修时间,响应时间\r\n${repairs.join('\r\n')}\r\n`);
      for (const list of repairLists(file)) {
        town.at(list.on, '23:59');
        await town.app.get(assessments.ImportRepairLog).execute(town.as('firm'), { file: list.file, dryRun: false });
      }
      town.at('2024-04-08');
      const typed = (note: string) =>
        town.app.get(assessments.RecordMeasure).execute(town.as('centre'), { quarter: Q1, code: 'RESPONSE', score: '100.00', note });
      await town.refused(() => typed(''), 'MEASURE_BESIDE_LOG', { requests: 10, inTime: 9, score: '90.00' });
      await town.app.get(assessments.MeasureFromLog).execute(town.as('centre'), { quarter: Q1 });
      expect((await town.assessment()).measures.map(({ code, score }) => [code, score.toFixed(2)])).toEqual([['RESPONSE', '90.00']]);
    });

    it('what is written down a day late proves nothing: neither an answer as of the day itself nor requests made up after the quarter', async () => {
      const town = await book.begin();
      const record = town.app.get(assessments.RecordRepair);
      const repair = { what: '路灯不亮', urgency: 'URGENT', receivedAt: shanghaiTime(day('2024-02-05'), '09:00') } as const;
      town.at('2024-02-05', '09:10');
      const { value } = await record.execute(town.as('community'), repair);
      town.at('2024-03-31');
      await record.respond(town.as('firm'), { number: value.number, respondedAt: shanghaiTime(day('2024-02-05'), '09:30') });
      town.at('2024-04-08');
      for (let at = 0; at < 50; at += 1) await record.execute(town.as('community'), repair);
      const { value: counted } = await town.app.get(assessments.MeasureFromLog).execute(town.as('centre'), { quarter: Q1 });
      expect(counted).toMatchObject({ requests: 1, inTime: 0, score: '0.00' });
    });

    it('a safety event counts with its papers alone, and is written down while the quarter runs', async () => {
      const town = await book.begin();
      const record = (documents: readonly string[]) =>
        town.app
          .get(assessments.RecordSafetyEvent)
          .execute(town.as('centre'), { quarter: Q1, happenedOn: day('2024-02-17'), what: '3号楼电梯困人', documents });
      await town.refused(() => record([]), 'SAFETY_EVENT_PAPERS');
      await record([await town.paper('事故报告', 'centre')]);
      await town.isScored();
      const { severeSafetyEvent, score } = await town.assessment();
      expect([severeSafetyEvent, score?.published.toFixed(2)]).toEqual([true, '87.32']);
    });

    it('after 60 days without a score the centre decides on the inspection alone', async () => {
      const town = await book.begin();
      town.at('2024-04-10');
      await town.app.get(assessments.RecordInspection).execute(town.as('centre'), demoRequests.inspection);
      const score = () => town.app.get(assessments.ScoreAssessment).execute(town.as('centre'), { quarter: Q1 });
      town.at('2024-05-30');
      await town.refused(score, 'ASSESSMENT_FINDING_MISSING');
      town.at('2024-05-31');
      expect([(await score()).value.score, (await town.assessment()).inspectionAlone]).toEqual(['88.50', true]);
    });

    it('after 60 days the centre gets no score of its own by making an assessment void: the one that follows gives everybody their time again', async () => {
      const town = await book.begin({ terms: termsWith({ inspectors: 'BOTH' }) });
      const inspect = () => town.app.get(assessments.RecordInspection).execute(town.as('centre'), demoRequests.inspection);
      const score = () => town.app.get(assessments.ScoreAssessment).execute(town.as('centre'), { quarter: Q1 });
      town.at('2024-05-31');
      await town.app.get(assessments.VoidAssessment).execute(town.as('centre'), { quarter: Q1, reason: '检查表用错了版本' });
      await town.app.get(assessments.OpenAssessment).execute(town.as('centre'), { quarter: Q1 });
      await town.refused(inspect, 'ASSESSMENT_SELF_EVALUATION_AWAITED', { until: '2024-06-05' });
      town.at('2024-06-06');
      await inspect();
      await town.refused(score, 'ASSESSMENT_STATE');
      town.at('2024-07-30');
      await town.refused(score, 'ASSESSMENT_FINDING_MISSING');
      expect(await town.voided()).toMatchObject([{ on: '2024-05-31', reason: '检查表用错了版本' }]);
    });
  });

  describe('when the firm does not agree', () => {
    it('the firm may appeal on the last day, and not a day later', async () => {
      const town = await book.begin();
      await town.isScored();
      town.at('2024-04-23', '00:00');
      await town.refused(() => appeal(town), 'ASSESSMENT_APPEAL_CLOSED', { until: '2024-04-22' });
      town.at('2024-04-22', '23:59');
      expect((await appeal(town)).value.state).toBe('APPEALED');
    });

    it('where the contract wants the firm heard, its appeal is not decided before that', async () => {
      const town = await book.begin({ terms: termsWith({ hearing: true }) });
      await town.isScored();
      await appeal(town);
      await town.refused(() => review(town), 'ASSESSMENT_HEARING_MISSING');
      const heard = { quarter: Q1, heldOn: town.clock.today(), heard: '久旺物业、小东门社区', minutes: '物业公司说明了抽查日的情况' };
      await town.app.get(assessments.RecordHearing).execute(town.as('centre'), heard);
      expect((await review(town)).value).toMatchObject({ state: 'REVIEWED', score: '87.32' });
    });

    it('while its appeal is open nothing of the money that waited is paid; the corrected score pays by its own band', async () => {
      const town = await book.begin({ months: 3 });
      expect(await town.isScored({ inspection: '82.00' })).toMatchObject({ score: '84.72' });
      await appeal(town);
      town.at('2024-04-23');
      await town.refused(() => town.asksPerformance('1.00'), 'DISBURSEMENT_APPEAL_OPEN');
      await town.refused(() => finalise(town), 'ASSESSMENT_APPEAL_OPEN');
      expect((await review(town, '83.00')).value).toMatchObject({ scoreBefore: '84.72', score: '85.12' });
      await finalise(town);
      expect(await town.quarterMoney()).toMatchObject({ released: '29642.83', net: '150633.99' });
    });

    it('a safety event that was not the firm’s is set aside on appeal: the score stays, and the quarter pays by its own band again', async () => {
      const town = await book.begin({ months: 3 });
      const event = { quarter: Q1, happenedOn: day('2024-02-17'), what: '过路车辆起火', documents: [await town.paper('事故报告', 'centre')] };
      await town.app.get(assessments.RecordSafetyEvent).execute(town.as('centre'), event);
      await town.isScored();
      await appeal(town);
      const { safetyEvents } = await town.assessment();
      const eventsSetAside = safetyEvents.map(({ id }) => id);
      const decided = { quarter: Q1, decision: 'CORRECTED', corrections: [], eventsSetAside, reason: '消防认定与物业服务无关' } as const;
      const { value } = await town.app.get(assessments.ReviewAppeal).execute(town.as('centre'), decided);
      expect(value).toMatchObject({ scoreBefore: '87.32', score: '87.32' });
      town.at('2024-04-23');
      await finalise(town);
      expect(await town.quarterMoney()).toMatchObject({ net: '150633.99' });
    });

    it('what a review set aside stays so when its assessment becomes void for another error: the one that follows pays by its own band', async () => {
      const town = await book.begin({ months: 3 });
      const event = { quarter: Q1, happenedOn: day('2024-02-17'), what: '过路车辆起火', documents: [await town.paper('事故报告', 'centre')] };
      await town.app.get(assessments.RecordSafetyEvent).execute(town.as('centre'), event);
      await town.isScored();
      await appeal(town);
      const eventsSetAside = (await town.assessment()).safetyEvents.map(({ id }) => id);
      const decided = { quarter: Q1, decision: 'CORRECTED', corrections: [], eventsSetAside, reason: '消防认定与物业服务无关' } as const;
      await town.app.get(assessments.ReviewAppeal).execute(town.as('centre'), decided);
      await town.app.get(assessments.VoidAssessment).execute(town.as('centre'), { quarter: Q1, reason: '检查表用错了版本' });
      await town.app.get(assessments.OpenAssessment).execute(town.as('community'), { quarter: Q1 });
      await town.isScored();
      town.at('2024-05-08');
      await finalise(town);
      expect(await town.assessment()).toMatchObject({ severeSafetyEvent: false, safetyEvents: [{ takenOver: true, isSetAside: true }] });
      expect(await town.quarterMoney()).toMatchObject({ net: '150633.99' });
    });

    it('an assessment that is void is followed by another, which decides about the same money', async () => {
      const town = await book.begin({ months: 3 });
      await town.isScored(all('50.00'));
      const voided = await town.assessment();
      await town.app.get(assessments.VoidAssessment).execute(town.as('centre'), { quarter: Q1, reason: '检查表用错了版本' });
      await town.app.get(assessments.OpenAssessment).execute(town.as('community'), { quarter: Q1 });
      await town.isScored();
      town.at('2024-05-08');
      await finalise(town);
      const { id, withholdingId } = await town.assessment();
      expect([id === voided.id, withholdingId === voided.id, await town.quarterMoney(), await town.balance('2103')]).toEqual([
        false,
        true,
        { base: '120991.16', withheld: '30247.79', released: '29642.83', net: '150633.99' },
        '0.00',
      ]);
    });
  });
});
