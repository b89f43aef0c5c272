import { Injectable } from '@nestjs/common';
import { assertAllowed, DomainError, type Actor, type BusinessDate } from '../../../kernel/index.js';
import { UnitOfWork } from '../../../platform/database/index.js';
import { BankAccountQueries } from '../../communities/index.js';
import { safeFileName } from '../domain/bank-fields.js';
import { assertProfile, type MappingProfile } from '../domain/mapping-profile.js';
import type { ParsedBankFile } from '../domain/parsed-bank-file.js';
import { readingBankFile, readingHead } from '../domain/read-bank-file.js';
import { inSlices } from './in-slices.js';
import { openBankFile } from './open-bank-file.js';

/** The first rows of a table, for a person to say what its columns are. */
export interface TableHead {
  readonly format: 'csv' | 'xlsx';
  readonly rows: readonly { readonly fileLine: number; readonly cells: readonly string[] }[];
}

interface DraftReading {
  readonly fileName: string;
  readonly file: Uint8Array;
  readonly profile: MappingProfile;
  readonly from?: BusinessDate | undefined;
  readonly to?: BusinessDate | undefined;
}

/** Shows a bookkeeper what a table says and how a mapping that is not yet kept would read it. Nothing is written. */
@Injectable()
export class MappingDrafts {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: BankAccountQueries,
  ) {}

  /** The first rows, or null where the file is no table. @throws BANK_FILE_… for one that cannot be opened */
  async head(actor: Actor, { fileName, file }: Pick<DraftReading, 'fileName' | 'file'>): Promise<TableHead | null> {
    assertAllowed(actor, 'bank.import');
    const table = await inSlices(readingHead(await openBankFile(file), safeFileName(fileName)));
    return table && { format: table.format, rows: table.head };
  }

  /** The whole file read by the mapping, its chain of balances proved. @throws MAPPING_…, BANK_FILE_… with the line and the figures */
  async read(actor: Actor, { fileName, file, profile, from, to }: DraftReading): Promise<ParsedBankFile> {
    assertAllowed(actor, 'bank.import');
    assertProfile(profile);
    const accounts = await this.unitOfWork.read(actor.communityId, (tx) => this.accounts.all(tx));
    const accountNos = accounts.map(({ accountNo }) => accountNo);
    const said = { from: from ?? null, to: to ?? null, accountNo: accountNos.at(-1) ?? null };
    const options = { fileName: safeFileName(fileName), accountNos, profiles: [profile], profile: profile.name, said };
    const read = await inSlices(readingBankFile(await openBankFile(file), options));
    if (read.profile !== profile.name) throw new DomainError('BANK_FILE_KIND_UNKNOWN', { fileName: options.fileName, found: read.format });
    return read;
  }
}
