const NAME_MAX = 120;

/** The name of a file as people see it: the last part of its path, without control characters, at most 120 characters with its ending kept. */
export function evidenceName(fileName: string): string {
  const name = (fileName.split(/[/\\]/).at(-1) ?? '').replaceAll(/\p{C}|\p{Zl}|\p{Zp}/gu, '').trim();
  const letters = [...name];
  if (letters.length === 0) return 'file';
  if (letters.length <= NAME_MAX) return name;
  const ending = [...(/\.\w{1,8}$/.exec(name)?.[0] ?? '')];
  return [...letters.slice(0, NAME_MAX - ending.length), ...ending].join('');
}
