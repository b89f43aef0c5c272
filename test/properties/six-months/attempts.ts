import { DomainError, type CommunityId } from '../../../src/kernel/index.js';
import type { CommandContext, Outcome } from '../../../src/platform/database/index.js';
import { describeError, languages } from '../../../src/platform/messages/index.js';
import type { Verdict } from './figures.js';
import type { Party } from './cast.js';
import type { Stage } from './stage.js';

/** A step that somebody tries: the oracle's verdict, and the command that must end like it. */
export interface Attempt<T extends object> {
  readonly what: string;
  readonly by: Party;
  readonly verdict: Verdict;
  command(context: CommandContext): Promise<Outcome<T>>;
  /** Sent a second time under the same key. */
  readonly again?: boolean;
}

/** Holds the product to the oracle: what may pass passes with the figures foretold, what may not is refused for a right reason and leaves no trace. */
export class Attempts {
  private made = 0;
  /** The book's counters, while nothing has passed since they were read. */
  private lastSeen: string | null = null;

  constructor(
    private readonly stage: Stage,
    private readonly communityId: CommunityId,
    /** How often each step ended in each way, over all books. */
    private readonly met: Map<string, number>,
  ) {}

  /** @returns what the command answered; null when it was refused, as it had to be */
  async make<T extends object>(attempt: Attempt<T>): Promise<T | null> {
    const { what, by, verdict } = attempt;
    const key = attempt.again === true ? `attempt-${++this.made}` : null;
    const command = () => attempt.command(this.stage.as(by, this.communityId, key));
    const before = 'refused' in verdict ? (this.lastSeen ?? (await this.counters())) : null;
    const found = await ending(command());
    this.lastSeen = before;
    const told = { what, by: `${by.person} as ${by.role}`, at: this.stage.clock.now() };
    this.count(`${what}: ${'refused' in found ? found.refused : 'passed'}`);
    if ('refused' in verdict) {
      const refusals = 'refused' in found ? { refused: [...verdict.refused] } : found;
      expect({ ...told, ...refusals }).toEqual({ ...told, refused: expect.arrayContaining('refused' in found ? [found.refused] : [...verdict.refused]) });
      expect({ ...told, wrote: await this.counters() }).toEqual({ ...told, wrote: before });
      return null;
    }
    if ('refused' in found) throw new Error(`${JSON.stringify(told)} was refused with ${found.refused}, and should pass`);
    expect({ ...told, ...found }).toMatchObject({ ...told, passed: verdict.passed });
    if (key !== null) await this.replay(told, command);
    return found.passed;
  }

  private async replay<T extends object>(told: object, command: () => Promise<Outcome<T>>): Promise<void> {
    const before = await this.counters();
    const { replayed } = await command();
    this.count('the same key again: replayed');
    expect({ ...told, replayed, wrote: await this.counters() }).toEqual({ ...told, replayed: true, wrote: before });
  }

  private counters(): Promise<string> {
    return this.stage.counters(this.communityId);
  }

  count(name: string, times = 1): void {
    this.met.set(name, (this.met.get(name) ?? 0) + times);
  }
}

/** A refusal is one that a person can read; anything else that is thrown is a defect. */
async function ending<T extends object>(work: Promise<Outcome<T>>): Promise<{ passed: T } | { refused: string }> {
  try {
    return { passed: (await work).value };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    for (const language of languages) expect(describeError(error, language)).not.toMatch(/[{}]/);
    return { refused: error.code };
  }
}
