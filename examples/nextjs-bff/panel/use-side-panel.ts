import { useCallback, useEffect, useReducer, useRef, useState } from 'react'
import { importAll, toFailure } from './import-all'
import type { ImportProgress, OrderAccess, PanelSubject } from './order-access'
import { initialState, nextState, type OrderEvent, type OrderState } from './order-state'

interface PanelState {
  readonly orders: Readonly<Record<string, OrderState>>
  readonly importProgress: ImportProgress | null
}

type PanelEvent =
  | { readonly type: 'opened' }
  | { readonly type: 'import progressed'; readonly progress: ImportProgress }
  | (OrderEvent & { readonly orderRef: string })

const newlyOpened: PanelState = { orders: {}, importProgress: null }

function reduce(state: PanelState, event: PanelEvent): PanelState {
  if (event.type === 'opened') return newlyOpened
  if (event.type === 'import progressed') return { ...state, importProgress: event.progress }
  const order = nextState(state.orders[event.orderRef] ?? initialState, event)
  return { ...state, orders: { ...state.orders, [event.orderRef]: order } }
}

/** How many imports the panel starts when it opens. The deployed panel starts one, and sometimes two. */
const importsOnOpening = 2

export interface SidePanel {
  /** The references that the conversation quotes. */
  readonly orderRefs: readonly string[]
  readonly chosen: string
  choose(orderRef: string): void
  stateOf(orderRef: string): OrderState
  importOrder(orderRef: string): void
  /** Imports all of them at once. */
  importAll(): void
  /** How far that is; null as long as it wasn't asked for. */
  readonly importProgress: ImportProgress | null
  refresh(orderRef: string): void
  /** Repeats the search that failed. */
  search(orderRef: string): void
}

/**
 * The behaviour of a side panel. On opening it searches for every reference that the conversation quotes. If the first
 * one isn't stored, it starts two imports of it at once; the others wait for the agent, whose quota they would use up.
 */
export function useSidePanel(orders: OrderAccess, { orderRefs, conversation }: PanelSubject): SidePanel {
  const [state, dispatch] = useReducer(reduce, newlyOpened)
  const [chosen, choose] = useState<string>(orderRefs[0])
  const open = useRef(new AbortController())

  const importOrder = useCallback(
    async (orderRef: string, refresh: boolean, { signal }: AbortController) => {
      dispatch({ type: 'import started', orderRef })
      try {
        const order = await orders.importOrder({ orderRef, conversation, refresh }, signal)
        if (!signal.aborted) dispatch({ type: 'imported', orderRef, order })
      } catch (error) {
        if (!signal.aborted)
          dispatch({ type: 'import failed', orderRef, failure: toFailure(error), isRefresh: refresh })
      }
    },
    [orders, conversation],
  )

  const search = useCallback(
    async (orderRef: string, controller: AbortController) => {
      const { signal } = controller
      dispatch({ type: 'search started', orderRef })
      try {
        const order = await orders.search(orderRef, signal)
        if (signal.aborted) return
        dispatch({ type: 'searched', orderRef, order })
        if (order !== null || orderRef !== orderRefs[0]) return
        for (let started = 0; started < importsOnOpening; started += 1) void importOrder(orderRef, false, controller)
      } catch (error) {
        if (!signal.aborted) dispatch({ type: 'search failed', orderRef, failure: toFailure(error) })
      }
    },
    [orders, orderRefs, importOrder],
  )

  useEffect(() => {
    const opened = new AbortController()
    open.current = opened
    dispatch({ type: 'opened' })
    for (const orderRef of orderRefs) void search(orderRef, opened)
    return () => opened.abort()
  }, [orderRefs, search])

  return {
    orderRefs,
    chosen,
    choose,
    stateOf: (orderRef) => state.orders[orderRef] ?? initialState,
    importAll() {
      const { signal } = open.current
      const onProgress = (progress: ImportProgress) => dispatch({ type: 'import progressed', progress })
      void importAll(orders, { orderRefs, signal, onProgress, tell: dispatch })
    },
    importProgress: state.importProgress,
    importOrder: (orderRef) => void importOrder(orderRef, false, open.current),
    refresh: (orderRef) => void importOrder(orderRef, true, open.current),
    search: (orderRef) => void search(orderRef, open.current),
  }
}
