import { useCallback, useEffect, useReducer, useRef } from 'react'
import { noAnswer, PanelFailure, type OrderAccess, type PanelSubject } from './order-access'
import type { PanelOrder } from './panel-order'

/** What the panel shows. */
export interface PanelState {
  readonly searched: boolean
  /** Imports under way. */
  readonly importing: number
  readonly order: PanelOrder | null
  /** The last failure's sentence. */
  readonly error: string | null
}

type PanelEvent =
  | { readonly type: 'opened' }
  | { readonly type: 'searched'; readonly order: PanelOrder | null }
  | { readonly type: 'import started' }
  | { readonly type: 'imported'; readonly order: PanelOrder }
  | { readonly type: 'search failed'; readonly error: string }
  | { readonly type: 'import failed'; readonly error: string }

const atFirst: PanelState = { searched: false, importing: 0, order: null, error: null }

function next(state: PanelState, event: PanelEvent): PanelState {
  switch (event.type) {
    case 'opened':
      return atFirst
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

/** How often the panel fires the import by itself when it opens: the deployed one does so once, and sometimes twice. */
const importsOnOpening = 2

interface SidePanel extends PanelState {
  /** What the button does. */
  readonly importOrder: () => void
}

/**
 * The side panel's behaviour, whichever way it reaches orders: on opening it searches the reference; if nothing is found it
 * fires the import by itself, twice at once.
 */
export function useSidePanel(orders: OrderAccess, subject: PanelSubject): SidePanel {
  const [state, dispatch] = useReducer(next, atFirst)
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
        for (let fired = 0; fired < importsOnOpening; fired += 1) void importOrder(signal)
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
