import { openedConversation, panelSubject } from '../../inbox/conversations'
import { Inbox } from '../../inbox/inbox'
import { SdkSidePanel } from '../../panel/sdk-side-panel'
import { fakeSession } from '../../server/fake-session'

interface Props {
  readonly searchParams: Promise<{ readonly conversation?: string }>
}

/** The inbox with the panel on the SDK: `/sdk?conversation=plaid`. */
export default async function Page({ searchParams }: Props) {
  const { conversation } = await searchParams
  const { tenantId } = await fakeSession()
  const opened = openedConversation(conversation)
  const subject = panelSubject(opened)
  return (
    <Inbox path="/sdk" tenantId={tenantId} opened={opened}>
      {subject === null ? null : <SdkSidePanel key={opened.id} tenantId={tenantId} subject={subject} />}
    </Inbox>
  )
}
