import { useCallback, useEffect, useReducer, useRef } from 'react'
import { noAnswer, PanelFailure, type OrderAccess, type PanelSubject } from './order-access'
import type { PanelOrder } from './panel-order'

/** What the panel shows. */
export interface PanelState {
  readonly searched: boolean
  /** The number of imports in progress. */
  readonly importing: number
  readonly order: PanelOrder | null
  /** The sentence of the last failure. */
  readonly error: string | null
}

type PanelEvent =
  | { readonly type: 'opened' }
  | { readonly type: 'searched'; readonly order: PanelOrder | null }
  | { readonly type: 'import started' }
  | { readonly type: 'imported'; readonly order: PanelOrder }
  | { readonly type: 'search failed'; readonly error: string }
  | { readonly type: 'import failed'; readonly error: string }

const initialState: PanelState = { searched: false, importing: 0, order: null, error: null }

function reduce(state: PanelState, event: PanelEvent): PanelState {
  switch (event.type) {
    case 'opened':
      return initialState
    case 'searched':
      return { ...state, searched: true, order: event.order }
    case 'import started':
      return { ...state, importing: state.importing + 1, error: null }
    case 'imported':
      return { ...state, importing: state.importing - 1, order: event.order, error: null }
    case 'search failed':
      return { ...state, searched: true, error: event.error }
    case 'import failed':
      return { ...state, importing: state.importing - 1, error: event.error }
  }
}

/** How many imports the panel starts when it opens. The deployed panel starts one, and sometimes two. */
const importsOnOpening = 2

interface SidePanel extends PanelState {
  /** The action of the button. */
  readonly importOrder: () => void
}

/**
 * The behaviour of a side panel: on opening it searches for the reference, and if nothing is found, it starts two
 * imports at once.
 */
export function useSidePanel(orders: OrderAccess, subject: PanelSubject): SidePanel {
  const [state, dispatch] = useReducer(reduce, initialState)
  const open = useRef(new AbortController())

  const importOrder = useCallback(
    async (signal: AbortSignal) => {
      dispatch({ type: 'import started' })
      try {
        const order = await orders.importOrder(subject, signal)
        if (!signal.aborted) dispatch({ type: 'imported', order })
      } catch (error) {
        if (!signal.aborted) dispatch({ type: 'import failed', error: sentenceOf(error) })
      }
    },
    [orders, subject],
  )

  useEffect(() => {
    const opened = new AbortController()
    open.current = opened
    dispatch({ type: 'opened' })
    const { signal } = opened
    const search = async () => {
      try {
        const order = await orders.search(subject.orderRef, signal)
        if (signal.aborted) return
        dispatch({ type: 'searched', order })
        if (order !== null) return
        for (let started = 0; started < importsOnOpening; started += 1) void importOrder(signal)
      } catch (error) {
        if (!signal.aborted) dispatch({ type: 'search failed', error: sentenceOf(error) })
      }
    }
    void search()
    return () => opened.abort()
  }, [orders, subject, importOrder])

  return { ...state, importOrder: () => void importOrder(open.current.signal) }
}

function sentenceOf(error: unknown): string {
  return error instanceof PanelFailure ? error.message : noAnswer
}
