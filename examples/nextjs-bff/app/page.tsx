import { openedConversation, panelSubject } from '../inbox/conversations'
import { Inbox } from '../inbox/inbox'
import { BffSidePanel } from '../panel/bff-side-panel'
import { fakeSession } from '../server/fake-session'

interface Props {
  readonly searchParams: Promise<{ readonly conversation?: string }>
}

/** The inbox with the panel on the BFF's routes: `/?conversation=plaid`. */
export default async function Page({ searchParams }: Props) {
  const { conversation } = await searchParams
  const { tenantId } = await fakeSession()
  const opened = openedConversation(conversation)
  const subject = panelSubject(opened)
  return (
    <Inbox path="/" tenantId={tenantId} opened={opened}>
      {subject === null ? null : <BffSidePanel key={opened.id} subject={subject} />}
    </Inbox>
  )
}
