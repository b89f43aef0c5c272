/** How long a person waits for an answer before work goes on by itself. */
export const PATIENCE_MS = 1_500;

/** The name of a piece of work: one line of at most 200 characters. */
export function workLabel(text: string): string {
  const line = text.replaceAll(/\p{C}/gu, ' ').trim().slice(0, 200);
  return line === '' ? '–' : line;
}
