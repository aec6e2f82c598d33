import Link from 'next/link'
import type { ReactNode } from 'react'
import { conversations, type Conversation } from './conversations'

interface Props {
  /** The path of this page. */
  readonly path: '/' | '/sdk'
  readonly tenantId: string
  readonly opened: Conversation
  /** The panel; null if the conversation quotes no order. */
  readonly children: ReactNode
}

const panels = [
  { path: '/', label: 'Panneau sur le BFF' },
  { path: '/sdk', label: 'Panneau sur le SDK' },
] as const

/** The inbox: the list of conversations, the open one, and the panel with the order that it quotes. */
export function Inbox({ path, tenantId, opened, children }: Props) {
  return (
    <div className="inbox">
      <header className="bar">
        <strong>Boîte de réception</strong>
        <nav>
          {panels.map((other) => (
            <Link
              key={other.path}
              href={`${other.path}?conversation=${opened.id}`}
              aria-current={other.path === path ? 'page' : undefined}
            >
              {other.label}
            </Link>
          ))}
        </nav>
        <span className="tenant">{tenantId}</span>
      </header>
      <nav className="list" aria-label="Conversations">
        {conversations.map(({ id, ...other }) => (
          <Link key={id} href={`${path}?conversation=${id}`} aria-current={id === opened.id ? 'true' : undefined}>
            <strong>{other.customerName}</strong>
            <span>{other.subject}</span>
          </Link>
        ))}
      </nav>
      <Messages conversation={opened} />
      <aside aria-label="Commande">
        <h2>Commande</h2>
        {children ?? <p className="quiet">Cette conversation ne cite aucune commande.</p>}
      </aside>
    </div>
  )
}

function Messages({ conversation }: { readonly conversation: Conversation }) {
  return (
    <main>
      <h1>{conversation.subject}</h1>
      <p className="quiet">
        {conversation.customerName} &lt;{conversation.customerEmail}&gt;
      </p>
      <div className="message">
        {conversation.text.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </div>
    </main>
  )
}
