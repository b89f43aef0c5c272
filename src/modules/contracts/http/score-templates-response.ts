import { ApiProperty } from '@nestjs/swagger';
import { readyTemplate, readyTemplateCodes } from '../domain/ready-templates.zh-CN.js';
import type { ScoreTemplateJson } from '../domain/score-template.js';

class ScoreTemplateResponse {
  @ApiProperty({ enum: readyTemplateCodes })
  code!: string;
  @ApiProperty({ type: Object })
  template!: ScoreTemplateJson;
}

/** The ready templates; they are few, and one page. */
export class ScoreTemplatesResponse {
  @ApiProperty({ type: [ScoreTemplateResponse] })
  items!: ScoreTemplateResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;

  static ready(): ScoreTemplatesResponse {
    const items = readyTemplateCodes.map((code) => Object.assign(new ScoreTemplateResponse(), { code, template: readyTemplate(code) }));
    return Object.assign(new ScoreTemplatesResponse(), { items, nextCursor: null });
  }
}
