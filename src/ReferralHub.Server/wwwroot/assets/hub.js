// What JavaScript improves. Every page works without it.
import { initButtons, initCharacterCounts, initErrorSummary, initHeader, initNotificationBanners, initRadios, initSkipLinks } from '/lib/nhsuk/nhsuk-frontend.min.js'

document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) document.body.classList.add('nhsuk-frontend-supported')
for (const init of [initButtons, initCharacterCounts, initErrorSummary, initHeader, initNotificationBanners, initSkipLinks]) init()
// What belongs to a radio is shown by the style sheet; its script would put an attribute on the radio that radios may not have.
if (!CSS.supports('selector(:has(*))')) initRadios()

// After a decision the reader goes on with the next referral, at its heading; what was done is announced without taking the focus.
if (document.querySelector('.nhsuk-notification-banner[data-disable-auto-focus]')) document.getElementById('referral')?.focus()

const minute = 60_000
const post = (url, form) => fetch(url, { method: 'POST', body: form, headers: { 'X-Script': '1' } })

// ---- two minutes before a session ends
const session = document.getElementById('session')
if (session) {
  const idle = Number(session.dataset.idleMinutes)
  let timer
  const wait = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      document.dispatchEvent(new Event('keep'))
      session.showModal()
      timer = setTimeout(() => location.reload(), 2 * minute + 2_000)
    }, Math.max(1, idle - 2) * minute)
  }
  session.querySelector('[data-stay]').addEventListener('submit', async event => {
    event.preventDefault()
    const answer = await post(event.target.action, new FormData(event.target))
    if (!answer.ok) location.reload()
    session.close()
    wait()
  })
  document.addEventListener('active', wait)
  wait()
}

// ---- new arrivals are told and never move a row
const arrivals = document.querySelector('[data-arrivals]')
if (arrivals) {
  setInterval(async () => {
    if (document.hidden) return
    const answer = await fetch(arrivals.dataset.arrivals, { headers: { 'X-Script': '1', 'X-Background': '1' } }).catch(() => null)
    if (!answer?.ok) return
    const { count } = await answer.json()
    if (count === 0 || arrivals.dataset.count === String(count)) return
    arrivals.dataset.count = count
    const link = document.createElement('a')
    link.href = location.href
    link.textContent = 'Show them'
    arrivals.replaceChildren(`${count} new ${count === 1 ? 'referral' : 'referrals'}. `, link)
  }, 15_000)
}

// ---- a decision that is being written
const form = document.querySelector('[data-decision]')
if (form) {
  const saved = form.querySelector('[data-saved]')
  const submit = form.querySelector('[data-next]')
  let changed = false
  const keep = async () => {
    if (!changed) return
    changed = false
    const answer = await post(form.dataset.draft, new FormData(form)).catch(() => null)
    if (answer?.ok) saved.textContent = await answer.text()
    else {
      changed = true
      saved.textContent = answer?.status === 401 ? 'Your session has ended. What you type now is not saved until you say who you are.' : 'The draft could not be saved. It is tried again.'
    }
  }
  const label = () => {
    const chosen = form.querySelector('input[name="Form.Act"]:checked')
    if (chosen && submit) submit.textContent = `${chosen.labels[0].textContent.trim()} and review next`
  }
  form.addEventListener('input', () => {
    changed = true
    label()
    document.dispatchEvent(new Event('active'))
  })
  form.addEventListener('change', label)
  form.addEventListener('focusout', keep)
  document.addEventListener('keep', keep)
  setInterval(keep, 10_000)
  label()

  // A reviewer who reads or types keeps the referral; one who has left does not.
  const heartbeat = form.dataset.heartbeat
  let active = true
  for (const sign of ['keydown', 'pointerdown', 'scroll']) addEventListener(sign, () => { active = true }, { passive: true })
  if (heartbeat) {
    setInterval(() => {
      if (!active) return
      active = false
      const token = new FormData()
      token.append('__RequestVerificationToken', form.querySelector('[name=__RequestVerificationToken]').value)
      post(heartbeat, token).catch(() => null)
    }, minute)
  }
}

// ---- shortcuts: off until somebody turns them on, always with Alt+Shift, each letter theirs to choose
const keys = document.querySelector('[data-shortcuts]')
if (keys) {
  const map = JSON.parse(keys.dataset.shortcuts)
  addEventListener('keydown', event => {
    if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey) return
    const letter = event.code.replace(/^Key/, '').toLowerCase()
    const act = Object.keys(map).find(name => map[name] === letter)
    const target = act && document.querySelector(`[data-shortcut="${act}"]`)
    if (!target) return
    event.preventDefault()
    if (target.matches('input[type=radio]')) {
      target.click()
      target.focus()
    } else if (target.matches('a, button')) target.click()
    else target.focus()
  })
}

// Filters stand open on a wide screen. On a narrow one they fold, so that the list comes first; chosen ones are said above it.
for (const fold of document.querySelectorAll('details.fold')) {
  if (matchMedia('(max-width: 62rem)').matches) fold.open = false
}
