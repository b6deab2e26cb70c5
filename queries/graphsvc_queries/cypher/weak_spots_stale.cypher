// weak-spots, stale: systems and flows that were last confirmed before a day, or after another: what counts as fresh lies
// between. $since is the date asked about less twelve months, $until that date (YYYY-MM-DD). Validity is not looked at.
MATCH (s:system)
WHERE s.confirmed_on < date($since) OR s.confirmed_on > date($until)
RETURN 'system' AS kind, s.id AS id, s.confirmed_on AS confirmed_on
UNION ALL
MATCH (:system)-[f:flow]->(:system)
WHERE f.confirmed_on < date($since) OR f.confirmed_on > date($until)
RETURN 'flow' AS kind, f.id AS id, f.confirmed_on AS confirmed_on
