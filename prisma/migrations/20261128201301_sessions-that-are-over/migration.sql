-- A session that has long been over is forgotten.
GRANT DELETE ON "Session" TO vouchsafe_runtime;
