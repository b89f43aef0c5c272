import { repairLists } from './repair-lists.js';

const header = '报修单号,报修内容,紧急程度,报修时间,响应时间';
const texts = (...lines: string[]): [string, string[]][] =>
  repairLists(Buffer.from([header, ...lines].join('\r\n'))).map(({ on, file }) => [on, Buffer.from(file).toString('utf8').split('\n').slice(1)]);

describe('the list that a firm hands in at the end of a day', () => {
  it('holds what came or was answered on the day, and nothing of the days before', () => {
    expect(texts('A-1,门锁坏,紧急,2024-01-02 09:00,2024-01-02 10:00', 'A-2,路灯不亮,一般,2024-01-03 09:00,2024-01-03 12:00')).toEqual([
      ['2024-01-02', ['A-1,门锁坏,紧急,2024-01-02 09:00,2024-01-02 10:00']],
      ['2024-01-03', ['A-2,路灯不亮,一般,2024-01-03 09:00,2024-01-03 12:00']],
    ]);
  });

  it('brings an answer of a later day on that day, and not before', () => {
    expect(texts('A-1,门锁坏,紧急,2024-01-02 09:00,2024-01-05 10:00', 'A-2,路灯不亮,一般,2024-01-02 11:00,')).toEqual([
      ['2024-01-02', ['A-1,门锁坏,紧急,2024-01-02 09:00,', 'A-2,路灯不亮,一般,2024-01-02 11:00,']],
      ['2024-01-05', ['A-1,门锁坏,紧急,2024-01-02 09:00,2024-01-05 10:00']],
    ]);
  });
});
