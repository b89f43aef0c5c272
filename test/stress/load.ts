import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { repository } from '../support/repository.js';

const PATIENCE_MS = 60_000;

/** What a command did, as its outcome says. */
export interface Value {
  readonly seqs: number[];
  readonly month?: string;
}

/** A command as its client knows it. */
export interface Command {
  readonly n: number;
  readonly book: number;
  readonly request: { readonly kind: string; readonly amounts?: string[]; readonly seq?: number };
  /** Every outcome that was acknowledged for the key. */
  readonly told: Value[];
  refused?: string;
  /** Its client was killed and nobody asked for it again. */
  abandoned: boolean;
}

type Line =
  | { t: 'send'; n: number; book: number; request: Command['request'] }
  | { t: 'told' | 'again'; n: number; value: Value; replayed: boolean }
  | { t: 'refused'; n: number; code: string }
  | { t: 'count'; name: string }
  | { t: 'wrong'; what: string }
  | { t: 'finished' };

/** The clients' side of the story: worker processes, one after another, and all that they were told. */
export class Load {
  readonly commands = new Map<number, Command>();
  readonly counts: Record<string, number> = {};
  /** What the worker or this ledger of answers found to be wrong: any line is a failure of the product. */
  readonly wrong: string[] = [];
  private process: ChildProcess | undefined;
  private closed: Promise<unknown> = Promise.resolve();
  private answered = 0;
  private finished = false;
  private errors = '';

  constructor(
    private readonly options: { url: string; seed: number; books: readonly number[] },
    private readonly random: () => number,
  ) {}

  /** A new worker. Its clients ask again for what the last one left open, but for a fifth, which stays as the crash left it. */
  start(): void {
    const open = [...this.commands.values()].filter(({ told, refused, abandoned }) => told.length === 0 && refused === undefined && !abandoned);
    for (const command of open) command.abandoned = this.random() < 0.2;
    const again = open.filter(({ abandoned }) => !abandoned).map(({ n, book, request }) => ({ n, book, request }));
    const child = spawn(process.execPath, [join(repository, 'test/stress/worker.mjs')], { cwd: repository, stdio: ['pipe', 'pipe', 'pipe'] });
    this.process = child;
    this.closed = once(child, 'close');
    child.stdin.on('error', () => undefined);
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.errors += text));
    createInterface({ input: child.stdout }).on('line', (line) => this.hear(line));
    child.stdin.write(`${JSON.stringify({ ...this.options, from: this.commands.size + 1, again })}\n`);
  }

  async kill(): Promise<void> {
    this.process?.kill('SIGKILL');
    await this.closed;
  }

  /** Until so many further commands were answered. @throws Error when the product does not come back */
  async answers(further: number): Promise<void> {
    const goal = this.answered + further;
    for (const start = performance.now(); this.answered < goal; await sleep(20)) {
      if (this.process?.exitCode !== null) throw new Error(`the worker ended: ${this.errors}`);
      if (performance.now() - start > PATIENCE_MS) throw new Error(`no answers for a minute: ${this.errors} ${JSON.stringify(this.counts)}`);
    }
  }

  /** No new commands; every open one to its end. */
  async finish(): Promise<void> {
    this.process?.stdin?.write('finish\n');
    await this.closed;
    if (!this.finished) throw new Error(`the worker ended before its clients: ${this.errors}`);
  }

  private hear(text: string): void {
    const line = JSON.parse(text) as Line;
    if (line.t === 'send') this.commands.set(line.n, { n: line.n, book: line.book, request: line.request, told: [], abandoned: false });
    else if (line.t === 'count') this.count(line.name);
    else if (line.t === 'wrong') this.wrong.push(line.what);
    else if (line.t === 'finished') this.finished = true;
    else {
      const command = this.commands.get(line.n);
      if (command === undefined) return void this.wrong.push(`an answer for key ${line.n}, which nobody sent`);
      this.answered++;
      if (line.t === 'refused') {
        command.refused = line.code;
        this.count(`refused:${line.code}`);
      } else this.note(command, line);
    }
  }

  private note(command: Command, { t, value, replayed }: { t: 'told' | 'again'; value: Value; replayed: boolean }): void {
    const [first] = command.told;
    if (first !== undefined && JSON.stringify(first) !== JSON.stringify(value))
      this.wrong.push(`key ${command.n} was told ${JSON.stringify(first)}, then ${JSON.stringify(value)}`);
    if (t === 'again' && !replayed) this.wrong.push(`key ${command.n}, acknowledged before, was done again`);
    if (replayed) this.count(first === undefined ? 'foundDone' : 'replayed');
    command.told.push(value);
  }

  private count(name: string): void {
    this.counts[name] = (this.counts[name] ?? 0) + 1;
  }
}
