import { Injectable } from '@nestjs/common';
import { Money } from '../../../../kernel/index.js';
import type { Tx } from '../../../../platform/database/index.js';
import { FirmDueQueries, type FirmDueMove, type FirmWriteOffView } from '../../../entitlements/index.js';
import { Parties } from '../../../identity/index.js';
import type { Columns, FirmDueGivenUp, FirmDuesSection } from '../../domain/snapshot.js';
import { daysOfColumns, toColumns, type Around, type Days } from '../../domain/statement-columns.js';

/** What the firm owes, from the documents of its dues, and what of it the owners gave up. The reason of a due names people and stays out. */
@Injectable()
export class FirmDuesReader {
  constructor(
    private readonly dues: FirmDueQueries,
    private readonly organisations: Parties,
  ) {}

  async read(tx: Tx, around: Around): Promise<FirmDuesSection> {
    const days = daysOfColumns(around);
    const moves = await this.dues.moves(tx, days.month.to);
    const columns = (of: (range: Days) => Money): Columns =>
      toColumns({ month: of(days.month), previous: days.previous && of(days.previous), yearToDate: of(days.yearToDate) });
    const during = (kind: FirmDueMove['kind']): Columns =>
      columns(({ from, to }) => Money.sum(moves.filter((move) => move.kind === kind && move.on >= from && move.on <= to).map(({ amount }) => amount)));
    return {
      opening: columns(({ from }) => owed(moves.filter((move) => move.on < from))),
      due: during('DUE'),
      paid: during('PAID'),
      setOff: during('OFFSET'),
      writtenOff: during('WRITTEN_OFF'),
      closing: columns(({ to }) => owed(moves.filter((move) => move.on <= to))),
      givenUp: await this.givenUp(tx, days.month),
    };
  }

  private async givenUp(tx: Tx, { from, to }: Days): Promise<FirmDueGivenUp[]> {
    const standing = (await this.dues.writeOffs(tx)).filter(({ on, undone }) => undone === null && on >= from && on <= to);
    const found: FirmDueGivenUp[] = [];
    for (const writeOff of standing) found.push(givenUpOf(writeOff, (await this.organisations.organisation(tx, writeOff.firmId)).name));
    return found;
  }
}

function owed(moves: readonly FirmDueMove[]): Money {
  return Money.sum(moves.map(({ kind, amount }) => (kind === 'DUE' ? amount : amount.negated())));
}

function givenUpOf({ kind, label, amount, resolution, on }: FirmWriteOffView, firm: string): FirmDueGivenUp {
  return { kind, label, firm, amount: amount.toString(), resolution, on };
}
