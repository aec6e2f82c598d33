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

/** The conversations match the tenants and orders of `npm start`. */
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

/** Returns the first Amazon order that the customer quotes, or null. */
export function panelSubject({ text, ...conversation }: Conversation): PanelSubject | null {
  const orderRef = /(?<!\d)\d{3}-\d{7}-\d{7}(?!\d)/.exec(text.join('\n'))?.[0]
  if (orderRef === undefined) return null
  const { customerName, customerEmail, subject } = conversation
  return { orderRef, conversation: { customerName, customerEmail, subject } }
}
