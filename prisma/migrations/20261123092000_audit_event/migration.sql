-- Who did what for which tenant, and how it ended. Appended to and never changed: the service may insert and nothing else.
-- Holds no person's data: "actor" is a key's id or a hash, "subject" an order's id or reference, a key's id, a channel.
CREATE TABLE "audit_event" (
    "tenant_id" TEXT NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ NOT NULL DEFAULT now(),
    "actor" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT,
    "outcome" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("tenant_id", "id")
);

CREATE INDEX "audit_event_tenant_id_at_idx" ON "audit_event" ("tenant_id", "at");
