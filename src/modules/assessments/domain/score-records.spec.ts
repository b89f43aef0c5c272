import { Rate } from '../../../kernel/index.js';
import { readScoreTemplate } from '../../contracts/index.js';
import {
  assertMeasured,
  itemRecords,
  readAdjustments,
  readItems,
  readNote,
  readReason,
  readStaffing,
  readSurveyItems,
  type NamedScoreJson,
} from './score-records.js';

const coded = (code: string, details: object = {}) => expect.objectContaining({ code, details: expect.objectContaining(details) });
const template = readScoreTemplate({
  components: [
    { code: 'INSPECTION', name: '现场检查', weight: '0.8' },
    { code: 'RESPONSE', name: '报修响应', weight: '0.2' },
  ],
  items: [
    { name: '环境保洁', scoreMax: '60' },
    { name: '秩序维护', scoreMax: '40' },
  ],
  adjustments: [
    { name: '表彰', scoreMin: '0', scoreMax: '2' },
    { name: '投诉', scoreMin: '-5', scoreMax: '0' },
  ],
  surveyAnswersMin: 5,
});
const cleaning: NamedScoreJson = { name: '环境保洁', score: '51.50', note: '' };
const security: NamedScoreJson = { name: '秩序维护', score: '37', note: '巡逻记录缺两晚。' };

describe('the items of an inspection', () => {
  it('come in the order of the template, and add to its score out of 100', () => {
    const items = readItems(template, [security, cleaning]);
    expect(items.map((item) => item.name)).toEqual(['环境保洁', '秩序维护']);
    expect(Rate.sum(items.map((item) => item.score)).toString()).toBe('88.5');
    expect(items[1]?.note).toBe('巡逻记录缺两晚。');
  });

  it('are refused when one is missing, unknown or there twice', () => {
    expect(() => readItems(template, [cleaning])).toThrow(coded('ASSESSMENT_ITEMS_DIFFER', { missing: '秩序维护', unknown: '–' }));
    expect(() => readItems(template, [cleaning, security, { ...security, name: '绿化' }])).toThrow(
      coded('ASSESSMENT_ITEMS_DIFFER', { missing: '–', unknown: '绿化' }),
    );
    expect(() => readItems(template, [cleaning, cleaning, security])).toThrow(coded('ASSESSMENT_ITEMS_DIFFER', { unknown: '环境保洁' }));
  });

  it.each(['60.01', '-0.01', '51.505'])('are refused with a score of %s out of 60', (score) => {
    expect(() => readItems(template, [{ ...cleaning, score }, security])).toThrow(
      coded('ASSESSMENT_SCORE_OUTSIDE', { field: 'items[0].score', value: score, min: '0', max: '60' }),
    );
  });
});

describe('adjustments', () => {
  it('add and deduct within the limits of the template', () => {
    const adjustments = readAdjustments(template, [
      { name: '表彰', score: '2', note: '市级' },
      { name: '投诉', score: '-5', note: '' },
    ]);
    expect(adjustments.map((adjustment) => adjustment.score.toString())).toEqual(['2', '-5']);
  });

  it('are refused outside their limits, unknown, or twice', () => {
    expect(() => readAdjustments(template, [{ name: '表彰', score: '2.01', note: '' }])).toThrow(
      coded('ASSESSMENT_SCORE_OUTSIDE', { field: 'adjustments[0].score', max: '2' }),
    );
    expect(() => readAdjustments(template, [{ name: '投诉', score: '1', note: '' }])).toThrow(coded('ASSESSMENT_SCORE_OUTSIDE', { max: '0' }));
    expect(() => readAdjustments(template, [{ name: '奖励', score: '1', note: '' }])).toThrow(coded('ASSESSMENT_ADJUSTMENT_UNKNOWN', { name: '奖励' }));
    const twice = { name: '表彰', score: '1', note: '' };
    expect(() => readAdjustments(template, [twice, twice])).toThrow(coded('ASSESSMENT_ADJUSTMENT_UNKNOWN', { field: 'adjustments[1]' }));
  });
});

it('a measured figure belongs to a component that is neither inspection nor survey', () => {
  expect(() => assertMeasured(template, 'RESPONSE')).not.toThrow();
  for (const code of ['INSPECTION', 'SURVEY', 'TIDINESS'])
    expect(() => assertMeasured(template, code)).toThrow(coded('ASSESSMENT_COMPONENT_UNKNOWN', { code, known: 'RESPONSE' }));
});

it('notes may be empty and have lines, reasons may not be empty, neither holds what cannot be printed', () => {
  expect(readNote('note', ' 两行\n字 ')).toBe('两行\n字');
  expect(readNote('note', '')).toBe('');
  expect(() => readReason('reason', ' ')).toThrow(coded('ASSESSMENT_NOTE', { field: 'reason' }));
  expect(() => readNote('note', 'a\u0000b')).toThrow(coded('ASSESSMENT_NOTE'));
  expect(() => readNote('note', '字'.repeat(501))).toThrow(coded('ASSESSMENT_NOTE', { max: 500 }));
});

describe('the staff on duty', () => {
  const promised = [
    { post: '管理员', promised: 2 },
    { post: '保安', promised: 4 },
  ];

  it('stands beside what was promised, in the order of the contract', () => {
    expect(readStaffing(promised, [{ post: '保安', present: 3 }])).toEqual([{ post: '保安', promised: 4, present: 3 }]);
    const all = [
      { post: '保安', present: 4 },
      { post: '管理员', present: 0 },
    ];
    expect(readStaffing(promised, all).map((post) => post.post)).toEqual(['管理员', '保安']);
  });

  it.each([
    [[{ post: '电工', present: 1 }]],
    [[{ post: '保安', present: -1 }]],
    [[{ post: '保安', present: 1.5 }]],
    [
      [
        { post: '保安', present: 1 },
        { post: '保安', present: 1 },
      ],
    ],
  ])('is refused for a post that was not promised, counted twice or impossibly (%#)', (records) => {
    expect(() => readStaffing(promised, records)).toThrow(coded('ASSESSMENT_STAFFING'));
  });
});

it('the questions of a survey have names and scores out of 100', () => {
  expect(readSurveyItems([{ name: '维修及时', score: '84.30' }])).toEqual([{ name: '维修及时', score: '84.3' }]);
  expect(() => readSurveyItems([{ name: '', score: '84.30' }])).toThrow(coded('ASSESSMENT_NOTE', { field: 'items[0].name' }));
  expect(() => readSurveyItems([{ name: '维修及时', score: '101' }])).toThrow(coded('ASSESSMENT_SCORE_OUTSIDE', { field: 'items[0].score' }));
});

it('items are kept with their numbers as text', () => {
  expect(itemRecords(readItems(template, [cleaning, security]))[0]).toEqual({ name: '环境保洁', scoreMax: '60', score: '51.5', note: '' });
});
