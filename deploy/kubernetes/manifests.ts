import { readFileSync } from 'node:fs'
import { parseAllDocuments } from 'yaml'
import { z } from 'zod'

/** A resource of Kubernetes: what every kind has, and the rest unread. */
export const resourceSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
})
export type Resource = z.infer<typeof resourceSchema>

/** Returns the documents of a YAML text. Throws where it isn't YAML, or holds the same key twice. */
export function documentsIn(text: string): readonly unknown[] {
  return parseAllDocuments(text, { uniqueKeys: true }).map((document): unknown => {
    const [error] = document.errors
    if (error !== undefined) throw error
    return document.toJS()
  })
}

/** Returns the resources in YAML files. Throws for a document that is no resource. */
export function readResources(files: readonly string[]): readonly Resource[] {
  return files
    .flatMap((file) => documentsIn(readFileSync(file, 'utf8')))
    .map((document) => resourceSchema.parse(document))
}

const containerSchema = z.looseObject({
  name: z.string(),
  image: z.string(),
  command: z.array(z.string()).optional(),
  env: z.array(z.looseObject({ name: z.string() })).default([]),
  securityContext: z.unknown(),
  resources: z.unknown(),
})
const workloadSchema = z
  .object({
    metadata: z.object({ name: z.string() }),
    spec: z.object({
      selector: z.object({ matchLabels: z.record(z.string(), z.string()) }).optional(),
      template: z.object({
        metadata: z.object({ labels: z.record(z.string(), z.string()) }),
        spec: z.looseObject({ containers: z.array(containerSchema).min(1) }),
      }),
    }),
  })
  .transform(({ metadata: { name }, spec: { selector, template } }) => ({ name, selector, template }))

/** What a Deployment or a Job runs. */
export type Workload = z.infer<typeof workloadSchema>

/** Returns the Deployments and Jobs among the resources. */
export function workloadsIn(resources: readonly Resource[]): readonly Workload[] {
  return resources
    .filter(({ kind }) => kind === 'Deployment' || kind === 'Job')
    .map((resource) => workloadSchema.parse(resource))
}
