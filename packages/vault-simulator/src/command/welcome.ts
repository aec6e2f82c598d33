import type { CommandOptions } from './options.ts'

/** Returns what the command prints: the address, the token, the secrets' paths, and commands to try. */
export function welcome(url: string, { mount, rootToken, secrets }: CommandOptions): string {
  const paths = Object.keys(secrets)
  const example = `${url}/v1/${mount}/data/${paths[0] ?? 'example'}`
  const curl = `curl -sS -H 'X-Vault-Token: ${rootToken}'`
  return [
    `The Vault simulator runs at ${url}. Ctrl-C stops it; nothing is kept.`,
    '',
    `  address     ${url}`,
    `  root token  ${rootToken}`,
    `  engine      key-value, version 2, at ${mount}/`,
    '',
    ...(paths.length === 0 ? ['There is no secret yet.'] : ['Its secrets, by the path to read:', '']),
    ...Object.entries(secrets).map(([path, data]) => `  ${mount}/data/${path}  ${Object.keys(data).join(', ')}`),
    '',
    'Try it in another terminal:',
    '',
    ...(paths.length === 0 ? [`${curl} -d '{"data":{"key":"value"}}' '${example}'`] : []),
    `${curl} '${example}'`,
    '',
    'Orderport, and other clients of Vault, reach it with:',
    '',
    `VAULT_ADDR='${url}'`,
    `VAULT_TOKEN='${rootToken}'`,
  ].join('\n')
}
