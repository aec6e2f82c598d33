import { expect, it } from 'vitest'
import { aRequest } from '../testing/scripted-send.ts'
import { PageChains } from './page-chains.ts'

const { operation } = aRequest()

function follow(chains: PageChains, list: string, ...tokens: readonly (string | null)[]): void {
  for (const [index, token] of tokens.slice(0, -1).entries()) {
    chains.extend(operation, list, token, tokens[index + 1] ?? null)
  }
}

it.each([
  ['to itself', [null, 'a', 'a']],
  ['back to the first of its tokens', [null, 'a', 'b', 'c', 'a']],
  ['back, where this process never saw the first page', ['x', 'a', 'b', 'a']],
])('a page that leads %s is refused', (_title, tokens) => {
  expect(() => follow(new PageChains(), 'january', ...tokens)).toThrow(
    expect.objectContaining({ code: 'UPSTREAM_ERROR' }),
  )
})

it.each([
  ['a page that is asked for again', ['a', 'b']],
  ['a window that is read again', [null, 'a', 'b', 'c', null]],
  ['a window that is read again with other tokens', [null, 'd', 'e', null]],
  ['a page before, from which the window is read on', ['b', 'c', null]],
])('%s is fine', (_title, tokens) => {
  const chains = new PageChains()
  follow(chains, 'january', null, 'a', 'b', 'c', null)
  expect(() => follow(chains, 'january', ...tokens)).not.toThrow()
})

it('the same token in another list is another page', () => {
  const chains = new PageChains()
  follow(chains, 'january', null, 'a', 'b')
  expect(() => follow(chains, 'february', null, 'b', 'a', null)).not.toThrow()
})
