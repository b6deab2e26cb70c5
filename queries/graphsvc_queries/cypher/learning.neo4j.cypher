// learning --capability: units that own or use a system with a capability, with the systems.
// $capability is the capability's id. Validity is not looked at: the graph database holds every fact of the revision.
// Apart from learning.cypher because Neo4j has no function that sorts a list; Ladybug does not sort before collecting.
MATCH (u:unit)-[:owns|uses]->(s:system)-[:provides]->(:capability {id: $capability})
WITH DISTINCT u.id AS unit, s.id AS system
ORDER BY unit, system
RETURN unit, collect(system) AS systems
ORDER BY unit
