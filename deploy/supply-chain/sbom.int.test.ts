import { expect, it } from 'vitest'
import { checkLicences } from './licences.ts'
import { dependenciesOf, publishedPackages } from './published-packages.ts'
import { createSbom } from './sbom.ts'

it.each(publishedPackages)(
  'the bill of materials of %s lists what npm installs with it, and nothing else',
  async (name) => {
    const packages = await dependenciesOf(name)
    checkLicences(packages)
    const sbom = await createSbom({ workspacePackage: `@orderport/${name}`, type: 'library', packages })
    expect(sbom.components).toHaveLength(packages.length)
    expect(packages.length).toBeGreaterThan(0)
    for (const component of sbom.components) {
      expect(component).toMatchObject({ purl: expect.stringMatching(/^pkg:npm\/.+@\d/), licenses: [expect.anything()] })
    }
  },
)

it('a package that the lockfile does not have is noticed', async () => {
  const packages = [{ name: 'left-pad', version: '1.3.0', license: 'WTFPL' }]
  const sbom = createSbom({ workspacePackage: '@orderport/sdk', type: 'library', packages })
  await expect(sbom).rejects.toThrow('pkg:npm/left-pad@1.3.0')
})
