import { challengeBytes, required, signingAlgorithm, spkiPem, type SigningKey } from '../../../kernel/index.js';
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
const EDDSA = 'openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in message.bin -sigfile signature.bin';
const OTHERS = 'openssl dgst -sha256 -verify key.pem -signature signature.bin message.bin';

/**
 * What somebody needs who trusts neither this program nor whoever runs it (decision 0013): that the text names this payload, this reason and this key, that the
 * signature is over this text, and of a passkey that its holder unlocked it at this site. Nothing of what was stored is written into a line.
 * @throws the assertion that the key is one
 */
export function opensslCheck(signed: SignedBytes): OpensslCheck {
  const { key, reason, authenticatorData, clientData, rpId } = signed;
  const algorithm = required(signingAlgorithm(key), 'a key that signs');
  const passkey = authenticatorData !== null && clientData !== null && rpId !== null ? { authenticatorData, clientData, rpId } : null;
  const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');
  return {
    files: [
      { name: 'approval.txt', bytes: challengeBytes(APPROVAL_DOMAIN, signed.text) },
      { name: HASHED.payload, bytes: utf8(signed.payload) },
      ...(reason === null ? [] : [{ name: HASHED.reason, bytes: utf8(reason) }]),
      { name: HASHED.key, bytes: key.publicKey },
      { name: 'key.pem', bytes: utf8(required(spkiPem(key), 'a key that signs')) },
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
      hashLine('payload', 'the text names payload.json'),
      ...(reason === null ? [] : [hashLine('reason', 'the text names reason.txt')]),
      hashLine('key', 'the text names key.raw'),
      sameLine(`openssl pkey -pubin -in key.pem -outform DER | ${ending(key)}`, ending(key, ' key.raw'), 'key.pem is key.raw'),
      ...(passkey === null ? ['openssl dgst -sha256 -binary -out message.bin approval.txt'] : PASSKEY),
      algorithm === 'EdDSA' ? EDDSA : OTHERS,
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

/** The last bytes of a key, which are the same in both of its forms; of an RSA key the modulus, which stands before 5 bytes for the exponent. */
function ending({ suite, publicKey }: SigningKey, file = ''): string {
  if (signingAlgorithm({ suite, publicKey }) !== 'RS256') return `tail -c 32${file}`;
  const modulus = publicKey.length - RSA_AROUND;
  return `tail -c ${modulus + 5}${file} | head -c ${modulus}`;
}

/** What stands around the modulus in COSE: a4 0103 03390100 2059nnnn before it, 2143010001 after it. */
const RSA_AROUND = 16;
