import { toOrderportError } from '@orderport/sdk/trpc'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from './trpc'

/** Shows an order, or the failure and a button that imports the order. */
export function OrderPanel({ orderRef }: { readonly orderRef: string }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const order = useQuery(trpc.orders.get.queryOptions({ orderId: orderRef }))
  const importing = useMutation(
    trpc.orders.import.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.orders.get.queryKey({ orderId: orderRef }) }),
    }),
  )
  if (order.data !== undefined) return <p>{`${order.data.ref} ${order.data.status}`}</p>
  if (order.error === null) return <p>Loading</p>
  return (
    <>
      <p role="alert">{`${order.error.data?.appCode} ${toOrderportError(order.error).status}`}</p>
      <button type="button" onClick={() => importing.mutate({ orderRef })}>
        Import
      </button>
    </>
  )
}
