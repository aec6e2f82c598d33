import { jsonAnswer, type Answer } from './answer.ts'
import type { StoredSeller } from './seller.ts'

/** Answers `getMarketplaceParticipations` of the Sellers API: where the seller sells. */
export function answerMarketplaceParticipations({ marketplaceIds }: StoredSeller): Answer {
  return jsonAnswer(200, {
    payload: marketplaceIds.map((id) => ({
      marketplace: { id },
      storeName: 'A simulated store',
      participation: { isParticipating: true, hasSuspendedListings: false },
    })),
  })
}
