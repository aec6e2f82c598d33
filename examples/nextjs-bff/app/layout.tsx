import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import './inbox.css'

export const metadata: Metadata = { title: 'Boîte de réception', icons: [] }

export default function Layout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="fr">
      <body>{children}</body>
    </html>
  )
}
