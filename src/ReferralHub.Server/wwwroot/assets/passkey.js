// Passkeys: the form asks the hub what to sign, has the browser sign it, and sends the answer. Without a browser that can, it stays hidden.
const able = window.PublicKeyCredential?.parseCreationOptionsFromJSON && PublicKeyCredential.parseRequestOptionsFromJSON
for (const form of able ? document.querySelectorAll('[data-passkey]') : []) {
  form.hidden = false
  let signed = false
  form.addEventListener('submit', async event => {
    if (signed) return
    event.preventDefault()
    const fault = form.querySelector('[data-passkey-fault]')
    fault.textContent = ''
    try {
      const asked = new FormData()
      asked.append('__RequestVerificationToken', form.querySelector('[name=__RequestVerificationToken]').value)
      const answer = await fetch(form.dataset.ask, { method: 'POST', body: asked, headers: { 'X-Script': '1' } })
      if (!answer.ok) throw new Error('refused')
      const options = await answer.json()
      const credential = form.dataset.passkey === 'create'
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) })
      form.querySelector('[name=credential]').value = JSON.stringify(credential.toJSON())
      signed = true
      form.requestSubmit()
    } catch {
      fault.textContent = 'The passkey was not used. Try again, or use another way.'
    }
  })
}
