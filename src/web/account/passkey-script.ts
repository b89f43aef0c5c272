/**
 * Asks the device for a passkey and fills it into the form of the page, which is then sent like any other: data-passkey says whether one is
 * made (create) or shown (get). Without script the page says so.
 */
export const passkeyScript = `(() => {
  const form = document.querySelector('form[data-passkey]');
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  const show = (name) => { for (const part of document.querySelectorAll('[data-told]')) part.hidden = part.dataset.told !== name; };
  if (!window.PublicKeyCredential) return show('unable');
  show('ready');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const { passkey, challenge, rp, rpName, user, userName } = form.dataset;
    const common = { challenge: bytes(challenge), timeout: 300000 };
    try {
      const credential = passkey === 'create'
        ? await navigator.credentials.create({ publicKey: { ...common, rp: { id: rp, name: rpName }, user: { id: bytes(user), name: userName, displayName: userName },
            pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: 'public-key', alg })), attestation: 'none',
            authenticatorSelection: { residentKey: 'required', userVerification: 'required' } } })
        : await navigator.credentials.get({ publicKey: { ...common, rpId: rp, userVerification: 'required', allowCredentials: [] } });
      const { response } = credential;
      const values = passkey === 'create'
        ? { authenticatorData: text(response.getAuthenticatorData()), clientDataJSON: text(response.clientDataJSON), transports: response.getTransports().join(' ') }
        : { credentialId: credential.id, authenticatorData: text(response.authenticatorData), clientDataJSON: text(response.clientDataJSON), signature: text(response.signature) };
      for (const [name, value] of Object.entries(values)) form.elements.namedItem(name).value = value;
      form.submit();
    } catch { show('failed'); }
  });
})();`;
