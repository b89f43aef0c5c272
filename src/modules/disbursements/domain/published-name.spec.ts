import { publishedName } from './published-name.js';

describe('a name that is published', () => {
  it.each(['嘉兴市久旺物业管理有限公司', '县税务局第三所', '绿能充电站'])('is that of an organisation: %s', (name) => {
    expect(publishedName(name)).toBe(name);
  });

  it.each(['张三', '欧阳小红', '阿卜杜拉·买买提', '买买提•艾力江'])('is never one that may be a person’s: %s', (name) => {
    expect(publishedName(name)).toBeNull();
  });
});
