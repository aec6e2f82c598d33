-- What is known of a tenant's connection to a marketplace. Its credentials are in Vault; "refused_fingerprint" is a hash
-- of those that the marketplace refused for good.
CREATE TABLE "channel_connections" (
    "tenant_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "refused_fingerprint" TEXT,
    "updated_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "channel_connections_pkey" PRIMARY KEY ("tenant_id", "channel")
);
