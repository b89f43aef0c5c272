/**
 * The keyboard of the matching page: J and K go to the next and the previous line, Enter confirms its first suggestion, S opens the line
 * to split it, U takes back what was confirmed last, ? shows the keys. Everything is a form or a link of the page, which works without it.
 */
export const matchKeys = `(() => {
  const rows = [...document.querySelectorAll('[data-line]')];
  if (rows.length === 0 && !document.querySelector('[data-undo]')) return;
  const chosen = () => Math.max(0, rows.findIndex((row) => row.contains(document.activeElement) || row.getAttribute('aria-current') === 'true'));
  const go = (at) => {
    const row = rows[Math.min(Math.max(at, 0), rows.length - 1)];
    if (!row) return;
    for (const other of rows) other.removeAttribute('aria-current');
    row.setAttribute('aria-current', 'true');
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: 'center' });
  };
  const press = (selector, within) => { const found = within && within.querySelector(selector); if (found) found.click(); return Boolean(found); };
  document.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const at = event.target;
    if (at.closest && at.closest('input, select, textarea')) return;
    const key = event.key.toLowerCase();
    if (key === 'enter') { if (at.closest('a, button, summary')) return; if (press('[data-confirm]', rows[chosen()])) event.preventDefault(); return; }
    if (key === 'j') go(chosen() + 1);
    else if (key === 'k') go(chosen() - 1);
    else if (key === 's') press('[data-split]', rows[chosen()]);
    else if (key === 'u') press('[data-undo]', document);
    else return;
    event.preventDefault();
  });
  go(0);
})();`;
