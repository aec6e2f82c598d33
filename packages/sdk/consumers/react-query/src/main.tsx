import { toOrderportError, orderportLinks, type OrderportRouter } from '@orderport/sdk/trpc'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createTRPCClient } from '@trpc/client'
import { createRoot } from 'react-dom/client'
import { OrderPanel } from './order-panel'
import { TRPCProvider } from './trpc'

// The links already retry. A second layer would multiply the retries.
const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
const links = orderportLinks({ baseUrl: '', tenantId: 'boutique-lyon' })
const trpcClient = createTRPCClient<OrderportRouter>({ links })
const orderRef = new URLSearchParams(location.search).get('ref') ?? ''

queryClient.getQueryCache().subscribe(({ query }) => {
  if (query.state.error !== null) console.info(toOrderportError(query.state.error).code)
})

createRoot(document.querySelector('main') ?? document.body).render(
  <QueryClientProvider client={queryClient}>
    <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
      <OrderPanel orderRef={orderRef} />
    </TRPCProvider>
  </QueryClientProvider>,
)
