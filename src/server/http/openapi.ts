import { readFileSync } from 'node:fs'
import type { AnyTRPCProcedure } from '@trpc/server'
import type { Config } from '../config.ts'
import { reasons } from '../errors.ts'
import { operatorProcedure, userProcedure } from '../trpc.ts'
import { descriptions } from './descriptions.ts'
import { inputOf, type JsonSchema, namedShapes, outputOf } from './json-schemas.ts'
import { introduction } from './introduction.ts'
import { procedures } from './procedures.ts'

export type Operation = {
  operationId: string
  tags: string[]
  summary: string
  description?: string
  security: Record<string, string[]>[]
  parameters?: { name: string; in: 'query'; required: boolean; schema: JsonSchema }[]
  requestBody?: { required: boolean; content: { 'application/json': { schema: JsonSchema } } }
  responses: Record<string, unknown>
}

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))

/** The API for clients in other languages, as OpenAPI 3.1: made from the router, so that it cannot differ. */
export function describeApi({ publicUrl }: Pick<Config, 'publicUrl'>) {
  const calls = [...procedures].filter(([, procedure]) => procedure._def.type !== 'subscription')
  return {
    openapi: '3.1.0',
    info: { title: 'Parley', version, description: introduction, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: publicUrl?.replace(/\/$/, '') ?? '/' }],
    tags: [...new Set(calls.map(([name]) => groupOf(name)))].map((name) => ({ name })),
    paths: Object.fromEntries(calls.map(([name, procedure]) => [`/api/${name}`, pathOf(name, procedure)])),
    components: {
      schemas: { ...namedShapes(), Fault: fault },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'Sign in with `as: "token"` to get one.' },
      },
    },
  }
}

function pathOf(name: string, procedure: AnyTRPCProcedure): { get?: Operation; post?: Operation } {
  const isQuery = procedure._def.type === 'query'
  const schema = inputOf(procedure)
  const operation: Operation = {
    operationId: name.replace('.', '_'),
    tags: [groupOf(name)],
    ...textOf(name, procedure),
    security: wants(procedure, userProcedure) ? [{ token: [] }] : [],
    responses: {
      200: { description: 'It is done.', content: { 'application/json': { schema: resultOf(name) } } },
      default: {
        description: 'It was refused: `reason` says why.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Fault' } } },
      },
    },
  }
  if (isQuery) return { get: { ...operation, parameters: parametersOf(schema) } }
  const isNeeded = (schema.required ?? []).length > 0
  return { post: { ...operation, requestBody: { required: isNeeded, content: { 'application/json': { schema } } } } }
}

function textOf(name: string, procedure: AnyTRPCProcedure) {
  const description = wants(procedure, operatorProcedure) ? { description: 'For admins of this server.' } : {}
  return { summary: descriptionOf(name)?.says ?? name, ...description }
}

function resultOf(name: string): JsonSchema {
  const known = descriptionOf(name)
  return known ? outputOf(known.gives) : {}
}

function descriptionOf(name: string) {
  return Object.hasOwn(descriptions, name) ? descriptions[name as keyof typeof descriptions] : undefined
}

function parametersOf({ properties = {}, required = [] }: JsonSchema) {
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query' as const,
    required: required.includes(name),
    schema: schema as JsonSchema,
  }))
}

/** A procedure keeps the checks of the kind that it was made of. */
function wants(procedure: AnyTRPCProcedure, kind: { _def: { middlewares: unknown[] } }): boolean {
  const { middlewares } = procedure._def as unknown as { middlewares: unknown[] }
  return middlewares.includes(kind._def.middlewares.at(-1))
}

function groupOf(name: string): string {
  return name.split('.', 1)[0] ?? ''
}

const fault: JsonSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['reason', 'message'],
      properties: {
        reason: { type: 'string', enum: [...reasons], description: 'Stable: switch over it.' },
        message: { type: 'string', description: 'For people.' },
        fields: { type: ['object', 'null'], additionalProperties: { type: 'string' }, description: 'Faults by field.' },
        retryAfter: { type: ['number', 'null'], description: 'Seconds to wait.' },
        requestId: { type: ['string', 'null'], description: 'To quote to the operator, when the fault is ours.' },
      },
    },
  },
}
