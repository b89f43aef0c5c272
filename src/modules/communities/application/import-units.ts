import { Injectable } from '@nestjs/common';
import type { QueryDeepPartialEntity } from 'typeorm';
import { assertAllowed, Clock, Rate, required, sha256Hex, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { planImport, readUnits, type StatedUnit } from '../domain/unit-list.js';
import type { BuildingId, UnitId } from '../domain/unit.js';
import { Building } from '../persistence/building.js';
import { UnitOwner } from '../persistence/unit-owner.js';
import { Unit } from '../persistence/unit.js';
import { UnitQueries } from './unit-queries.js';
import { readUnitsFile } from './units-file.js';

/** The bytes of a CSV with the columns code, building, label, kind, area, owner. A dry run writes nothing. */
export interface ImportUnitsRequest {
  readonly file: Uint8Array;
  readonly dryRun: boolean;
}

/** What was added, or would be; `area` is the sum over the whole file in m², to compare with the paper list. */
export type UnitsImported = {
  readonly dryRun: boolean;
  readonly added: number;
  readonly unchanged: number;
  readonly buildingsAdded: number;
  readonly area: string;
};

interface Plan {
  readonly added: readonly StatedUnit[];
  readonly buildings: readonly { id: BuildingId; name: string }[];
  readonly newBuildings: readonly string[];
  readonly summary: UnitsImported;
}

const ROWS_PER_INSERT = 1000;

/** Adds the units of a file, all or none. The same file again adds nothing and says so: units are compared by content. */
@Injectable()
export class ImportUnits {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly units: UnitQueries,
    private readonly ledger: LedgerService,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED, UNITS_… naming the line and what is wrong in it */
  async execute(context: CommandContext, request: ImportUnitsRequest): Promise<Outcome<UnitsImported>> {
    // what bills are made by is not recorded by whoever makes them
    assertAllowed(context.actor, 'community.manage');
    const stated = readUnits(readUnitsFile(request.file));
    if (request.dryRun) {
      const plan = await this.unitOfWork.read(context.actor.communityId, (tx) => this.plan(tx, stated));
      return { value: { ...plan.summary, dryRun: true }, replayed: false };
    }
    return this.unitOfWork.once({ context, command: 'ImportUnits', request: { file: sha256Hex(request.file) } }, async (tx) => {
      await this.ledger.lock(tx);
      const plan = await this.plan(tx, stated);
      await this.add(tx, plan);
      return plan.summary;
    });
  }

  private async plan(tx: Tx, stated: readonly StatedUnit[]): Promise<Plan> {
    const { added, unchanged } = planImport(stated, await this.units.all(tx));
    const buildings = await tx.query<{ id: BuildingId; name: string }>('select id, name from mingbai.building where community_id = $1', [tx.communityId]);
    const known = new Set(buildings.map((building) => building.name));
    const newBuildings = [...new Set(added.map((unit) => unit.building))].filter((name) => !known.has(name));
    const area = Rate.sum(stated.map((unit) => unit.area)).toFixed(2);
    return { added, buildings, newBuildings, summary: { dryRun: false, added: added.length, unchanged, buildingsAdded: newBuildings.length, area } };
  }

  /** Ids follow the file: buildings, then units, then their owners. */
  private async add(tx: Tx, { added, buildings, newBuildings }: Plan): Promise<void> {
    const { communityId } = tx;
    const [createdAt, fromOn] = [this.clock.now(), this.clock.today()];
    const firstId = await this.ledger.takeIds(tx, newBuildings.length + 2 * added.length);
    const firstUnitId = firstId + newBuildings.length;
    const newRows = newBuildings.map((name, index) => ({ communityId, id: (firstId + index) as BuildingId, name }));
    const buildingIds = new Map([...buildings, ...newRows].map((building) => [building.name, building.id]));
    const units = added.map(({ code, building, label, kind, area, ownerName }, index) => ({
      row: {
        communityId,
        id: (firstUnitId + index) as UnitId,
        buildingId: required(buildingIds.get(building), 'building'),
        code,
        label,
        kind,
        area,
        createdAt,
      },
      ownerName,
    }));
    const owners = units.flatMap(({ row, ownerName: name }) =>
      name === null ? [] : [{ communityId, id: (row.id + added.length) as Id<'unit_owner'>, unitId: row.id, name, fromOn, toOn: null }],
    );
    await this.insert(tx, Building, newRows);
    await this.insert(
      tx,
      Unit,
      units.map(({ row }) => row),
    );
    await this.insert(tx, UnitOwner, owners);
  }

  private async insert<Row extends object>(tx: Tx, entity: new () => Row, rows: readonly QueryDeepPartialEntity<Row>[]): Promise<void> {
    for (let at = 0; at < rows.length; at += ROWS_PER_INSERT) await tx.manager.insert(entity, rows.slice(at, at + ROWS_PER_INSERT));
  }
}
