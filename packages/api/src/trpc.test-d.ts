import type { Scope } from '@orderport/domain'
import type * as trpc from './trpc.ts'

type Equal<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : false) : false

type Given = Parameters<typeof trpc.tenantProcedure>

export const aProcedureSaysWhichScopeItNeeds: Equal<Given, [scope: Scope]> = true
export const noProcedureIsMadeWithoutOne: [] extends Given ? true : false = false
export const thereIsNoOtherWayToAProcedure: Equal<
  keyof typeof trpc,
  'router' | 'createCallerFactory' | 'tenantProcedure'
> = true
