/** Told in this order: each browser also names those it descends from. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger/i, 'WeChat'],
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\bFirefox\/|FxiOS/, 'Firefox'],
  [/\b(Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/HarmonyOS/i, 'HarmonyOS'],
  [/Android/i, 'Android'],
  [/iPhone|iPad|iPod/, 'iOS'],
  [/Windows/i, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux/i, 'Linux'],
];

/** "Chrome, Android" out of what a browser says of itself: enough to know one's own, and no more; null where it says nothing that is known. */
export function deviceOf(userAgent: string | undefined): string | null {
  const text = (userAgent ?? '').slice(0, 500);
  const told = [browsers, systems].flatMap((names) => names.find(([pattern]) => pattern.test(text))?.[1] ?? []);
  return told.length === 0 ? null : told.join(', ');
}
