import type { ConnectionStore } from '@orderport/domain'
import { alarmCodes, type Alarms, type AlarmSubject } from './alarms.ts'

type Watched = Pick<ConnectionStore, 'confirm' | 'requireReauthorisation' | 'noteFailure'>

/** Returns the store with alarms for the connections that it marks: raised when they fail, cleared when they work. */
export function watchConnections(store: ConnectionStore, alarms: Alarms): ConnectionStore {
  const watched: Watched = {
    async confirm(key) {
      await store.confirm(key)
      alarms.clear(connection(key))
    },
    requireReauthorisation(key, refusedFingerprint) {
      alarms.raise(connection(key), 'CHANNEL_REAUTH_REQUIRED')
      return store.requireReauthorisation(key, refusedFingerprint)
    },
    noteFailure(key, code) {
      const alarm = alarmCodes.find((candidate) => candidate === code)
      if (alarm !== undefined) alarms.raise(connection(key), alarm)
      return store.noteFailure(key, code)
    },
  }
  return { ...store, ...watched }
}

/** A key may be a whole import target. */
function connection({ tenantId, channel }: Parameters<ConnectionStore['confirm']>[0]): AlarmSubject {
  return { kind: 'connection', tenantId, channel }
}
