// journey: the manual flows between systems that support services of a journey. $journey is its id.
// In two parts on purpose: as one pattern, Ladybug 0.22 lets flows of other modes through.
// Validity is not looked at: the graph database holds every fact of the revision.
MATCH (:journey {id: $journey})-[:contains]->(:service)<-[:supports]-(s:system)
WITH collect(DISTINCT s.id) AS systems
MATCH (a:system)-[f:flow]->(b:system)
WHERE f.mode = 'manual' AND a.id <> b.id AND a.id IN systems AND b.id IN systems
RETURN f.id AS flow
ORDER BY flow
