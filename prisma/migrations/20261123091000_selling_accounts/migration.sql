-- What is known of the selling account that a tenant's connection opens now. "authorisation_fingerprint" is a hash of the
-- seller's authorisation.
ALTER TABLE "channel_connections"
    ADD COLUMN "selling_account" TEXT,
    ADD COLUMN "region" TEXT,
    ADD COLUMN "marketplace" TEXT,
    ADD COLUMN "authorisation_fingerprint" TEXT,
    ADD COLUMN "last_error" TEXT,
    ADD COLUMN "last_error_at" TIMESTAMPTZ,
    ADD COLUMN "created_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
    ADD CONSTRAINT "channel_connections_status_check"
        CHECK ("status" IN ('pending', 'active', 'reauth_required', 'disabled'));

-- Whose a selling account is, and whose each authorisation that ever opened it. The primary key is over all tenants: it holds whatever
-- rows a tenant can see. A claim that an import has proven is an operator's to move; one that was never proven is given up when the
-- marketplace refuses it.
CREATE TABLE "seller_claims" (
    "channel" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "selling_account" TEXT NOT NULL,
    "claimed_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
    "proven_at" TIMESTAMPTZ,

    CONSTRAINT "seller_claims_pkey" PRIMARY KEY ("channel", "kind", "value"),
    CONSTRAINT "seller_claims_kind_check" CHECK ("kind" IN ('account', 'authorisation'))
);

CREATE INDEX "seller_claims_tenant_id_channel_idx" ON "seller_claims" ("tenant_id", "channel");
