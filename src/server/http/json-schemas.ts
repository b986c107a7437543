import type { AnyTRPCProcedure } from '@trpc/server'
import * as z from 'zod/mini'
import { shapes } from './shapes.ts'

export type JsonSchema = z.core.JSONSchema.BaseSchema

const inputs = new WeakMap<AnyTRPCProcedure, JsonSchema>()

/** What a procedure takes, as JSON: a time is text in ISO 8601. */
export function inputOf(procedure: AnyTRPCProcedure): JsonSchema {
  const known = inputs.get(procedure) ?? readInput(procedure)
  inputs.set(procedure, known)
  return known
}

function readInput(procedure: AnyTRPCProcedure): JsonSchema {
  // The first of several only names the chat, for the check of the membership; the last one is whole.
  const schema = inputsOf(procedure).at(-1)
  return schema ? plain(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', override: tidy })) : {}
}

/** Named shapes stand once, under `#/components/schemas`. */
export function outputOf(schema: z.core.$ZodType): JsonSchema {
  return plain(z.toJSONSchema(schema, { metadata: shapes, unrepresentable: 'any', override: tidy }))
}

export function namedShapes(): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(shapes, {
    uri: (name) => `${place}${name}`,
    unrepresentable: 'any',
    override: tidy,
  })
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, plain(schema)]))
}

const place = '#/components/schemas/'

function inputsOf(procedure: AnyTRPCProcedure): z.core.$ZodType[] {
  const { inputs } = procedure._def as unknown as { inputs: z.core.$ZodType[] }
  return inputs
}

function tidy({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: JsonSchema }) {
  const { type } = zodSchema._zod.def
  if (type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' })
  if (type === 'void') jsonSchema.type = 'null'
  // Our patterns are for JavaScript, with flags that other languages do not know.
  delete jsonSchema.pattern
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
}

function plain(schema: JsonSchema): JsonSchema {
  const own = { ...schema, $schema: undefined, $id: undefined, $defs: undefined }
  return JSON.parse(JSON.stringify(own).replaceAll('#/$defs/', place))
}
