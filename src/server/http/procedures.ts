import type { AnyTRPCProcedure } from '@trpc/server'
import { appRouter } from '../routers/index.ts'

/** Every procedure by its full name, `messages.send`. */
export const procedures: ReadonlyMap<string, AnyTRPCProcedure> = new Map(
  Object.entries<AnyTRPCProcedure>(appRouter._def.procedures as unknown as Record<string, AnyTRPCProcedure>),
)

/** Only names of ours go to logs and metrics: what a caller writes may be anything. */
export function nameOf(path: string | undefined): string {
  return path !== undefined && procedures.has(path) ? path : 'unknown'
}
