import { useEffect, useState } from 'react'
import { ago, dayAndTime, unknown } from './formats'

interface Props {
  readonly checkedAt: string | null
  readonly refresh: {
    readonly isRunning: boolean
    /** Why the last refresh failed. */
    readonly failure: string | null
    start(): void
  }
}

/** How old the shown order is, and the button that asks Amazon again. */
export function OrderFreshness({ checkedAt, refresh }: Props) {
  const now = useNow()
  const { isRunning, failure, start } = refresh
  const age = checkedAt === null ? unknown : ago(checkedAt, now)
  return (
    <div className="freshness">
      <p className="quiet" title={checkedAt === null ? undefined : dayAndTime(checkedAt)}>
        Mis à jour {age}
      </p>
      {/* aria-disabled, unlike disabled, leaves the keyboard's focus on the button. */}
      <button type="button" className="secondary" aria-disabled={isRunning} onClick={isRunning ? undefined : start}>
        {isRunning ? 'Actualisation…' : 'Actualiser'}
      </button>
      {failure === null ? null : (
        <p className="error" role="alert">
          Actualisation impossible, la commande affichée reste celle d’avant. {failure}
        </p>
      )}
    </div>
  )
}

/** The current time, renewed twice a minute. */
function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
