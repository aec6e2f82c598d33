-- When a connection's credentials were refused, so that one import may try them again after a while.
ALTER TABLE "channel_connections" ADD COLUMN "refused_at" TIMESTAMPTZ;
