// Served as it stands: a form calls its procedure as who is signed in here, or with the token.
const token = document.querySelector('#token')
document.querySelector('#who').addEventListener('submit', (event) => event.preventDefault())

for (const form of document.querySelectorAll('form.call')) {
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void show(form)
  })
}

openNamed()
addEventListener('hashchange', openNamed)

async function show(form) {
  const output = form.querySelector('output')
  output.textContent = 'Calling …'
  output.textContent = await call(form.dataset.path, form.querySelector('textarea').value)
}

async function call(path, body) {
  try {
    const headers = { 'content-type': 'application/json' }
    if (token.value) headers.authorization = `Bearer ${token.value}`
    const startedAt = performance.now()
    const response = await fetch(path.slice(1), { method: 'POST', headers, body })
    const answer = JSON.stringify(await response.json(), null, 2)
    return `${response.status} in ${Math.round(performance.now() - startedAt)} ms\n${answer}`
  } catch (error) {
    return `No answer: ${error.message}`
  }
}

function openNamed() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  if (named instanceof HTMLDetailsElement) named.open = true
}
