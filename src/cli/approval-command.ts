import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CommunityQueries } from '../modules/communities/index.js';
import { DisbursementQueries, KeyAdmissions, opensslCheck, SignedDecisions, type SignedDecision } from '../modules/disbursements/index.js';
import { keyForm } from '../kernel/index.js';
import { UnitOfWork } from '../platform/database/index.js';
import { EXIT, print } from './output.js';
import { withApp } from './with-app.js';

export interface ApprovalOptions {
  readonly community: string;
  readonly payout: string;
  readonly pem?: string;
}

/** A decision as it was checked again. `fault` null: the signature holds, or the decision rests on a session and has none. */
interface CheckedDecision extends Pick<SignedDecision, 'decision' | 'slot' | 'organisation' | 'at' | 'suite' | 'fault'> {
  readonly key: string | null;
  readonly confirmedBy: readonly string[];
  /** With --pem: where its files lie, and the lines that check them there. */
  readonly folder: string | null;
  readonly lines: readonly string[];
}

/** `verify approval`: the decisions about a payout, for whoever would rather believe openssl than this program. */
export function approvalCommand(verify: Command): void {
  verify
    .command('approval')
    .description('check the signatures of the decisions about a payout again; exit 1 when one does not hold')
    .requiredOption('--community <slug>')
    .requiredOption('--payout <number>', 'e.g. BF2024-0001')
    .option('--pem <directory>', 'new or empty: write what was signed, the keys and the signatures, and print the lines that check them with openssl')
    .action(async (options: ApprovalOptions, command: Command) => {
      if (options.pem !== undefined && existsSync(options.pem) && readdirSync(options.pem).length > 0)
        command.error(`${options.pem} is not empty; name a new directory`);
      const decisions = await withApp((app) => checkApprovals(app, options));
      print(command, { payout: options.payout, decisions }, describeApprovals(options, decisions));
      if (decisions.some(({ fault }) => fault !== null)) process.exitCode = EXIT.refused;
    });
}

/** Checks every decision about a payout, and with `pem` writes a folder for each that is signed. @throws NOT_FOUND */
export async function checkApprovals(app: INestApplicationContext, { community, payout, pem }: ApprovalOptions): Promise<CheckedDecision[]> {
  const { id } = await app.get(CommunityQueries).bySlug(community);
  return app.get(UnitOfWork).read(id, async (tx) => {
    const signed = await app.get(SignedDecisions).of(tx, await app.get(DisbursementQueries).idOf(tx, payout));
    const checked: CheckedDecision[] = [];
    for (const given of signed) {
      const { decision, slot, organisation, at, suite, fault } = given;
      const key = given.key?.keyHash ?? null;
      const admission = key === null ? null : await app.get(KeyAdmissions).find(tx, key);
      const before = admission?.confirmations.filter(({ id: said, isTakenBack }) => said < given.id && !isTakenBack) ?? [];
      const confirmedBy = before.map((confirmation) => confirmation.organisation);
      const written = pem === undefined ? null : writeFiles(given, resolve(pem, `${checked.length + 1}-${slot}-${decision}`));
      checked.push({ decision, slot, organisation, at, suite, fault, key, confirmedBy, folder: written?.folder ?? null, lines: written?.lines ?? [] });
    }
    return checked;
  });
}

/** Files for nobody but their owner: the payload has a whole account number. Null where there is nothing that openssl could check. */
function writeFiles({ text, key, signature, ...given }: SignedDecision, folder: string): { folder: string; lines: readonly string[] } | null {
  if (text === null || key === null || signature === null || keyForm(key) === null) return null;
  const { files, lines } = opensslCheck({ ...given, text, key, signature });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes, { mode: 0o600 });
  writeFileSync(join(folder, 'check.sh'), `${lines.join(' &&\n')}\n`, { mode: 0o600 });
  return { folder, lines };
}

/** What a terminal shows: a sentence for each decision, and with --pem the lines to be typed. */
export function describeApprovals({ payout, pem }: ApprovalOptions, decisions: readonly CheckedDecision[]): string {
  if (decisions.length === 0) return `Nobody has decided about ${payout}.`;
  return [
    ...decisions.flatMap((decision, index) => [`${index + 1}. ${sentence(decision)}`, ...(pem === undefined ? [] : typed(decision))]),
    pem === undefined
      ? 'With --pem DIRECTORY openssl checks the same without this program.'
      : 'Every line must say OK or Verified. check.sh of each folder holds its lines.',
  ].join('\n');
}

function sentence({ decision, slot, organisation, at, suite, fault, key, confirmedBy }: CheckedDecision): string {
  const said = `${decision} as ${slot} by ${organisation}, ${at}`;
  if (fault !== null) return `${said}: DOES NOT HOLD (${fault})`;
  if (key === null) return `${said}: rests on a session; its contract wants no signature`;
  return `${said}: signed by ${suite === 'webauthn' ? 'passkey' : 'key'} ${key}, which ${confirmedBy.join(' and ')} had confirmed`;
}

function typed({ suite, folder, lines }: CheckedDecision): string[] {
  if (folder === null) return suite === null ? [] : ['   No files for openssl: its text, its key or its signature is none.'];
  return ['', `cd '${folder.replaceAll("'", String.raw`'\''`)}'`, ...lines, ''];
}
