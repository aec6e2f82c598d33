import { hash } from 'node:crypto'

/**
 * Returns the name that the audit has for the person with that e-mail address: `user:` and 16 hexadecimal digits. It is
 * the same in any spelling of the address, and does not reveal it.
 */
export function actorFromEmail(email: string): string {
  return `user:${fingerprint('orderport actor: user', email.trim().toLowerCase())}`
}

/** Returns the name of a subject that the identity provider knows without an address: `subject:` and 16 digits. */
export function actorFromSubject(issuer: string, subject: string): string {
  return `subject:${fingerprint('orderport actor: subject', JSON.stringify([issuer, subject]))}`
}

/** The purpose makes these hashes differ from any other hash of the same text. */
function fingerprint(purpose: string, text: string): string {
  return hash('sha256', `${purpose}\0${text}`, 'hex').slice(0, 16)
}
