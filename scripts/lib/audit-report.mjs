/** What `npm audit --json` said: a line for each hole, or why it said nothing. */
export function auditReport(output) {
  const notRun = 'npm audit: the registry does not answer';
  const begin = output.indexOf('{');
  let said;
  try {
    said = JSON.parse(output.slice(begin, output.lastIndexOf('}') + 1));
  } catch {
    return { lines: [], notRun, failed: false };
  }
  if (said.error || !said.vulnerabilities) return { lines: [], notRun: `${notRun}${said.error?.code ? ` (${said.error.code})` : ''}`, failed: false };
  const found = Object.values(said.vulnerabilities).flatMap(({ name, severity, via }) =>
    via.filter((hole) => typeof hole === 'object').map(({ title, url }) => `${severity}: ${name}: ${title} (${url})`),
  );
  return { lines: found.length > 0 ? found : ['No hole is known in what the product is made of.'], notRun: null, failed: found.length > 0 };
}
