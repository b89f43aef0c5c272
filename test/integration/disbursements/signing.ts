import {
  AskKeyAdmission,
  ConfirmKey,
  DecideDisbursement,
  OpenApproval,
  RefuseKey,
  type ApprovalOpened,
  type DecideDisbursementRequest,
  type DisbursementDecided,
} from '../../../src/modules/disbursements/index.js';
import { RegisterKey, type PersonKeyId } from '../../../src/modules/identity/index.js';
import { softKey, type SoftKey } from '../../support/soft-key.js';
import type { PayoutScene } from './fixture.js';

export type Who = keyof PayoutScene['people'];
export type Decided = Partial<Pick<DecideDisbursementRequest, 'decision' | 'reason' | 'version' | 'payloadSha256'>>;

/** Words for keys and signatures in a compound: a key is registered, asked for, confirmed by two, and signs. */
export function signingIn(scene: PayoutScene) {
  const { app, as, people } = scene;
  const keys = new Map<Who, SoftKey>();
  const keyIds = new Map<SoftKey, PersonKeyId>();
  const register = async (who: Who, key = softKey()): Promise<SoftKey> => {
    const { value } = await app
      .get(RegisterKey)
      .execute({ personId: people[who].personId, label: 'a test key', key: { suite: 'ed25519', publicKey: key.publicKey } });
    keyIds.set(key, value.keyId);
    keys.set(who, key);
    return key;
  };
  const ask = (who: Who, { hash }: Pick<SoftKey, 'hash'>) => app.get(AskKeyAdmission).execute(as(who), { keyHash: hash });
  const confirm = (by: Who, { hash }: Pick<SoftKey, 'hash'>) => app.get(ConfirmKey).execute(as(by), { keyHash: hash });
  const refuse = (by: Who, { hash }: Pick<SoftKey, 'hash'>, reason = '念出的指纹不一样') => app.get(RefuseKey).execute(as(by), { keyHash: hash, reason });
  const open = async (who: Who, id: number, change: Decided & { key?: string } = {}): Promise<ApprovalOpened> =>
    (await app.get(OpenApproval).execute(as(who), { ...(await scene.seen(id)), decision: 'APPROVE', reason: null, key: null, ...change })).value;
  const signed = (opened: ApprovalOpened, key: SoftKey) =>
    ({ challengeId: opened.challengeId, suite: 'ed25519', signature: key.sign(opened.challenge) }) as const;
  const keyOf = (who: Who): SoftKey => {
    const key = keys.get(who);
    if (!key) throw new Error(`${who} has no key`);
    return key;
  };
  const send = async (who: Who, id: number, request: Decided & Pick<DecideDisbursementRequest, 'signature'>): Promise<DisbursementDecided> =>
    (await app.get(DecideDisbursement).execute(as(who), { ...(await scene.seen(id)), decision: 'APPROVE', reason: null, ...request })).value;
  return {
    register,
    ask,
    confirm,
    refuse,
    open,
    signed,
    send,
    keyOf,
    keyIdOf: (key: SoftKey) => keyIds.get(key) as PersonKeyId,
    /** A key that two other parties have confirmed. */
    admit: async (who: Who, ...by: readonly Who[]): Promise<SoftKey> => {
      const key = await register(who);
      await ask(who, key);
      for (const other of by) await confirm(other, key);
      return key;
    },
    /** Opens a decision and signs it with the person's own key. */
    sign: async (who: Who, id: number, change: Decided = {}) => signed(await open(who, id, change), keyOf(who)),
    /** Opens, signs and decides. */
    decide: async (who: Who, id: number, change: Decided = {}): Promise<DisbursementDecided> =>
      send(who, id, { ...change, signature: signed(await open(who, id, change), keyOf(who)) }),
  };
}
