-- A selling account belongs to one tenant, and so does the authorisation that opens it: both indexes are over all
-- tenants, and they hold whatever a tenant can see. "authorisation_fingerprint" is a hash of the seller's authorisation.
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

CREATE UNIQUE INDEX "channel_connections_channel_selling_account_key"
    ON "channel_connections" ("channel", "selling_account");
CREATE UNIQUE INDEX "channel_connections_channel_authorisation_fingerprint_key"
    ON "channel_connections" ("channel", "authorisation_fingerprint");
