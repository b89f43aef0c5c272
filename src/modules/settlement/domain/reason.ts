const REASON_MAX = 200;

/** What a person gives as a reason: one line of 1 to 200 characters; null when it is none. */
export function oneLine(text: string): string | null {
  const trimmed = text.trim();
  return trimmed.length > 0 && trimmed.length <= REASON_MAX && !/\p{Cc}/u.test(trimmed) ? trimmed : null;
}
