/** Somebody of the demo whom a visitor may sign in as. */
export interface DemoSignIn {
  readonly login: string;
  readonly name: string;
  readonly role: string;
  readonly organisation: string;
}

/** How far the demo is loaded and who may be tried, for the terminal and the pages. Empty outside the demo. */
export class DemoProgress {
  /** The people of the demo and their one password. */
  signIns: { readonly password: string; readonly people: readonly DemoSignIn[] } | null = null;

  /** The demo's keys, by the SHA-256 of each: everybody has them. A challenge gives its signature, both in base64url. */
  signers: ReadonlyMap<string, (challenge: string) => string> = new Map();

  private done = 0;
  private total = 0;
  private failure: string | null = null;

  begin(total: number): void {
    this.total = total;
  }

  advance(): void {
    this.done += 1;
  }

  fail(reason: string): void {
    this.failure = reason;
  }

  /** "month n of m" while it loads or has failed; null before it begins and when it is whole. */
  get state(): { readonly month: number; readonly months: number; readonly failure: string | null } | null {
    if (this.total === 0 || (this.done >= this.total && this.failure === null)) return null;
    return { month: Math.min(this.done + 1, this.total), months: this.total, failure: this.failure };
  }
}
