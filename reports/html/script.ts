/**
 * What the page does beyond being read: filter and search, open what a link leads to, unfold for the printer. Without it
 * everything is there and can be read. It sets attributes and text, never markup.
 */
export const script = String.raw`'use strict'
const form = document.getElementById('filter')
const shown = document.getElementById('shown')
const nothing = document.getElementById('nothing')
const groups = [...document.querySelectorAll('.group, .gap')]
const items = [...document.querySelectorAll('[data-status]')].map(element => ({
  element,
  text: ((element.closest('.gap') || element).textContent || '').toLowerCase(),
}))

// What the reader folded or unfolded stays so, but for when a filter begins or ends.
let filtering = false

function apply() {
  const words = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean)
  const wanted = ['status', 'severity', 'area'].map(name => [name, form.elements[name].value]).filter(pair => pair[1])
  const active = words.length + wanted.length > 0
  let count = 0
  let unseen = 0
  for (const {element, text} of items) {
    const fits = wanted.every(([name, value]) => element.dataset[name] === value) && words.every(word => text.includes(word))
    element.classList.toggle('filtered', !fits)
    if (fits) count += 1
    else if (element.dataset.status === 'unknown') unseen += 1
  }
  for (const group of groups) {
    group.classList.toggle('filtered', !group.querySelector('[data-status]:not(.filtered)'))
    if (active !== filtering && group.matches('details')) group.open = active
  }
  filtering = active
  const gaps = unseen ? '; ' + unseen + ' of those hidden could not look' : ''
  shown.textContent = active ? count + ' of ' + items.length + ' checks' + gaps : items.length + ' checks'
  nothing.hidden = count > 0 || items.length === 0
}

function follow() {
  const target = document.getElementById(location.hash.slice(1))
  if (!target) return
  if (target.closest('.filtered') || target.matches('.group.filtered')) {
    form.reset()
    apply()
  }
  for (let at = target; at; at = at.parentElement) if (at.matches('details')) at.open = true
  target.scrollIntoView()
}

form.addEventListener('input', apply)
form.addEventListener('reset', () => setTimeout(apply))
form.addEventListener('submit', event => event.preventDefault())
addEventListener('hashchange', follow)
addEventListener('keydown', event => {
  const typing = event.target instanceof Element && event.target.matches('input, select, textarea')
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault()
    form.elements.text.focus()
  }
})
addEventListener('beforeprint', () => {
  for (const folded of document.querySelectorAll('details:not([open])')) {
    folded.dataset.folded = ''
    folded.open = true
  }
})
addEventListener('afterprint', () => {
  for (const folded of document.querySelectorAll('[data-folded]')) {
    delete folded.dataset.folded
    folded.open = false
  }
})
form.hidden = false
apply()
if (location.hash) follow()
`
