-- Who may act for whom. A tenant is known from here on by its row; those that already hold orders get theirs now.
CREATE TABLE "tenants" (
    "id" TEXT NOT NULL,
    "name" TEXT,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT now(),

    CONSTRAINT "tenants_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "tenants_id_check" CHECK ("id" ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$')
);

INSERT INTO "tenants" ("id")
SELECT DISTINCT "tenant_id" FROM "orders" WHERE "tenant_id" ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$';

CREATE TABLE "members" (
    "tenant_id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT now(),

    CONSTRAINT "members_pkey" PRIMARY KEY ("tenant_id", "email"),
    CONSTRAINT "members_email_check" CHECK ("email" = lower(btrim("email")) AND "email" <> ''),
    CONSTRAINT "members_role_check" CHECK ("role" IN ('agent', 'admin')),
    CONSTRAINT "members_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- The key itself is shown once and not kept: "secret_hash" is the SHA-256 of its secret part.
CREATE TABLE "api_keys" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "scopes" TEXT[] NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
    "expires_at" TIMESTAMPTZ,
    "revoked_at" TIMESTAMPTZ,
    "last_used_at" TIMESTAMPTZ,

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("tenant_id", "id"),
    -- A moment that can't be written as a date would read as none: a key that never expires.
    CONSTRAINT "api_keys_expires_at_check" CHECK (isfinite("expires_at") AND "expires_at" < '9999-12-31Z'),
    CONSTRAINT "api_keys_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
