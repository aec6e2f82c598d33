import type { OrderportRouter } from '@orderport/sdk/trpc'
import { createTRPCContext } from '@trpc/tanstack-react-query'

export const { TRPCProvider, useTRPC } = createTRPCContext<OrderportRouter>()
