import { Counter, type Registry } from 'prom-client'
import { alarmCodes, type AlarmCode } from '../alarms/alarms.ts'

export interface AlarmMetrics {
  /** Counts an alarm each time it is raised, logged or not. */
  observeAlarm(code: AlarmCode): void
}

export function alarmMetrics(registry: Registry): AlarmMetrics {
  const alarms = new Counter({
    name: 'orderport_alarms_total',
    help: 'Failures that a person has to put right, by code, each time one is met',
    labelNames: ['code'],
    registers: [registry],
  })
  for (const code of alarmCodes) alarms.inc({ code }, 0)
  return { observeAlarm: (code) => alarms.inc({ code }) }
}
