import type { ScoreTemplateJson } from './score-template.js';

/** [A] Ready templates, by how finely the inspection looks; whoever proposes terms takes one as it is or changes its weights. */
export const readyTemplateCodes = ['BRIEF', 'FULL'] as const;
export type ReadyTemplateCode = (typeof readyTemplateCodes)[number];

/** The four components of domain.md 5; the firm's own word weighs nothing and is none of them. */
const components: ScoreTemplateJson['components'] = [
  { code: 'INSPECTION', name: '社区和物管中心检查', weight: '0.4' },
  { code: 'SURVEY', name: '业主满意度调查', weight: '0.35' },
  { code: 'RESPONSE', name: '报修响应及时率', weight: '0.2' },
  { code: 'DISCLOSURE', name: '信息公示及时率', weight: '0.05' },
];

const sheets: Readonly<Record<ReadyTemplateCode, readonly [name: string, scoreMax: string][]>> = {
  BRIEF: [
    ['综合管理', '25'],
    ['秩序维护', '25'],
    ['环境卫生', '25'],
    ['设施维修', '25'],
  ],
  FULL: [
    ['综合管理：人员到岗和着装', '5'],
    ['综合管理：值班接待和报修登记', '7'],
    ['综合管理：收费和收支公示', '7'],
    ['综合管理：投诉处理和回访', '6'],
    ['秩序维护：门岗值守', '7'],
    ['秩序维护：巡逻记录', '6'],
    ['秩序维护：车辆停放', '6'],
    ['秩序维护：消防通道和器材', '6'],
    ['环境卫生：楼道和电梯保洁', '8'],
    ['环境卫生：道路和公共场地', '6'],
    ['环境卫生：垃圾分类和清运', '6'],
    ['环境卫生：绿化养护', '5'],
    ['设施维修：公共照明', '6'],
    ['设施维修：给排水和水泵房', '7'],
    ['设施维修：门禁和监控', '6'],
    ['设施维修：房屋公共部位', '6'],
  ],
};

/** A ready template as the terms of a contract carry it. */
export function readyTemplate(code: ReadyTemplateCode): ScoreTemplateJson {
  return { components, items: sheets[code].map(([name, scoreMax]) => ({ name, scoreMax })), adjustments: [], surveyAnswersMin: 5 };
}
