import type { FileChooser, Page } from 'playwright-core';

const TABS_MAX = 120;
const KEY_PATIENCE_MS = 5_000;

interface Focused {
  readonly name: string;
  readonly fault: string | null;
}

/** What has the focus: its name as it is read out, and what is wrong with how the focus is seen. */
const FOCUSED = `(() => {
  const at = document.activeElement;
  if (!at || at === document.body) return { name: '', fault: null };
  const name = (at.getAttribute('aria-label') || (at.labels && at.labels[0] && at.labels[0].innerText) || at.innerText || at.value || at.id || at.tagName).trim();
  const style = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  const on = at.type === 'file' || at.type === 'radio' || at.type === 'checkbox' ? at : document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, innerHeight / 2));
  if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) return { name, fault: 'its focus is not seen' };
  if (box.width < 1 || box.height < 1 || box.bottom < 0 || box.top > innerHeight) return { name, fault: 'it has the focus outside of what is seen' };
  if (on && !at.contains(on) && !on.contains(at)) return { name, fault: 'something lies over it: ' + on.className };
  return { name, fault: null };
})()`;

/** Somebody who has a keyboard and nothing else. What they cannot reach, or reach without seeing where they are, is an error. */
export class Keyboard {
  private chooser: FileChooser | null = null;

  constructor(readonly page: Page) {
    // heard from the first, so the browser never has to be told between two keys
    page.on('filechooser', (chooser) => void (this.chooser = chooser));
  }

  /** Into the content of a page by its skip link, the first stop of all. */
  async skip(): Promise<void> {
    await this.page.keyboard.press('Tab');
    if (!(await this.page.evaluate<boolean>("document.activeElement.matches('a.skip')"))) throw new Error(`${this.page.url()}: the first stop is no skip link`);
    await this.focused();
    await this.page.keyboard.press('Enter');
  }

  /** Goes on by Tab to what bears this name. */
  async to(name: string, step: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const seen: string[] = [];
    for (let tabs = 0; tabs < TABS_MAX; tabs++) {
      await this.page.keyboard.press(step);
      const { name: found } = await this.focused();
      if (found.includes(name)) return;
      seen.push(found.slice(0, 12));
    }
    throw new Error(`${this.page.url()}: “${name}” is not reached by ${step}; passed ${seen.join(' | ')}`);
  }

  /** Presses a link or a button, and waits for the page that it leads to. */
  async press(name: string): Promise<void> {
    await this.to(name);
    await this.enter();
  }

  /** A key that leads to another page. */
  async enter(key = 'Enter'): Promise<void> {
    await Promise.all([this.page.waitForEvent('load'), this.page.keyboard.press(key)]);
  }

  /** Writes into the field with this label, in place of what stands there. */
  async write(label: string, text: string): Promise<void> {
    await this.to(label);
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.type(text);
  }

  /**
   * Opens the file chooser of a field with its key; what happens in it is the machine's, not ours. On a machine that stands still
   * for some seconds a browser forgets that somebody pressed a key and opens nothing; then people press it again.
   */
  async choose(label: string, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    await this.to(label);
    for (let presses = 0; presses < 3; presses++) {
      await this.page.keyboard.press('Space');
      const chooser = await this.opened();
      if (chooser !== null) return chooser.setFiles(file);
    }
    throw new Error(`${this.page.url()}: “${label}” opens no file chooser by its key`);
  }

  private async opened(): Promise<FileChooser | null> {
    const end = Date.now() + KEY_PATIENCE_MS;
    while (this.chooser === null && Date.now() < end) await this.page.waitForTimeout(20);
    const { chooser } = this;
    this.chooser = null;
    return chooser;
  }

  private async focused(): Promise<Focused> {
    const focused = await this.page.evaluate<Focused>(FOCUSED);
    if (focused.fault !== null) throw new Error(`${this.page.url()}: ${focused.name.slice(0, 40)}: ${focused.fault}`);
    return focused;
  }
}
