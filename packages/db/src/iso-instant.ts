/** SQL that gives a timestamp as an ISO 8601 text in UTC with milliseconds, whatever the session's settings. */
export function isoInstant(expression: string): string {
  return `to_char(${expression} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
}
