import { challengeBytes, keyForm, required, type KeyForm, type SigningKey } from '../../../kernel/index.js';
import { APPROVAL_DOMAIN } from './approval-text.js';

/** A signed decision, in the bytes that were kept. */
export interface SignedBytes {
  readonly text: string;
  readonly payload: string;
  readonly reason: string | null;
  readonly key: SigningKey;
  readonly signature: Uint8Array;
  /** Of a passkey. */
  readonly authenticatorData: Uint8Array | null;
  readonly clientData: Uint8Array | null;
  readonly rpId: string | null;
}

/** Files and the lines of a shell that check them with openssl alone. Each line says what it found, and fails where it finds otherwise. */
export interface OpensslCheck {
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly lines: readonly string[];
}

const HASHED = { payload: 'payload.json', reason: 'reason.txt', key: 'key.raw' } as const;
/** Under which name the text has the hash of a file. */
const NAMED = { payload: 'doc', reason: 'reason', key: 'key' } as const;
const found = (words: string): string => ` && echo 'OK: ${words}'`;
const hashLine = (file: keyof typeof HASHED, words: string): string =>
  `grep -aq "\\"${NAMED[file]}\\":\\"$(openssl dgst -sha256 -r ${HASHED[file]} | cut -c 1-64)\\"" approval.txt${found(words)}`;
const sameLine = (one: string, other: string, words: string): string =>
  `test "$(${one} | openssl base64 -A)" = "$(${other} | openssl base64 -A)"${found(words)}`;
/** Says what was decided: read it. */
const WHAT = `grep -aoE '"(compound|decision|number|slot)":"[^"]*"' approval.txt`;
const EDDSA = 'openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in message.bin -sigfile signature.bin';
const OTHERS = 'openssl dgst -sha256 -verify key.pem -signature signature.bin message.bin';

/**
 * What somebody needs who trusts neither this program nor whoever runs it (decision 0013): that the text names this payload, this reason and this key, that the
 * signature is over this text, and of a passkey that its holder unlocked it at this site. Nothing of what was stored is written into a line.
 * @throws the assertion that the key is one
 */
export function opensslCheck(signed: SignedBytes): OpensslCheck {
  const { key, reason, authenticatorData, clientData, rpId } = signed;
  const form = required(keyForm(key), 'a key that signs');
  const passkey = authenticatorData !== null && clientData !== null && rpId !== null ? { authenticatorData, clientData, rpId } : null;
  const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');
  return {
    files: [
      { name: 'approval.txt', bytes: challengeBytes(APPROVAL_DOMAIN, signed.text) },
      { name: HASHED.payload, bytes: utf8(signed.payload) },
      ...(reason === null ? [] : [{ name: HASHED.reason, bytes: utf8(reason) }]),
      { name: HASHED.key, bytes: key.publicKey },
      { name: 'signature.bin', bytes: signed.signature },
      ...(passkey === null
        ? []
        : [
            { name: 'authenticator-data.bin', bytes: passkey.authenticatorData },
            { name: 'client-data.json', bytes: passkey.clientData },
            { name: 'site.txt', bytes: utf8(passkey.rpId) },
          ]),
    ],
    lines: [
      WHAT,
      hashLine('payload', 'the text names payload.json'),
      ...(reason === null ? [] : [hashLine('reason', 'the text names reason.txt')]),
      hashLine('key', 'the text names key.raw'),
      ...keyLines(form),
      ...(passkey === null ? ['openssl dgst -sha256 -binary -out message.bin approval.txt'] : PASSKEY),
      form.algorithm === 'EdDSA' ? EDDSA : OTHERS,
    ],
  };
}

/** Flags of the device: 1 somebody was there, 4 they unlocked it. */
const PASSKEY = [
  `grep -q "\\"challenge\\":\\"$(openssl dgst -sha256 -binary approval.txt | openssl base64 -A | tr '+/' '-_' | tr -d =)\\"" client-data.json${found('the device was asked to sign approval.txt')}`,
  sameLine('head -c 32 authenticator-data.bin', 'openssl dgst -sha256 -binary site.txt', 'it was asked by the site of site.txt'),
  `test $(( $(od -An -tu1 -j32 -N1 authenticator-data.bin) & 5 )) -eq 5${found('its holder was there and unlocked it')}`,
  'openssl dgst -sha256 -binary -out client-data.hash client-data.json',
  'cat authenticator-data.bin client-data.hash > message.bin',
];

/**
 * The key as openssl reads it is made of key.raw, by which the person and those who confirmed it know it: one that lies there ready would have to be believed, and
 * can be made so that it ends alike and its maker can sign (CVE-2020-0601).
 */
function keyLines({ algorithm, size, fixed, spki }: KeyForm): string[] {
  const hasForm = fixed.map(([at, hex]) => ` && test "$(od -An -v -tx1 -j${at} -N${hex.length / 2} key.raw | tr -d ' \\n')" = ${hex}`);
  const bytes = (hex: string): string => `echo ${Buffer.from(hex, 'hex').toString('base64')} | openssl base64 -d; `;
  const own = spki.slices.map(([at, length]) => `tail -c +${at + 1} key.raw | head -c ${length}; `);
  return [
    `test $(wc -c < key.raw) -eq ${size}${hasForm.join('')}${found(`key.raw is written as a key of ${algorithm}`)}`,
    `{ ${bytes(spki.prefix)}${own.join('')}${spki.suffix === '' ? '' : bytes(spki.suffix)}} | openssl pkey -pubin -inform DER -out key.pem${found('key.pem is made of key.raw')}`,
  ];
}
