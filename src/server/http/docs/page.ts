import { randomUUID } from 'node:crypto'
import type { JsonSchema } from '../json-schemas.ts'
import type { describeApi, Operation } from '../openapi.ts'

type Api = ReturnType<typeof describeApi>

/** The API to read and to try, as a page without any library. */
export function docsPage(api: Api): string {
  const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const groups = api.tags.map(({ name }) => ({
    name,
    calls: operations.filter(({ operation }) => operation.tags.includes(name)),
  }))
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API of ${escape(api.info.title)}</title>
<link rel="stylesheet" href="docs/docs.css">
<script type="module" src="docs/call.js"></script>
</head>
<body>
<nav aria-label="Contents">
<a href="#top">Introduction</a>
${groups.map(({ name }) => `<a href="#${name}">${name}</a>`).join('\n')}
<a href="#shapes">Shapes</a>
</nav>
<main id="top">
<h1>API of ${escape(api.info.title)} <small>${escape(api.info.version)}</small></h1>
<p>The same for programs: <a href="openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
${markdown(api.info.description)}
<form id="who">
<label for="token">Token for the calls on this page</label>
<input id="token" type="password" autocomplete="off" placeholder="Without one: as you are signed in here">
</form>
${groups.map(({ name, calls }) => `<section id="${name}"><h2>${name}</h2>${calls.map(call).join('')}</section>`).join('\n')}
<section id="shapes"><h2>Shapes</h2>
${Object.entries(api.components.schemas).map(shape).join('\n')}
</section>
</main>
</body>
</html>
`
}

function call({ path, method, operation }: { path: string; method: string; operation: Operation }): string {
  const { operationId: id, summary, description = '', security } = operation
  const input = inputOf(operation)
  const answer = operation.responses[200] as { content: { 'application/json': { schema: JsonSchema } } }
  const who = security.length > 0 ? description || 'For who is signed in.' : 'For everybody.'
  return `<details id="${id}">
<summary><b class="${method}">${method}</b> <code>${path}</code> <span>${inline(summary)}</span></summary>
<p>${escape(who)}</p>
${fields('Takes', input)}
${fields('Gives', answer.content['application/json'].schema)}
<form class="call" data-path="${path}">
<label for="${id}-input">Input</label>
<textarea id="${id}-input" rows="${Math.max(2, Object.keys(example(input)).length + 2)}" spellcheck="false">${escape(JSON.stringify(example(input), null, 2))}</textarea>
<button>Call</button> <output for="${id}-input" aria-live="polite"></output>
</form>
</details>`
}

function inputOf({ parameters, requestBody }: Operation): JsonSchema {
  if (requestBody) return requestBody.content['application/json'].schema
  const given = parameters ?? []
  const required = given.filter((one) => one.required).map(({ name }) => name)
  return { type: 'object', required, properties: Object.fromEntries(given.map(({ name, schema }) => [name, schema])) }
}

function shape([name, schema]: [string, JsonSchema]): string {
  return `<article id="shape-${name}"><h3>${name}</h3>${fields('', schema)}</article>`
}

function fields(title: string, schema: JsonSchema): string {
  const heading = title && `<h4>${title}</h4>`
  const { properties, required = [], anyOf } = schema
  if (anyOf?.some((one) => 'properties' in one))
    return `${heading}${anyOf.map((one) => fields('', one)).join('<p>or</p>')}`
  if (!properties) return `${heading}<p class="type">${typeOf(schema)}</p>`
  const rows = Object.entries(properties).map(
    ([name, part]) =>
      `<tr><th scope="row"><code>${name}</code>${required.includes(name) ? '' : ' <i>optional</i>'}</th><td class="type">${typeOf(part as JsonSchema)}</td></tr>`,
  )
  return `${heading}${rows.length > 0 ? `<table>${rows.join('')}</table>` : '<p class="type">nothing</p>'}`
}

function typeOf(schema: JsonSchema): string {
  const { $ref, anyOf, type, format, items, properties, additionalProperties } = schema
  const { const: fixed, enum: choices, minLength, maxLength, minimum, maximum, maxItems } = schema
  if ($ref) return `<a href="#shape-${nameIn($ref)}">${nameIn($ref)}</a>`
  if (anyOf) return anyOf.map((one) => typeOf(one)).join(' or ')
  if (choices) return choices.map((choice) => escape(JSON.stringify(choice))).join(' or ')
  if (fixed !== undefined) return escape(JSON.stringify(fixed))
  if (Array.isArray(type)) return type.map((one) => typeOf({ ...schema, type: one })).join(' or ')
  if (type === 'array') return `list of ${typeOf((items ?? {}) as JsonSchema)}${range(undefined, maxItems)}`
  if (properties) {
    const parts = Object.entries(properties).map(([name, part]) => `${name}: ${typeOf(part as JsonSchema)}`)
    return `{ ${parts.join(', ')} }`
  }
  if (type === 'object' && typeof additionalProperties === 'object') return `object of ${typeOf(additionalProperties)}`
  if (type === 'string') return `${words[format ?? ''] ?? 'text'}${range(minLength, maxLength, ' characters')}`
  if (type === 'integer') return `whole number${range(minimum, maximum)}`
  return words[type ?? ''] ?? 'anything'
}

const words: Record<string, string> = {
  '': 'text',
  'date-time': 'time',
  uuid: 'UUID',
  email: 'e-mail address',
  uri: 'address',
  boolean: 'true or false',
  null: 'null',
  number: 'number',
}

function range(least: number | undefined, most: number | undefined, unit = ''): string {
  if (least === undefined && most === undefined) return ''
  if (most === undefined) return `, ${least} or more${unit}`
  return least === undefined ? `, at most ${most}${unit}` : `, ${least} to ${most}${unit}`
}

function nameIn(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1)
}

/** The fields that are needed, to be filled in. */
function example({ properties = {}, required = [] }: JsonSchema): Record<string, unknown> {
  return Object.fromEntries(required.map((name) => [name, sample(name, (properties[name] ?? {}) as JsonSchema)]))
}

function sample(name: string, { type, enum: choices, format, anyOf }: JsonSchema): unknown {
  if (choices) return choices[0]
  if (type === 'array') return []
  if (type === 'boolean') return true
  if (type === 'integer') return 0
  if (anyOf) return null
  return format === 'uuid' && name === 'id' ? randomUUID() : ''
}

/** As much Markdown as the introduction has. */
function markdown(source: string): string {
  return source
    .split(/\n*^```\n([\s\S]*?)^```\n*/m)
    .map((part, index) => (index % 2 === 1 ? `<pre><code>${escape(part)}</code></pre>` : prose(part)))
    .join('\n')
}

function prose(source: string): string {
  return source
    .split(/\n\n+/)
    .filter((block) => block.trim() !== '')
    .map((block) => (block.startsWith('## ') ? `<h2>${inline(block.slice(3))}</h2>` : `<p>${inline(block)}</p>`))
    .join('\n')
}

function inline(source: string): string {
  return escape(source).replace(/`([^`]+)`/g, '<code>$1</code>')
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
