/** Asks the device for a passkey's signature of the challenge and sends the form with it. The page works without: other keys sign elsewhere. */
export const passkeyScript = `(() => {
  const form = document.querySelector('form[data-passkey]');
  if (!form) return;
  const said = form.querySelector('output');
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  const { challenge, credential, transports, rp } = form.dataset;
  form.addEventListener('submit', (event) => {
    if (form.elements.signature.value !== '') return;
    event.preventDefault();
    said.textContent = '';
    const key = { type: 'public-key', id: bytes(credential), transports: transports === '' ? [] : transports.split(' ') };
    const wanted = { challenge: bytes(challenge), rpId: rp, allowCredentials: [key], userVerification: 'required', timeout: 120000 };
    const asked = navigator.credentials ? navigator.credentials.get({ publicKey: wanted }) : Promise.reject(new Error('none'));
    asked.then(({ response }) => {
      form.elements.authenticatorData.value = text(response.authenticatorData);
      form.elements.clientDataJSON.value = text(response.clientDataJSON);
      form.elements.signature.value = text(response.signature);
      form.submit();
    }).catch(() => { said.textContent = form.dataset.failed; });
  });
})();`;
