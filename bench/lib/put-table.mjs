import { readFileSync, writeFileSync } from 'node:fs';

/** Puts a table between the marks `<!-- name -->` and `<!-- /name -->` of a file. */
export function putTable(file, name, table) {
  const text = readFileSync(file, 'utf8');
  const marks = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
  if (!marks.test(text)) throw new Error(`${file} has no marks "${name}"`);
  writeFileSync(
    file,
    text.replace(marks, (_, start, end) => `${start}${table}\n${end}`),
  );
}
