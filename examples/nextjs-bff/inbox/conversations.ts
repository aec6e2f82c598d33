import type { PanelSubject } from '../panel/order-access'

/** A conversation of the inbox. */
export interface Conversation {
  readonly id: string
  readonly subject: string
  readonly customerName: string
  readonly customerEmail: string
  /** The customer's message, by paragraph. */
  readonly text: readonly string[]
}

const first: Conversation = {
  id: 'plaid',
  subject: 'Où est mon plaid ?',
  customerName: 'Karim Ouafi',
  customerEmail: 'karim.ouafi@example.com',
  text: [
    'Bonjour, je n’ai rien reçu de ma commande 402-5913076-8821140.',
    'Pouvez-vous me dire où se trouve le colis ? Merci d’avance.',
  ],
}

/** They quote orders of the tenant `boutique-lyon` of `npm start`, apart from a forwarded one. */
export const conversations: readonly Conversation[] = [
  first,
  {
    id: 'deux-colis',
    subject: 'Il manque une partie de la livraison',
    customerName: 'Inès Roubaud',
    customerEmail: 'ines.roubaud@example.com',
    text: ['Bonjour, un seul colis est arrivé pour la commande 406-1184539-7702265. Y en a-t-il un second ?'],
  },
  {
    id: 'retard',
    subject: 'Toujours pas expédiée ?',
    customerName: 'Gaëtan Louvel',
    customerEmail: 'gaetan.louvel@example.com',
    text: ['Bonjour, ma commande 404-6602981-3374410 devait arriver hier et n’est même pas partie.'],
  },
  {
    id: 'perdu',
    subject: 'Colis perdu',
    customerName: 'Ludivine Meyer',
    customerEmail: 'ludivine.meyer@example.com',
    text: ['La Poste me dit que le colis de la commande 402-3310785-6619248 est perdu. Que faites-vous ?'],
  },
  {
    id: 'cadeau',
    subject: 'Un cadeau pour ma mère',
    customerName: 'Thibault Garnier',
    customerEmail: 'thibault.garnier@example.com',
    text: ['Le cadeau de la commande 402-9981273-4405526 sera-t-il bien emballé, avec mon message ?'],
  },
  {
    id: 'annulation',
    subject: 'Annulez ma commande',
    customerName: 'Bastien Caron',
    customerEmail: 'bastien.caron@example.com',
    text: ['C’est trop long, annulez 405-9034416-2287715 s’il vous plaît.'],
  },
  {
    id: 'retour',
    subject: 'Retour et remboursement',
    customerName: 'Fabrice Noiret',
    customerEmail: 'fabrice.noiret@example.com',
    text: ['J’ai renvoyé la commande 404-7702315-8846190. Pourquoi ai-je payé 19,80 € et non 22 € ?'],
  },
  {
    id: 'plusieurs',
    subject: 'Mes trois commandes',
    customerName: 'Maïwenn Le Goff',
    customerEmail: 'maiwenn.legoff@example.com',
    text: [
      'Bonjour, où en sont mes commandes 404-2288157-9043361 et 403-7716204-5590318 ?',
      'Et la 405-3367018-2249957 est-elle bien annulée ?',
    ],
  },
  {
    id: 'transfert',
    subject: 'TR : votre commande',
    customerName: 'Paul Vidal',
    customerEmail: 'paul.vidal@example.com',
    text: [
      'Je vous transfère ce message que j’ai reçu d’un autre vendeur.',
      '> Votre commande 171-0000000-0000009 a été expédiée.',
    ],
  },
  {
    id: 'facture',
    subject: 'Demande de facture',
    customerName: 'Jeanne Morel',
    customerEmail: 'jeanne.morel@example.com',
    text: ['Bonjour, comment puis-je obtenir une facture ?'],
  },
]

/** Returns the conversation with this id, or the first one. */
export function openedConversation(id: string | undefined): Conversation {
  return conversations.find((conversation) => conversation.id === id) ?? first
}

/** Amazon's references: three digits, or `S01`, `S02` (multi-channel) and `D01` (digital), and twice seven digits. */
const orderReference = /(?<![\w-])(?:\d{3}|S0[12]|D01)-\d{7}-\d{7}(?![\w-])/g

/** Returns the Amazon orders that the customer quotes, each once, or null for none. */
export function panelSubject({ text, ...conversation }: Conversation): PanelSubject | null {
  const plain = text
    .join('\n')
    .normalize('NFKC')
    .replaceAll(/\p{Dash_Punctuation}/gu, '-')
  const [first, ...others] = new Set(plain.match(orderReference))
  if (first === undefined) return null
  const { customerName, customerEmail, subject } = conversation
  return { orderRefs: [first, ...others], conversation: { customerName, customerEmail, subject } }
}
