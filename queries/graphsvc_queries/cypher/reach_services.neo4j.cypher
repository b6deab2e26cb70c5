// reach THING with services and units, at a date: the systems that depend on a system, the services they are required
// for, the units that deliver those services. $thing is the system's id, $date a day (YYYY-MM-DD).
// As in reach.neo4j.cypher, at most 30 steps, and paths from a hub are not followed. Apart from reach_services.cypher
// because Neo4j writes conditions on the way differently; it prunes this form breadth-first.
MATCH (target:system {id: $thing})
OPTIONAL MATCH (target)(()-[f:flow WHERE
    (f.valid_from IS NULL OR f.valid_from <= date($date)) AND (f.valid_to IS NULL OR f.valid_to > date($date))
  ]->(n:system WHERE
    (n.valid_from IS NULL OR n.valid_from <= date($date)) AND (n.valid_to IS NULL OR n.valid_to > date($date))
    AND (n.in_use_from IS NULL OR n.in_use_from <= date($date))
    AND (n.decommission IS NULL OR n.decommission > date($date)))){1,30}(s:system)
WHERE s.id <> $thing
WITH target, collect(DISTINCT s.id) AS systems
OPTIONAL MATCH (x:system)-[support:supports]->(t:service)
WHERE support.strength = 'required' AND (x.id = $thing OR x.id IN systems)
  AND (support.valid_from IS NULL OR support.valid_from <= date($date))
  AND (support.valid_to IS NULL OR support.valid_to > date($date))
WITH systems, collect(DISTINCT t.id) AS services
OPTIONAL MATCH (u:unit)-[delivery:delivers]->(t:service)
WHERE t.id IN services
  AND (delivery.valid_from IS NULL OR delivery.valid_from <= date($date))
  AND (delivery.valid_to IS NULL OR delivery.valid_to > date($date))
RETURN systems, services, collect(DISTINCT u.id) AS units
