import { referenceOrder, startAmazonSimulator } from '@orderport/amazon-simulator'
import { startPostgres } from '@orderport/embedded-postgres'
import { temporaryFolder } from '@orderport/embedded-postgres/testing/temporary-folder'
import { startVaultSimulator } from '@orderport/vault-simulator'
import { writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { actorFromEmail } from '../../src/authentication/actor.ts'
import { makeAuthority } from '../harness/certificates.ts'
import { commandsBelow, fillIn } from './manual.ts'
import { provideOperatorPrograms } from './operator-programs.ts'
import { openOperatorShell } from './operator-shell.ts'
import { startTlsFront } from './tls-front.ts'

const application = { clientId: 'amzn1.application-oa2-client.manual', clientSecret: 'application-secret-of-manual' }
const seller = { sellerId: 'A1MANUAL', region: 'eu-west-1', refreshToken: 'Atzr|refresh-token-of-manual' } as const
const listening = z.object({ msg: z.literal('listening'), listener: z.literal('internal'), address: z.string() })

/** An empty PostgreSQL, an empty Vault, and an Amazon that knows the seller: what the manual starts from. */
async function startEmptyWorld() {
  await using cleanup = new AsyncDisposableStack()
  const folder = cleanup.use(await temporaryFolder())
  const authority = await makeAuthority('manual')
  const postgres = cleanup.use(await startPostgres({ dataDirectory: join(folder.path, 'postgres') }))
  const { certificate, key } = await authority.certify('vault')
  const vault = cleanup.use(await startVaultSimulator({ tls: { certificate, key } }))
  const amazon = cleanup.use(await startAmazonSimulator())
  amazon.registerApplication(application)
  amazon.registerSeller(seller).putOrder(referenceOrder())
  const front = cleanup.use(await startTlsFront(amazon.url, authority))
  const ca = join(folder.path, 'ca.pem')
  await writeFile(ca, authority.certificate)
  const bin = join(folder.path, 'bin')
  cleanup.use(await provideOperatorPrograms(bin, vault))
  const { PATH = '', NODE_COMPILE_CACHE, HOME, npm_config_cache: npmCache } = process.env
  // Without the Node that the tests run on: an operator's npm starts on the machine's own.
  const folders = PATH.split(delimiter).filter((folder) => !folder.includes('.orderport'))
  const environment = {
    PATH: [bin, ...folders].join(delimiter),
    NODE_COMPILE_CACHE,
    HOME,
    npm_config_cache: npmCache,
    npm_config_update_notifier: 'false',
    // The simulated Amazon is elsewhere, and no public authority vouches for it.
    NODE_EXTRA_CA_CERTS: ca,
    // Other tests may keep the machine busy.
    UPSTREAM_TIMEOUT_MS: '60000',
    AMAZON_SPAPI_ENDPOINT: front.origin,
    AMAZON_LWA_ENDPOINT: `${front.origin}${new URL(amazon.lwaUrl).pathname}`,
  }
  const shell = cleanup.use(openOperatorShell({ folder: folder.path, environment }))
  const owned = cleanup.move()
  return {
    shell,
    amazon,
    values: {
      SUPERUSER_URL: postgres.superuserUrl(),
      DATABASE_HOST: `127.0.0.1:${postgres.port}`,
      VAULT_ADDR: vault.url,
      VAULT_CACERT: ca,
      VAULT_TOKEN: vault.rootToken,
      AMAZON_CLIENT_ID: application.clientId,
      AMAZON_CLIENT_SECRET: application.clientSecret,
      SELLER_ID: seller.sellerId,
      REFRESH_TOKEN: seller.refreshToken,
      CONFIG: join(folder.path, 'etc'),
      ORDER: referenceOrder().orderId,
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

it('the manual leads from an empty PostgreSQL and an empty Vault to the first order, in production', async () => {
  await using world = await startEmptyWorld()
  const { shell, values } = world
  const blocks = commandsBelow('First deployment')
  const used = new Set<string>()
  const output: string[] = []
  let address = ''
  for (const block of blocks) {
    // The checkout that runs this test is set up.
    if (block === 'npm run setup\n') continue
    const commands = fillIn(block, { ...values, ORDERPORT: address }, used)
    if (!commands.endsWith('npm run serve\n')) {
      output.push(await shell.run(commands))
      continue
    }
    // A service of its own shell, which knows nothing but where its settings are.
    const isolated = `export CONFIG='${values.CONFIG}' PORT=0\n${commands}`
    const line = await shell.start(
      isolated,
      (line) => line.startsWith('{') && listening.safeParse(JSON.parse(line)).success,
    )
    ;({ address } = listening.parse(JSON.parse(line)))
  }
  expect([...used].toSorted()).toEqual([...Object.keys(values), 'ORDERPORT'].toSorted())

  const [, database, , , members, tested, imported, checked] = output
  expect(database).toMatch(/^Applied \S+\.$/m)
  expect(members).toContain('1 created, 0 changed, 0 unchanged.')
  expect(members).toContain('2 created, 0 changed, 0 unchanged.')
  expect(tested).toContain('An import of boutique-lyon works.')
  expect(tested).not.toMatch(/FAILED|warning/)
  expect(imported).toContain('"source":"amazon_spapi"')
  expect(imported).toContain(`"externalOrderId":"${values.ORDER}"`)
  expect(checked).toContain('"ready":true')
  expect(checked).toContain(`order        ${values.ORDER}`)
  expect(checked).toMatch(new RegExp(`^boutique-lyon +amazon +active +${seller.sellerId}`, 'm'))
  expect(checked).toMatch(
    new RegExp(`${actorFromEmail('camille@example.org')} +peer +orders.import +${values.ORDER} +ok`),
  )
  const everything = output.join('')
  for (const secret of [application.clientSecret, seller.refreshToken, values.VAULT_TOKEN]) {
    expect(everything).not.toContain(secret)
  }
}, 300_000)
