import type { AppRouter } from '@orderport/api'
import type { Order, OrderportErrorShape, OrderportRouter } from '@orderport/sdk'
import type { TRPCClient } from '@trpc/client'
import type { inferRouterError, inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import type { HoldsAny, IsSame, IsSameRecord } from './testing/same-type.ts'

type Inputs<Router extends 'real' | 'generated'> = inferRouterInputs<
  Router extends 'real' ? AppRouter : OrderportRouter
>
type Outputs<Router extends 'real' | 'generated'> = inferRouterOutputs<
  Router extends 'real' ? AppRouter : OrderportRouter
>

// Every group of procedures has a line of its own here; a group without one is seen by the first two.
export const inputsHaveTheSameGroups: IsSame<keyof Inputs<'real'>, keyof Inputs<'generated'>> = true
export const onlyTheseGroupsAreCompared: IsSame<keyof Inputs<'real'>, 'orders'> = true
export const ordersTakeTheSame: IsSameRecord<Inputs<'real'>['orders'], Inputs<'generated'>['orders']> = true
export const ordersGiveTheSame: IsSameRecord<Outputs<'real'>['orders'], Outputs<'generated'>['orders']> = true
export const failuresAreTheSame: IsSame<inferRouterError<AppRouter>, inferRouterError<OrderportRouter>> = true
export const failuresAreNamed: IsSame<inferRouterError<OrderportRouter>, OrderportErrorShape> = true

// The kinds: a query stays a query.
type Calls<Router extends AppRouter | OrderportRouter> = {
  [Name in keyof TRPCClient<Router>['orders']]: keyof TRPCClient<Router>['orders'][Name]
}
export const proceduresAreOfTheSameKind: IsSameRecord<Calls<AppRouter>, Calls<OrderportRouter>> = true
export const aQueryIsNoMutation: IsSame<Calls<OrderportRouter>['get'], 'mutate'> = false
export const theClientGivesTheNamedOrder: IsSame<
  Awaited<ReturnType<TRPCClient<OrderportRouter>['orders']['get']['query']>>,
  Order
> = true

// That the comparison sees what it should.
type Any = ReturnType<typeof JSON.parse>
type Planted<Field extends keyof Order, Type> = Omit<Order, Field> & { [Key in Field]: Type }
export const anAnyIsSeen: IsSame<Planted<'totalAmount', Any>, Order> = false
export const aDeepAnyIsSeen: IsSame<
  Planted<'products', { price: Any }[]>,
  Planted<'products', { price: Any }[]>
> = false
export const anOptionalAnyIsSeen: HoldsAny<{ a: { b?: Any } }> = true
export const aWiderTypeIsSeen: IsSame<Planted<'status', string>, Order> = false
export const aMissingFieldIsSeen: IsSame<Omit<Order, 'supplier'>, Order> = false
export const aMissingProcedureIsSeen: IsSameRecord<
  Omit<Outputs<'real'>['orders'], 'get'>,
  Outputs<'real'>['orders']
> = false
export const aDifferentProcedureIsSeen: IsSameRecord<{ get: Order }, { get: Omit<Order, 'id'> }> = false
export const noAnyIsSeenWhereThereIsNone: HoldsAny<Order> = false
