import { DomainError } from '../../kernel/index.js';
import { zhCN } from '../messages/index.js';
import { attempt, formJson } from './desk-form.js';
import { localPath, sizeOf } from './visit.js';

describe('a form as the JSON of the API', () => {
  it('makes lists of numbered fields, whole numbers where told, and leaves out what is empty', () => {
    const posted = {
      inspectedOn: '2024-04-10',
      note: '',
      'items[0].name': '秩序维护',
      'items[0].score': ' 18.00 ',
      'items[1].name': '环境保洁',
      'items[1].score': '',
      'staffing[0].present': '2',
      'staffing[1].present': 'two',
    };
    expect(formJson(posted, ['present'])).toEqual({
      inspectedOn: '2024-04-10',
      items: [{ name: '秩序维护', score: '18.00' }, { name: '环境保洁' }],
      staffing: [{ present: 2 }, { present: 'two' }],
    });
  });

  it.each(['__proto__[0].x', 'items[0].__proto__', 'items[0].constructor', 'a.b', 'items[1000].x', ''])('refuses the name %j', (name) => {
    expect(() => formJson({ [name]: 'x' })).toThrow(DomainError);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

describe('a refusal as its page shows it', () => {
  const visit = { language: 'zh-CN', m: zhCN } as const;
  const refused = async (error: unknown, posted: Record<string, unknown> = {}, fields: Parameters<typeof attempt>[3] = {}) => {
    const outcome = await attempt(visit, posted, () => Promise.reject(error as Error), fields);
    if ('done' in outcome) throw new Error('not refused');
    return outcome;
  };

  it('leads to the field that it names, with the label that people see', async () => {
    const error = new DomainError('ASSESSMENT_SCORE_OUTSIDE', { field: 'items[1].score', value: '21', min: '0', max: '20' });
    const { refusal, status } = await refused(error, { 'items[1].score': '21' }, { labels: { 'items[1].score': '环境保洁得分' } });
    expect(status).toBe(422);
    expect(refusal.errors).toEqual([{ name: 'items[1].score', message: expect.stringMatching(/^环境保洁得分：/) }]);
    expect(refusal.typed).toEqual({ 'items[1].score': '21' });
  });

  it('leads to the only field in which a refused value was typed, and to none when two hold it', async () => {
    const error = new DomainError('RATE_INVALID', { value: '十九' });
    expect((await refused(error, { a: '18', b: '十九' })).refusal.errors[0]?.name).toBe('b');
    expect((await refused(error, { a: '十九', b: '十九' })).refusal.errors[0]?.name).toBeNull();
  });

  it('throws on what does not exist, who is not signed in, and what broke', async () => {
    for (const error of [new DomainError('NOT_FOUND'), new DomainError('NOT_SIGNED_IN'), new Error('broken')]) await expect(refused(error)).rejects.toBe(error);
  });
});

describe('where a visit goes on to', () => {
  it.each(['/w/ryxc', '/w/ryxc/payouts?state=SETTLED&before=12', '/p/ryxc/2024-03'])('%s is ours', (path) => {
    expect(localPath(path)).toBe(path);
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '', '/a b', '/a\nb', undefined, ['/w']])('%j is not', (path) => {
    expect(localPath(path)).toBeNull();
  });

  it('a type size that is none is the normal one', () => {
    expect([sizeOf('huge'), sizeOf('<x>'), sizeOf(undefined)]).toEqual(['huge', 'normal', 'normal']);
  });
});
