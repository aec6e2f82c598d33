import type { JsonObject } from './json.ts'

/** What the simulator answers. Without a body, nothing is sent after the headers (204). */
export interface VaultAnswer {
  readonly status: number
  readonly body?: JsonObject
}

/** Returns Vault's error body: a list of sentences, empty when nothing is at the path. */
export function refusal(status: number, ...errors: readonly string[]): VaultAnswer {
  return { status, body: { errors } }
}

/** Returns Vault's envelope around data or a new token. */
export function envelope(
  content: { readonly data?: JsonObject; readonly auth?: JsonObject },
  status = 200,
): VaultAnswer {
  return {
    status,
    body: {
      request_id: '00000000-0000-4000-8000-000000000000',
      lease_id: '',
      renewable: false,
      lease_duration: 0,
      data: content.data ?? null,
      wrap_info: null,
      warnings: null,
      auth: content.auth ?? null,
    },
  }
}

/** Returns a time as Vault writes it. */
export function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
