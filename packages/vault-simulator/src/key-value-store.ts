import type { JsonObject } from './json.ts'
import { timestamp } from './answer.ts'

interface Version {
  readonly data: JsonObject
  readonly createdAt: number
  readonly deletedAt: number | null
  readonly destroyed: boolean
}

/** A version as the API shows it; `data` is null once the version is deleted or destroyed. */
export interface VersionView {
  readonly data: JsonObject | null
  readonly metadata: JsonObject
}

const changes = {
  delete: (version: Version, now: number): Version => ({ ...version, deletedAt: now }),
  undelete: (version: Version): Version => ({ ...version, deletedAt: null }),
  destroy: (version: Version): Version => ({ ...version, data: {}, destroyed: true }),
}

/** A mount of the key-value engine, version 2: every write is a new version, and a deletion hides a version. */
export class KeyValueStore {
  readonly #secrets = new Map<string, Version[]>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** Writes a new version and returns its metadata. */
  write(path: string, data: JsonObject): JsonObject {
    const versions = this.#secrets.get(path) ?? []
    versions.push({ data, createdAt: this.#now(), deletedAt: null, destroyed: false })
    this.#secrets.set(path, versions)
    return metadataOf(versions, versions.length)
  }

  /** Returns the number of the newest version, 0 if there is none. */
  currentVersion(path: string): number {
    return this.#secrets.get(path)?.length ?? 0
  }

  /** Returns the given version (0: the newest), or null if there never was one. */
  read(path: string, version = 0): VersionView | null {
    const versions = this.#secrets.get(path) ?? []
    const number = version === 0 ? versions.length : version
    const found = versions[number - 1]
    if (found === undefined) return null
    const hidden = found.destroyed || found.deletedAt !== null
    return { data: hidden ? null : found.data, metadata: metadataOf(versions, number) }
  }

  /** Hides the given versions (by default the newest), shows them again, or destroys them for good. */
  change(path: string, action: keyof typeof changes, numbers?: readonly number[]): void {
    const versions = this.#secrets.get(path) ?? []
    for (const number of numbers ?? [versions.length]) {
      const version = versions[number - 1]
      if (version !== undefined) versions[number - 1] = changes[action](version, this.#now())
    }
  }

  /** Removes the secret with all its versions. */
  remove(path: string): void {
    this.#secrets.delete(path)
  }

  /** Returns the metadata of the secret and of each version, or null if there is no secret. */
  describe(path: string): JsonObject | null {
    const versions = this.#secrets.get(path)
    if (versions === undefined) return null
    return {
      current_version: versions.length,
      oldest_version: 1,
      versions: Object.fromEntries(versions.map((_, index) => [index + 1, metadataOf(versions, index + 1)])),
    }
  }

  /** Returns the names in a folder; those of folders end with a slash. */
  list(folder: string): readonly string[] {
    const prefix = folder === '' || folder.endsWith('/') ? folder : `${folder}/`
    const names = [...this.#secrets.keys()]
      .filter((path) => path.startsWith(prefix))
      .map((path) => path.slice(prefix.length).replace(/\/.*$/u, '/'))
    return [...new Set(names)].toSorted()
  }
}

function metadataOf(versions: readonly Version[], number: number): JsonObject {
  const version = versions[number - 1]
  return {
    created_time: timestamp(version?.createdAt ?? 0),
    custom_metadata: null,
    deletion_time: version === undefined || version.deletedAt === null ? '' : timestamp(version.deletedAt),
    destroyed: version?.destroyed ?? false,
    version: number,
  }
}
