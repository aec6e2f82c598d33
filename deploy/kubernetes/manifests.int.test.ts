import { readdirSync, readFileSync } from 'node:fs'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { runProgram } from '../testing/run-program.ts'
import { documentsIn, readResources, resourceSchema, workloadsIn, type Resource } from './manifests.ts'
import { schemaFaults } from './schema-faults.ts'

const base = join(import.meta.dirname, 'base')
const example = join(import.meta.dirname, 'example')

const environmentFiles = z.array(z.object({ name: z.string(), envs: z.array(z.string()) }))
const kustomizationSchema = z.object({
  resources: z.array(z.string()),
  configMapGenerator: environmentFiles,
  images: z.array(z.object({ name: z.string() })),
  patches: z.array(z.object({ path: z.string(), target: z.object({ kind: z.string() }).optional() })).default([]),
})

function kustomizationOf(folder: string) {
  const [document] = documentsIn(readFileSync(join(folder, 'kustomization.yaml'), 'utf8'))
  return kustomizationSchema.parse(document)
}

const resources = readResources(kustomizationOf(base).resources.map((file) => join(base, file)))
const workloads = workloadsIn(resources)
const named = (kind: string, name: string) =>
  resources.find((resource) => resource.kind === kind && resource.metadata.name === name)

describe('the manifests for Kubernetes', () => {
  it('are what the schemas of Kubernetes allow', async () => {
    expect(resources.length).toBeGreaterThanOrEqual(10)
    expect(await schemaFaults(resources)).toEqual([])
  })

  it('a wrong type and an unknown field are noticed', async () => {
    const deployment = (spec: unknown) =>
      resourceSchema.parse({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x' }, spec })
    const faults = await schemaFaults([
      deployment({ replicas: '2', selector: {}, template: {} }),
      deployment({ selector: {}, template: { spec: { containers: [{ name: 'a', readynessProbe: {} }] } } }),
    ])
    expect(faults.join('\n')).toContain('data/spec/replicas must be integer')
    expect(faults.join('\n')).toContain('readynessProbe')
  })

  it('each file is named in its kustomization, and each name is a file', () => {
    for (const folder of [base, example]) {
      const { resources: files, patches, configMapGenerator } = kustomizationOf(folder)
      const listed = [
        ...files.filter((file) => file !== '../base'),
        ...patches.map(({ path }) => path),
        ...configMapGenerator.flatMap(({ envs }) => envs),
        'kustomization.yaml',
      ]
      expect(readdirSync(folder).toSorted()).toEqual(listed.toSorted())
    }
    expect(kustomizationOf(example).resources).toEqual(['../base'])
  })

  it('each patch of the example changes a resource that the base has', () => {
    for (const { path, target } of kustomizationOf(example).patches) {
      const [patch] = readResources([join(example, path)])
      const found = target === undefined ? named(patch?.kind ?? '', patch?.metadata.name ?? '') : workloads[0]
      expect(found, path).toBeDefined()
    }
  })

  it('run as another user than root on a file system that can’t be written, with limits', () => {
    expect(workloads.map(({ name }) => name).toSorted()).toEqual([
      'orderport-api',
      'orderport-migrate',
      'orderport-worker',
    ])
    for (const { template } of workloads) {
      expect(template.spec).toMatchObject({
        securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
      })
      for (const container of template.spec.containers) {
        expect(container).toMatchObject({
          image: 'orderport',
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
          resources: {
            requests: { cpu: expect.any(String), memory: expect.any(String) },
            limits: { memory: expect.any(String) },
          },
        })
      }
    }
  })

  it('hold no secret: each URL of a database comes from a Secret', () => {
    const urls = workloads.flatMap(({ template }) => template.spec.containers.flatMap(({ env }) => env))
    const databases = urls.filter(({ name }) => name.startsWith('DATABASE_'))
    expect(databases.map(({ name }) => name).toSorted()).toEqual(['DATABASE_ADMIN_URL', 'DATABASE_URL', 'DATABASE_URL'])
    for (const variable of databases) expect(variable).toHaveProperty(['valueFrom', 'secretKeyRef', 'key'], 'url')
    expect(resources.map(({ kind }) => kind)).not.toContain('Secret')
  })

  it('each selector finds the pods that it is for', () => {
    const podsOf = (labels: Readonly<Record<string, string>>) =>
      workloads
        .filter(({ template }) => {
          const own = { ...template.metadata.labels, 'app.kubernetes.io/name': 'orderport' }
          return Object.entries(labels).every(([key, value]) => Reflect.get(own, key) === value)
        })
        .map(({ name }) => name)
    for (const { name, selector } of workloads) {
      if (selector !== undefined) expect(podsOf(selector.matchLabels)).toEqual([name])
    }
    expect(podsOf(selectorOf(named('Service', 'orderport')))).toEqual(['orderport-api'])
    for (const name of ['orderport-api', 'orderport-worker']) {
      expect(podsOf(selectorOf(named('PodDisruptionBudget', name)))).toEqual([name])
    }
    expect(podsOf(selectorOf(named('NetworkPolicy', 'orderport')))).toHaveLength(workloads.length)
    expect(podsOf(selectorOf(named('NetworkPolicy', 'orderport-api')))).toEqual(['orderport-api'])
    expect(named('HorizontalPodAutoscaler', 'orderport-api')).toHaveProperty(
      ['spec', 'scaleTargetRef', 'name'],
      'orderport-api',
    )
  })

  it('a pod has longer to end than preStop and a running import take', () => {
    for (const { template } of workloads.filter(({ selector }) => selector !== undefined)) {
      const { terminationGracePeriodSeconds } = z
        .object({ terminationGracePeriodSeconds: z.number() })
        .parse(template.spec)
      // preStop's five, UPSTREAM_TIMEOUT_MS's ten, five for the answer.
      expect(terminationGracePeriodSeconds).toBeGreaterThan(5 + 10 + 5)
      expect(template.spec.containers[0]).toMatchObject({
        lifecycle: { preStop: { sleep: { seconds: 5 } } },
        livenessProbe: { httpGet: { path: '/livez' } },
        readinessProbe: { httpGet: { path: '/readyz' } },
      })
    }
  })
})

const kubectl = await findKubectl()

describe.runIf(kubectl !== null)('as kubectl renders them', () => {
  it.each(['base', 'example'])('%s is complete, and what the schemas allow', async (name) => {
    const folder = join(import.meta.dirname, name)
    const { code, stdout, stderr } = await runProgram({
      file: kubectl ?? '',
      args: ['kustomize', folder],
      cwd: folder,
      variables: { HOME: folder },
    })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const rendered = documentsIn(stdout).map((document) => resourceSchema.parse(document))
    expect(rendered).toHaveLength(resources.length + 1)
    expect(await schemaFaults(rendered)).toEqual([])
    const images = workloadsIn(rendered).flatMap(({ template }) => template.spec.containers.map(({ image }) => image))
    for (const image of images) expect(image).toMatch(/(?:^|\/)orderport:\d+\.\d+\.\d+$/)
  })
})

function selectorOf(resource: Resource | undefined): Readonly<Record<string, string>> {
  const labels = z.record(z.string(), z.string())
  const nested = z.object({ matchLabels: labels }).transform(({ matchLabels }) => matchLabels)
  const spec = z
    .object({ selector: z.union([nested, labels]).optional(), podSelector: nested.optional() })
    .parse(resource?.['spec'])
  const found = spec.selector ?? spec.podSelector
  if (found === undefined) throw new Error('A resource without a selector.')
  return found
}

async function findKubectl(): Promise<string | null> {
  for (const folder of (process.env['PATH'] ?? '').split(':')) {
    const file = join(folder, 'kubectl')
    const found = await access(file).then(
      () => true,
      () => false,
    )
    if (found) return file
  }
  return null
}
