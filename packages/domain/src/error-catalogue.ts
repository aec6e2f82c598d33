/**
 * Every failure that a caller can get: the only place that gives a code its HTTP status, tRPC code and sentences.
 *
 * `sentence` is French and is shown to a support agent as it is. The inbox hides an error whose sentence contains
 * "introuvable", so only the not-found sentences have that word (error-catalogue.test.ts).
 * `retryable`: the same call may succeed later without anybody changing anything.
 */
export interface CatalogueEntry {
  readonly status: number
  readonly trpcCode:
    | 'BAD_REQUEST'
    | 'UNAUTHORIZED'
    | 'FORBIDDEN'
    | 'NOT_FOUND'
    | 'CONFLICT'
    | 'PAYLOAD_TOO_LARGE'
    | 'UNSUPPORTED_MEDIA_TYPE'
    | 'TOO_MANY_REQUESTS'
    | 'BAD_GATEWAY'
    | 'SERVICE_UNAVAILABLE'
    | 'GATEWAY_TIMEOUT'
    | 'INTERNAL_SERVER_ERROR'
  readonly sentence: string
  readonly message: string
  readonly retryable: boolean
}

const catalogue = {
  TENANT_ID_MISSING: {
    status: 400,
    trpcCode: 'BAD_REQUEST',
    sentence: 'Le compte (tenantId) manque dans la requête.',
    message: 'The request names no tenant.',
    retryable: false,
  },
  ORDER_REF_MISSING: {
    status: 400,
    trpcCode: 'BAD_REQUEST',
    sentence: 'La référence de la commande (orderRef) manque dans la requête.',
    message: 'The request names no order reference.',
    retryable: false,
  },
  ORDER_REF_INVALID: {
    status: 400,
    trpcCode: 'BAD_REQUEST',
    sentence: 'Cette référence ne ressemble pas à une commande Amazon (exemple : 171-4093870-1757126).',
    message: 'The order reference is not one of its channel (Amazon: 3-7-7 digits).',
    retryable: false,
  },
  INVALID_REQUEST: {
    status: 400,
    trpcCode: 'BAD_REQUEST',
    sentence: 'La requête est mal formée.',
    message: 'The request is malformed.',
    retryable: false,
  },
  NO_ACTIVE_CHANNEL: {
    status: 400,
    trpcCode: 'BAD_REQUEST',
    sentence: "Aucune connexion Amazon n'est active pour ce compte.",
    message: 'The tenant has no active connection to this channel.',
    retryable: false,
  },
  AUTH_REQUIRED: {
    status: 401,
    trpcCode: 'UNAUTHORIZED',
    sentence: 'Identification requise.',
    message: 'No valid identity was given.',
    retryable: false,
  },
  TENANT_MISMATCH: {
    status: 403,
    trpcCode: 'FORBIDDEN',
    sentence: 'La requête désigne plusieurs comptes différents.',
    message: 'Header, query and body name different tenants.',
    retryable: false,
  },
  NOT_MEMBER: {
    status: 403,
    trpcCode: 'FORBIDDEN',
    sentence: "Vous n'êtes pas membre de ce compte.",
    message: 'The user is not a member of this tenant.',
    retryable: false,
  },
  SCOPE_MISSING: {
    status: 403,
    trpcCode: 'FORBIDDEN',
    sentence: 'Cet accès ne permet pas cette action.',
    message: 'The caller lacks the scope that this call needs.',
    retryable: false,
  },
  UNTRUSTED_PEER: {
    status: 403,
    trpcCode: 'FORBIDDEN',
    sentence: "Cette adresse n'est pas autorisée à appeler le service.",
    message: 'The caller is not a trusted peer: its address, its secret or its certificate.',
    retryable: false,
  },
  ROUTE_NOT_FOUND: {
    status: 404,
    trpcCode: 'NOT_FOUND',
    sentence: "Cette adresse n'existe pas.",
    message: 'There is no such route.',
    retryable: false,
  },
  ORDER_NOT_FOUND: {
    status: 404,
    trpcCode: 'NOT_FOUND',
    sentence: 'Commande introuvable.',
    message: 'The tenant has no such order.',
    retryable: false,
  },
  IMPORT_NOT_FOUND: {
    status: 404,
    trpcCode: 'NOT_FOUND',
    sentence: "Cet import n'existe pas.",
    message: 'The tenant has no such import.',
    retryable: false,
  },
  ORDER_NOT_FOUND_FOR_TENANT: {
    status: 404,
    trpcCode: 'NOT_FOUND',
    sentence: 'Commande introuvable sur Amazon pour ce compte.',
    message: 'The channel does not know this order for this tenant.',
    retryable: false,
  },
  SELLER_ALREADY_CONNECTED: {
    status: 409,
    trpcCode: 'CONFLICT',
    sentence: 'Ce compte vendeur Amazon est déjà relié à un autre compte.',
    message: 'The selling account of these credentials belongs to another tenant.',
    retryable: false,
  },
  CHANNEL_REAUTH_REQUIRED: {
    status: 409,
    trpcCode: 'CONFLICT',
    sentence: "L'autorisation Amazon a expiré ou a été retirée : le vendeur doit autoriser l'accès à nouveau.",
    message: 'The channel refused the seller’s authorisation: the seller must authorise again.',
    retryable: false,
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    trpcCode: 'PAYLOAD_TOO_LARGE',
    sentence: 'La requête est trop volumineuse.',
    message: 'The request body is too large.',
    retryable: false,
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    trpcCode: 'UNSUPPORTED_MEDIA_TYPE',
    sentence: 'Le corps de la requête doit être en JSON (content-type : application/json).',
    message: 'The request body must be application/json.',
    retryable: false,
  },
  RATE_LIMITED: {
    status: 429,
    trpcCode: 'TOO_MANY_REQUESTS',
    sentence: 'Trop de demandes vers Amazon pour le moment. Réessayez dans quelques instants.',
    message: 'The quota is used up for now.',
    retryable: true,
  },
  UPSTREAM_ERROR: {
    status: 502,
    trpcCode: 'BAD_GATEWAY',
    sentence: "Amazon n'a pas répondu correctement. Réessayez dans quelques instants.",
    message: 'The channel failed.',
    retryable: true,
  },
  UPSTREAM_FORBIDDEN: {
    status: 502,
    trpcCode: 'BAD_GATEWAY',
    sentence: "Amazon refuse l'accès à cette commande (rôle ou région de l'autorisation).",
    message: 'The channel refuses access: a missing role or the wrong region.',
    retryable: false,
  },
  CREDENTIALS_UNAVAILABLE: {
    status: 503,
    trpcCode: 'SERVICE_UNAVAILABLE',
    sentence: 'Les identifiants Amazon ne peuvent pas être lus pour le moment. Réessayez dans quelques instants.',
    message: 'The credential store could not be read.',
    retryable: true,
  },
  APP_CREDENTIALS_INVALID: {
    status: 503,
    trpcCode: 'SERVICE_UNAVAILABLE',
    sentence: "La connexion du service à Amazon est à corriger par l'exploitant. Réessayez plus tard.",
    message: 'The application’s own credentials are missing or refused by the channel.',
    retryable: true,
  },
  IDENTITY_UNAVAILABLE: {
    status: 503,
    trpcCode: 'SERVICE_UNAVAILABLE',
    sentence: "L'identité ne peut pas être vérifiée pour le moment. Réessayez dans quelques instants.",
    message: 'The identity provider’s keys could not be read.',
    retryable: true,
  },
  DATABASE_UNAVAILABLE: {
    status: 503,
    trpcCode: 'SERVICE_UNAVAILABLE',
    sentence: 'La base de données ne répond pas pour le moment. Réessayez dans quelques instants.',
    message: 'The database could not be reached.',
    retryable: true,
  },
  UPSTREAM_TIMEOUT: {
    status: 504,
    trpcCode: 'GATEWAY_TIMEOUT',
    sentence: "Amazon n'a pas répondu à temps. Réessayez dans quelques instants.",
    message: 'The deadline passed before the channel answered.',
    retryable: true,
  },
  INTERNAL: {
    status: 500,
    trpcCode: 'INTERNAL_SERVER_ERROR',
    sentence: 'Une erreur interne est survenue.',
    message: 'An internal error occurred.',
    retryable: false,
  },
} as const satisfies Record<string, CatalogueEntry>

/** Other sentences of a code, for cases in which its own would mislead. */
export const errorVariants = {
  severalReferences: {
    sentence: 'Le texte contient plusieurs références de commande : importez-les une par une.',
    message: 'The text holds several order references: import them one at a time.',
  },
} as const satisfies Record<string, Pick<CatalogueEntry, 'sentence' | 'message'>>

export type ErrorVariant = keyof typeof errorVariants

export type ErrorCode = keyof typeof catalogue

export const errorCatalogue: Readonly<Record<ErrorCode, CatalogueEntry>> = catalogue

export const errorCodes = Object.keys(catalogue).filter(isErrorCode)

function isErrorCode(name: string): name is ErrorCode {
  return Object.hasOwn(catalogue, name)
}
