import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * Where the connection breaks: the server never hears of the COMMIT, it breaks while the server commits, or only the answer is lost; or
 * not. Silent: neither side hears of the COMMIT or of an end, as when a cable is pulled.
 */
export type Cut = 'before' | 'during' | 'answer' | 'silent' | 'not';

/** A statement ends in a zero byte. */
const ENDS_IN_COMMIT = /\bcommit\s*;?\s*\0/i;
const ENDS_TRANSACTION = /\b(?:commit|rollback)\s*;?\s*\0/i;

/** Stands between a pool and PostgreSQL and cuts connections exactly at COMMIT, as often as it is told to. */
export class CuttingProxy {
  /** How the next COMMITs are cut, in order; after them all pass. */
  readonly cuts: Cut[] = [];
  /** COMMITs of such transactions that reached the proxy. */
  commits = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
    private readonly only: RegExp,
  ) {}

  /** @param only what a transaction must have sent for its COMMIT to be cut; any when left out */
  static async start(url: string, only = /(?:)/): Promise<CuttingProxy> {
    const server = createServer();
    const proxy = new CuttingProxy(server, new URL(url), only);
    server.on('connection', (client) => proxy.join(client));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return proxy;
  }

  /** The same database, through the proxy. */
  get url(): string {
    const url = new URL(this.target);
    url.port = String((this.server.address() as AddressInfo).port);
    return url.toString();
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((closed) => this.server.close(closed));
  }

  private join(client: Socket): void {
    const server = connect({ host: this.target.hostname, port: Number(this.target.port) });
    const cut = (): void => {
      client.resetAndDestroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      this.sockets.add(socket);
      socket.on('error', cut).on('close', cut);
      socket.on('close', () => this.sockets.delete(socket));
    }
    server.on('data', (answer) => client.write(answer));
    let meant = false;
    client.on('data', (request) => {
      const text = request.toString('latin1');
      meant ||= this.only.test(text);
      const kind = meant && ENDS_IN_COMMIT.test(text) ? this.next() : undefined;
      meant &&= !ENDS_TRANSACTION.test(text);
      if (kind === 'before') return cut();
      if (kind === 'silent') return;
      if (kind === 'answer') server.removeAllListeners('data').once('data', cut);
      server.write(request, kind === 'during' ? cut : undefined);
    });
  }

  private next(): Cut | undefined {
    this.commits++;
    return this.cuts.shift();
  }
}
