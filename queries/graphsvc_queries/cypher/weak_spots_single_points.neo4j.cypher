// weak-spots, single_points, for one system: the services that lose a required support when the system and everything
// reached from it by sync and login flows are away; of a group of alternatives all members have to be away.
// $thing is the system's id. At most 30 steps; hubs are not followed (an attribute of a flow is no edge), and validity
// is not looked at. Apart from weak_spots_single_points.cypher because Neo4j writes conditions on the way differently.
MATCH (target:system {id: $thing})
OPTIONAL MATCH (target)(()-[f:flow WHERE f.mode = 'sync' OR f.mode = 'login']->()){1,30}(s:system)
WITH [$thing] + collect(DISTINCT s.id) AS away
MATCH (x)-[support:supports]->(t:service)
WITH t, coalesce(support.alternative, support.id) AS need, away, x, support
WITH t, need, min(CASE WHEN x.id IN away THEN 1 ELSE 0 END) AS lost,
     max(CASE WHEN support.strength = 'required' THEN 1 ELSE 0 END) AS required
WHERE lost = 1 AND required = 1
RETURN DISTINCT t.id AS service
ORDER BY service
