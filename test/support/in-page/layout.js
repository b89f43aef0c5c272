/* global document, getComputedStyle, NodeFilter -- this function is read as text and evaluated inside a page */
/**
 * Runs inside a page. Finds what a reader would trip over: a page or a text wider than the screen, text stacked one or two
 * characters a line, text cut off by its box, and targets smaller than 44 × 44 (links inside a sentence or a cell are exempt).
 */
globalThis.layoutFaults = () => {
  const faults = new Set();
  const edge = document.documentElement.clientWidth;
  const short = (text) => text.trim().replace(/\s+/g, ' ').slice(0, 20);
  /** Kept for screen readers alone: clipped away, itself or with what holds it. */
  const isClipped = (element) => element !== null && (getComputedStyle(element).clipPath === 'inset(50%)' || isClipped(element.parentElement));
  const isShown = (element) => element.checkVisibility() && !element.closest('.skip') && !isClipped(element);
  if (getComputedStyle(document.body).marginTop !== '0px') faults.add('the page wears no style: its policy names another one');
  if (document.documentElement.scrollWidth > edge) faults.add(`the page is ${document.documentElement.scrollWidth} wide on ${edge}`);

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const parent = node.parentElement;
    const text = node.data.trim();
    if (text === '' || parent.closest('svg, style, title') || !isShown(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 0);
    if (boxes.length === 0) continue;
    const right = Math.max(...boxes.map((box) => box.right));
    if (right > edge + 1 && !parent.closest('.scroll')) faults.add(`beyond the edge: ${short(text)}`);
    const lines = new Set(boxes.map((box) => Math.round(box.top))).size;
    if (lines >= 3 && [...text].length / lines < 2.5) faults.add(`stacked: ${short(text)}`);
    const clip = parent.closest('[class]') ?? parent;
    if (getComputedStyle(clip).overflowX === 'hidden' && clip.scrollWidth > clip.clientWidth + 1) faults.add(`cut off: ${short(text)}`);
  }

  for (const element of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, label:has(input)')) {
    if (!isShown(element) || (element.matches('input') && element.closest('label'))) continue;
    if (element.matches('a') && element.closest('p:not(.actions), td, th, dd, dt') && getComputedStyle(element).display === 'inline') continue;
    const { width, height } = element.getBoundingClientRect();
    if (width < 43.5 || height < 43.5) faults.add(`small target: ${short(element.textContent || element.name)} ${Math.round(width)}×${Math.round(height)}`);
  }
  return [...faults];
};
