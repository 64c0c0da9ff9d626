-- Units were found by their very names, and places by none: both are found by the rough form of a name now. Only the clock can make it, with
-- the instance's key, and does so for whatever has none (server/connections/jobs.ts).
DELETE FROM "FeatureVariant" v USING "Feature" f WHERE f."id" = v."featureId" AND f."kind" IN ('unit', 'place');
