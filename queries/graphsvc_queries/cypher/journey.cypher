// journey: the manual flows between systems that support services of a journey. $journey is its id.
// Validity is not looked at: the graph database holds every fact of the revision.
MATCH (j:journey {id: $journey})-[:contains]->(:service)<-[:supports]-(a:system),
      (j)-[:contains]->(:service)<-[:supports]-(b:system)
MATCH (a)-[f:flow]->(b)
WHERE f.mode = 'manual' AND a.id <> b.id
RETURN DISTINCT f.id AS flow
ORDER BY flow
