/** Columns of the lists that a firm hands in, by their names in them. */
export const repairColumns = { number: '报修单号', what: '报修内容', urgency: '紧急程度', receivedAt: '报修时间', respondedAt: '响应时间' } as const;

export const rosterColumns = { day: '日期', post: '岗位', present: '在岗人数' } as const;

/** What stands in their cells. */
export const urgencyWords = { URGENT: '紧急', NORMAL: '一般' } as const;

/** What a measure says of the log that it was computed from. */
export const responseNote = (requests: number, inTime: number): string => `报修 ${requests} 件，${inTime} 件在约定时间内响应。`;
