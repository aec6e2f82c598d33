/** The series of a scrape: for each name of a sample, the values that each label has. */
export type ScrapedMetrics = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>

/** Reads Prometheus' text format, as far as prom-client writes it. Throws an Error for a line that it can't read. */
export function readMetrics(text: string): ScrapedMetrics {
  const metrics = new Map<string, Map<string, Set<string>>>()
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue
    const sample = /^(?<name>\w+)(?:\{(?<labels>.*)\})? \S+$/.exec(line)?.groups
    if (sample?.['name'] === undefined) throw new Error(`Not a sample: ${line}`)
    const labels = metrics.get(sample['name']) ?? new Map<string, Set<string>>()
    metrics.set(sample['name'], labels)
    for (const [, label = '', value = ''] of (sample['labels'] ?? '').matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)) {
      labels.set(label, (labels.get(label) ?? new Set()).add(value))
    }
  }
  return metrics
}

/** Returns the names of our metrics: those of a histogram's series without their endings. */
export function ownFamilies(text: string): readonly string[] {
  return [...text.matchAll(/^# TYPE (orderport_\w+) /gm)].map(([, name = '']) => name)
}
