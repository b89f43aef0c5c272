import { Injectable } from '@nestjs/common';
import { Money } from '../../../../kernel/index.js';
import type { Tx } from '../../../../platform/database/index.js';
import type { Columns, MaintenanceSection } from '../../domain/snapshot.js';
import { daysOfColumns, toColumns, type Around, type Days } from '../../domain/statement-columns.js';
import { maintenanceMoves, type MaintenanceMove } from '../../persistence/maintenance-moves.js';

/** Section F: the maintenance fund, from claims and what the bank did. */
@Injectable()
export class MaintenanceReader {
  async read(tx: Tx, around: Around): Promise<MaintenanceSection> {
    const days = daysOfColumns(around);
    const moves = await maintenanceMoves(tx, days.month.to);
    const columns = (of: (range: Days) => Money): Columns =>
      toColumns({ month: of(days.month), previous: days.previous && of(days.previous), yearToDate: of(days.yearToDate) });
    const during = (kind: MaintenanceMove['kind']): Columns =>
      columns(({ from, to }) => sumOf(moves.filter((move) => move.kind === kind && move.on >= from && move.on <= to)));
    return {
      opening: columns(({ from }) => owed(moves.filter((move) => move.on < from))),
      due: during('DUE'),
      transferred: during('TRANSFERRED'),
      returned: during('RETURNED'),
      closing: columns(({ to }) => owed(moves.filter((move) => move.on <= to))),
    };
  }
}

const sumOf = (moves: readonly MaintenanceMove[]): Money => Money.sum(moves.map((move) => move.amount));

function owed(moves: readonly MaintenanceMove[]): Money {
  return sumOf(moves.filter((move) => move.kind !== 'TRANSFERRED')).minus(sumOf(moves.filter((move) => move.kind === 'TRANSFERRED')));
}
