import { createHash } from 'node:crypto'

/**
 * How the record of who did what names the person with that e-mail address: `user:` and 16 hexadecimal digits. The same
 * address gives the same name whatever its case; the name gives no address.
 */
export function actorOf(email: string): string {
  return `user:${fingerprint('orderport actor: user', email.trim().toLowerCase())}`
}

/** The same for somebody whom an identity provider knows without an e-mail address: `subject:` and 16 digits. */
export function actorOfSubject(issuer: string, subject: string): string {
  return `subject:${fingerprint('orderport actor: subject', JSON.stringify([issuer, subject]))}`
}

/** The purpose keeps these hashes apart from any other hash of the same text. */
function fingerprint(purpose: string, text: string): string {
  return createHash('sha256').update(`${purpose}\0${text}`).digest('hex').slice(0, 16)
}
