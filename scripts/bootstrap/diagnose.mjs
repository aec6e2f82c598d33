const causes = [
  {
    pattern: /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT)\b/,
    say: 'the package registry can’t be reached; check the network or the registry in ~/.npmrc',
  },
  {
    pattern:
      /error sending request|dns error|failed to lookup address|tcp connect error|connection refused|operation timed out/i,
    say: 'the package registry can’t be reached; check the network or the registry in ~/.npmrc',
  },
  {
    pattern: /\b(UNABLE_TO_[A-Z_]+|SELF_SIGNED_[A-Z_]+|CERT_[A-Z_]+|UnknownIssuer)\b|invalid peer certificate/,
    say: 'the package registry’s certificate isn’t trusted; set cafile in ~/.npmrc or NODE_EXTRA_CA_CERTS',
  },
  {
    pattern: /\b(E401|E403|ERR_PNPM_FETCH_40[13])\b/,
    say: 'the package registry refuses this machine; check the credentials in ~/.npmrc',
  },
  {
    pattern: /\b(E404|ERR_PNPM_FETCH_404|ETARGET|ERR_PNPM_NO_MATCHING_VERSION)\b/,
    say: 'the package registry lacks a package; check which registry ~/.npmrc names',
  },
  { pattern: /\b(ENOSPC|EDQUOT)\b|no space left/i, say: 'the disk is full; free about 1 GB' },
  { pattern: /\bEROFS\b|read-only file system/i, say: 'the checkout is on a read-only file system' },
  {
    pattern: /\bERR_PNPM_OUTDATED_LOCKFILE\b/,
    say: 'pnpm-lock.yaml doesn’t fit the package.json files; run pnpm install',
  },
]

/**
 * Returns what went wrong according to a tool's output, as part of a sentence, or null if the output is unknown.
 *
 * @param {string} output
 * @returns {string | null}
 */
export function diagnose(output) {
  return causes.find(({ pattern }) => pattern.test(output))?.say ?? null
}
