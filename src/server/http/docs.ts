import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import type { Config } from '../config.ts'
import { docsPage } from './docs/page.ts'
import { describeApi } from './openapi.ts'

type Document = { type: string; body: string }

/** The API for people (`/docs`) and for programs (`/openapi.json`), made when first asked for. */
export function createDocs(config: Pick<Config, 'publicUrl'>) {
  let documents: Map<string, Document> | undefined
  return function show(pathname: string, res: ServerResponse): boolean {
    if (!/^\/(docs|openapi\.json)/.test(pathname)) return false
    documents ??= makeDocuments(config)
    const found = documents.get(pathname)
    if (!found) return false
    res.writeHead(200, { 'content-type': found.type, 'cache-control': 'no-cache' }).end(found.body)
    return true
  }
}

function makeDocuments(config: Pick<Config, 'publicUrl'>): Map<string, Document> {
  const api = describeApi(config)
  return new Map([
    ['/openapi.json', { type: 'application/json; charset=utf-8', body: JSON.stringify(api, null, 2) }],
    ['/docs', { type: 'text/html; charset=utf-8', body: docsPage(api) }],
    ['/docs/docs.css', { type: 'text/css; charset=utf-8', body: read('docs.css') }],
    ['/docs/call.js', { type: 'text/javascript; charset=utf-8', body: read('call.js') }],
  ])
}

function read(name: string): string {
  return readFileSync(new URL(`docs/${name}`, import.meta.url), 'utf8')
}
